// `fovea model list|download|add|remove`: what a run can start from on this computer.
import path from 'node:path';
import type { Core } from '../../core/index.ts';
import { text } from '../../../shared/messages.ts';
import { formatBytes, formatNumber, type Language } from '../../../shared/messages/message.ts';
import type { BackboneSummary } from '../../../shared/records/backbone.ts';
import { declaredPreprocessing } from '../../../shared/records/preprocessing.ts';
import { usage } from './arguments.ts';
import type { Command } from './command.ts';
import { throwFailure } from './ended-work.ts';
import { openCore } from './open-core.ts';
import type { Places } from './places.ts';
import { showProgress, type Terminal } from './terminal.ts';

async function withCore(places: Places, terminal: Terminal, use: (core: Core) => Promise<void>): Promise<void> {
  const core = await openCore(places);
  const unlisten = core.listen(showProgress(terminal));
  try {
    await use(core);
  } finally {
    unlisten();
    await core.close();
  }
}

export const modelList: Command = {
  options: { options: [], names: [] },
  run: (_given, terminal, places) =>
    withCore(places, terminal, async core => {
      const list = await core.call('backbones:list', null);
      const width = Math.max(...list.map(({ id }) => id.length));
      terminal.result(list, list.map(one => lineOf(one, width, terminal.language)).join('\n'));
    }),
};

export const modelDownload: Command = {
  options: { options: [], names: ['name'] },
  run: (given, terminal, places) =>
    withCore(places, terminal, async core => {
      const id = given.positionals[0]!;
      const { work } = await core.call('backbones:download', { id });
      throwFailure(await core.workEnded(work));
      await sayHere(core, terminal, id);
    }),
};

export const modelAdd: Command = {
  options: { options: ['preprocessing'], names: ['file|folder'] },
  run(given, terminal, places) {
    const asked = given.read('preprocessing');
    const preprocessing = declaredPreprocessing.find(kind => kind === asked);
    if (asked !== undefined && preprocessing === undefined) {
      const values = declaredPreprocessing.join(', ');
      throw usage(text(terminal.language, 'cli.usage.choice', { option: '--preprocessing', values, given: asked }));
    }
    return withCore(places, terminal, async core => {
      const grant = core.grants.add(path.resolve(given.positionals[0]!));
      const { work } = await core.call('backbones:import', { grant, ...(preprocessing ? { preprocessing } : {}) });
      throwFailure(await core.workEnded(work));
      await sayHere(core, terminal, (await core.call('backbones:imported', { work })).id);
    });
  },
};

export const modelRemove: Command = {
  options: { options: [], names: ['name'] },
  run: (given, terminal, places) =>
    withCore(places, terminal, async core => {
      const id = given.positionals[0]!;
      await core.call('backbones:remove', { id });
      terminal.result({ removed: id }, text(terminal.language, 'cli.model.removed', { id }));
    }),
};

async function sayHere(core: Core, terminal: Terminal, id: string): Promise<void> {
  const summary = (await core.call('backbones:list', null)).find(one => one.id === id);
  const words = { id, name: summary?.name ?? id };
  terminal.result(summary, text(terminal.language, 'cli.model.here', words));
}

/** Name, what it is and how large, in columns. */
function lineOf(summary: BackboneSummary, width: number, language: Language): string {
  const { id, name, source, isHere, parameters, bytes, sidePx } = summary;
  const where = source === 'download' && !isHere ? 'cli.model.absent' : (`cli.model.source.${source}` as const);
  const millions = `${formatNumber(language, parameters / 1e6, 1)} M`;
  const size = bytes > 0 ? ` ${formatBytes(language, bytes)}` : '';
  const columns = [id.padEnd(width), millions.padStart(7), `${sidePx} px`.padStart(7), `${name},`];
  return `${columns.join('  ')} ${text(language, where)}${size}`;
}
