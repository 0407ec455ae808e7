// Text for a bug report, without names of photos or people, and the texts of the licences.
import { readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Handlers } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import { selfTestText } from '../../shared/messages.ts';
import type { SelfTestRow } from '../../shared/records/self-test.ts';
import type { Context } from './context.ts';
import { systemCode } from './disk.ts';
import { shortened } from './folders.ts';
import { threadsOf } from './settings.ts';

type Names = 'diagnostics:read' | 'licences:read';
const licenceFiles = ['LICENSE', 'THIRD_PARTY_NOTICES.md'];

export function diagnosticsHandlers(
  { options, settings, projects, works }: Context,
  readSelfTest: Handlers['self-test:read'],
): Pick<Handlers, Names> {
  return {
    async 'diagnostics:read'() {
      const project = projects.peek();
      const counts = await project?.store.photosCounts();
      const report = await readSelfTest(null);
      const lines = [
        `Fovea ${options.version} (${options.shell}${options.safeMode ? ', safe mode' : ''})`,
        `${os.type()} ${os.release()} ${os.arch()}, Node ${process.versions.node}`,
        `${os.availableParallelism()} × ${os.cpus()[0]?.model.trim() ?? 'processor'}, ${threadsOf(settings.read())} threads`,
        `Memory ${(os.totalmem() / 1e9).toFixed(1)} GB, ${(os.freemem() / 1e9).toFixed(1)} GB free`,
        `Data folder ${shortened(options.dataFolder)}`,
        `Settings ${JSON.stringify(settings.read())}`,
        project === null || counts === undefined
          ? 'No project open'
          : `Project with ${counts.photos} photos, ${counts.classes.length} classes, ${counts.skipped} skipped, ${counts.damaged} damaged, ${counts.missing} missing`,
        ...works
          .list()
          .filter(work => work.error !== null)
          .map(work => `Failed ${work.kind}: ${JSON.stringify(work.error)}`),
        ...(report?.rows ?? []).map(selfTestLine),
      ];
      return { text: `${lines.join('\n')}\n`.replaceAll(os.homedir(), '~') };
    },
    async 'licences:read'() {
      const beside = [options.resourcesFolder, path.dirname(options.resourcesFolder)];
      const texts: string[] = [];
      for (const name of licenceFiles) texts.push(await firstOf(beside.map(folder => path.join(folder, name))));
      return { text: texts.join('\n\n') };
    },
  };
}

/** A row in English; an error with its code and details, because its text need not say all of them. */
function selfTestLine(row: SelfTestRow): string {
  const { thing, measured, reason } = selfTestText('en', row);
  const error =
    row.reason !== null && 'code' in row.reason ? `${row.reason.code} ${JSON.stringify(row.reason.details)}` : '';
  return [thing, row.state, measured, reason, error].filter(part => part !== '').join(' | ');
}

async function firstOf(files: readonly string[]): Promise<string> {
  for (const file of files) {
    try {
      return await readFile(file, 'utf8');
    } catch (error) {
      if (systemCode(error) !== 'ENOENT') throw error;
    }
  }
  throw new AppError('not-found', { what: path.basename(files[0] ?? '') });
}
