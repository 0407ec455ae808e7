// `fovea serve [<project>]`: the page in a browser, until Ctrl+C or nobody uses it any more.
import { existsSync } from 'node:fs';
import path from 'node:path';
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
    const core = await openCore(places, { shell: 'serve' });
    try {
      const [project] = given.positionals;
      if (project !== undefined) await core.call('project:open', { grant: core.grants.add(project) });
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
        const ended = await untilEnded(offer, served.idle);
        if (ended === 'idle') terminal.say('cli.serve.idle');
      } finally {
        await served.close();
      }
    } finally {
      await core.close();
    }
  },
};

/** Waits for Ctrl+C, a polite end, or idleness; Enter makes a new link meanwhile. */
async function untilEnded(offer: () => void, idle: Promise<void>): Promise<'stopped' | 'idle'> {
  const stopped = Promise.withResolvers<'stopped'>();
  const stop = (): void => stopped.resolve('stopped');
  const entered = (): void => offer();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  process.stdin.on('data', entered);
  try {
    return await Promise.race([stopped.promise, idle.then(() => 'idle' as const)]);
  } finally {
    process.stdin.off('data', entered).pause();
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}
