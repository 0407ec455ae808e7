// `fovea convert <in> <out> --from <f> --to <f>`: annotations from one format into another, without any project.
import path from 'node:path';
import { convertAnnotations } from '../../core/convert-annotations.ts';
import { exportWish, reportExport } from './annotations.ts';
import type { Command } from './command.ts';
import { datasetFormat } from './dataset-words.ts';

export const convert: Command = {
  options: { options: ['from', 'to', 'photos', 'frame'], names: ['in', 'out'] },
  async run(given, terminal, { version }) {
    const { language } = terminal;
    const from = given.read('from');
    const [source, out] = given.positionals as [string, string];
    const folder = path.resolve(out);
    const result = await convertAnnotations({
      source: path.resolve(source),
      from: from === undefined ? null : datasetFormat(language, '--from', from),
      wish: { format: datasetFormat(language, '--to', given.required('to')), ...exportWish(given, terminal) },
      out: folder,
      version,
      onProgress: (done, total) => terminal.progress('export-annotations', done, total),
    });
    reportExport(terminal, folder, result);
  },
};
