// `fovea serve [<project>]`: the page in a browser, until Ctrl+C, its page ends it, or nobody uses it any more.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { livedMs, openStarts } from '../../core/starts.ts';
import { AppError } from '../../../shared/errors.ts';
import { text } from '../../../shared/messages.ts';
import { usage } from './arguments.ts';
import { serve } from '../serve/index.ts';
import type { Command } from './command.ts';
import { openCore } from './open-core.ts';

export const serveCommand: Command = {
  options: { options: ['port'], flags: ['no-open'], names: ['project'], optional: 1 },
  async run(given, terminal, places) {
    if (!existsSync(path.join(places.pageFolder, 'index.html')))
      throw usage(text(terminal.language, 'cli.serve.not-built'));
    const port = given.number('port', 1, 65_535) ?? 0;
    const onPage = Promise.withResolvers<void>();
    const starts = openStarts(places.dataFolder, line => process.stderr.write(`${line}\n`));
    const safeMode = starts.isSafeModeDue();
    if (safeMode) terminal.say('cli.serve.safe-mode');
    starts.begin();
    const lived = setTimeout(starts.well, livedMs);
    lived.unref();
    const core = await openCore(places, { shell: 'serve', safeMode, onStop: onPage.resolve });
    try {
      const [project] = given.positionals;
      if (project !== undefined && !safeMode) await core.call('project:open', { grant: core.grants.add(project) });
      const served = await serve({ core, pageFolder: places.pageFolder, port }).catch((error: unknown) => {
        throw new AppError('not-allowed', { reason: `port ${port}: ${String(error)}` }, { cause: error });
      });
      try {
        const offer = (): string => {
          const link = served.newLink();
          terminal.say('cli.serve.link', { link });
          return link;
        };
        await served.openInBrowser(offer());
        const ended = await untilEnded(offer, {
          idle: served.idle,
          stopped: onPage.promise,
        });
        if (ended !== 'ended') terminal.say(`cli.serve.${ended}`);
      } finally {
        // The pages read the stream until everything is stored: its end tells them that it is.
        await core.close();
        await served.close();
      }
    } finally {
      await core.close();
      clearTimeout(lived);
      starts.well();
    }
  },
};

/** Ctrl+C, a polite end, and the terminal that is closed. */
const endings = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

type Reason = 'ended' | 'stopped' | 'idle';

/** Waits for Ctrl+C or a polite end (`ended`), a click on its page (`stopped`) or idleness; Enter makes a new link meanwhile. */
async function untilEnded(
  offer: () => void,
  reasons: Readonly<Record<'stopped' | 'idle', Promise<void>>>,
): Promise<Reason> {
  const ended = Promise.withResolvers<Reason>();
  const stop = (): void => ended.resolve('ended');
  for (const reason of ['stopped', 'idle'] as const) void reasons[reason].then(() => ended.resolve(reason));
  const entered = (): void => offer();
  for (const signal of endings) process.once(signal, stop);
  process.stdin.on('data', entered);
  try {
    return await ended.promise;
  } finally {
    process.stdin.off('data', entered).pause();
    for (const signal of endings) process.off(signal, stop);
  }
}
