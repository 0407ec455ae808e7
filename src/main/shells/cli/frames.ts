// `fovea frames <video> --every 1s --out <folder>`: frames of a video as photos, without any project.
import path from 'node:path';
import { takeFrames } from '../../core/frames.ts';
import { makeFolder } from '../../core/project-place.ts';
import { text } from '../../../shared/messages.ts';
import type { Language } from '../../../shared/messages/message.ts';
import { usage } from './arguments.ts';
import type { Command } from './command.ts';

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };
const mostMs = 24 * 3_600_000;

export const frames: Command = {
  options: { options: ['every', 'out'], names: ['video'] },
  async run(given, terminal) {
    const everyMs = readTime(given.read('every') ?? '1s', terminal.language);
    const out = path.resolve(given.required('out'));
    await makeFolder(out);
    const stop = new AbortController();
    const onInterrupt = (): void => stop.abort();
    process.once('SIGINT', onInterrupt);
    try {
      const taken = await takeFrames({
        video: path.resolve(given.positionals[0]!),
        out,
        everyMs,
        signal: stop.signal,
        onProgress: done => terminal.progress('frames', done, 0),
      });
      terminal.result(taken, text(terminal.language, 'cli.frames.done', taken));
    } finally {
      process.off('SIGINT', onInterrupt);
    }
  },
};

/** `500ms`, `2.5s`, `1m` or `1h` in milliseconds. */
function readTime(given: string, language: Language): number {
  const parts = /^(\d{1,9}(?:\.\d{1,6})?)(ms|s|m|h)$/.exec(given);
  const time = parts === null ? NaN : Number(parts[1]) * unitMs[parts[2]!]!;
  if (time >= 1 && time <= mostMs) return time;
  throw usage(text(language, 'cli.usage.time', { given }));
}
