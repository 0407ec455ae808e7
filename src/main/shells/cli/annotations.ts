// `fovea annotations <project> --format <f> --out <dir>`: writes the annotations into a new folder, and reads them again.
import path from 'node:path';
import { text } from '../../../shared/messages.ts';
import type { AnnotationExport, AnnotationExportResult } from '../../../shared/records/annotation-export.ts';
import { usage } from './arguments.ts';
import type { Command } from './command.ts';
import { countsInWords, datasetFormat, notesInWords } from './dataset-words.ts';
import { openCore } from './open-core.ts';
import type { Terminal } from './terminal.ts';

export const annotations: Command = {
  options: { options: ['format', 'out', 'photos', 'frame'], names: ['project'] },
  async run(given, terminal, places) {
    const wish = {
      format: datasetFormat(terminal.language, '--format', given.required('format')),
      ...exportWish(given, terminal),
    };
    const folder = path.resolve(given.required('out'));
    const core = await openCore(places);
    try {
      await core.call('project:open', { grant: core.grants.add(given.positionals[0]!) });
      // The sizes of photos are in what is written.
      for (const { id, kind } of await core.call('work:list', null)) if (kind === 'scan') await core.workEnded(id);
      const result = await core.exportAnnotations(wish, folder, (done, total) =>
        terminal.progress('export-annotations', done, total),
      );
      reportExport(terminal, folder, result);
    } finally {
      await core.close();
    }
  },
};

type Given = Parameters<Command['run']>[0];

/** What `annotations` and `convert` have in common. */
export function exportWish(given: Given, { language }: Terminal): Omit<AnnotationExport, 'format'> {
  const choose = <Value extends string>(option: string, values: readonly [Value, ...Value[]]): Value => {
    const wanted = given.read(option) ?? values[0];
    const value = values.find(one => one === wanted);
    if (value !== undefined) return value;
    throw usage(
      text(language, 'cli.usage.choice', { option: `--${option}`, values: values.join(', '), given: wanted }),
    );
  };
  return { photos: choose('photos', ['none', 'copy']), frame: choose('frame', ['upright', 'stored']) };
}

export function reportExport(terminal: Terminal, folder: string, result: AnnotationExportResult): void {
  const { language } = terminal;
  const { files, photos, readAgain, notes } = result;
  terminal.result(
    { folder, ...result },
    [
      ...notesInWords(language, notes),
      text(language, 'cli.annotations.done', {
        folder,
        files,
        photos,
        annotations: countsInWords(language, readAgain.annotations),
        largest: readAgain.largestPx.toFixed(2),
      }),
    ].join('\n'),
  );
}
