// `fovea export <model> --format <f> --out <file>`: writes, reads back, compares on the photos the model was scored on.
import path from 'node:path';
import { heldOutOf } from '../../core/run-folder.ts';
import { startExport } from '../../core/model-export.ts';
import { makeFolder } from '../../core/project-place.ts';
import { threadsOf } from '../../core/settings.ts';
import { text } from '../../../shared/messages.ts';
import type { Language } from '../../../shared/messages/message.ts';
import { exportFormats, type ExportFormat } from '../../../shared/records/model-export.ts';
import { defaultSettings } from '../../../shared/records/project.ts';
import { usage } from './arguments.ts';
import type { Command } from './command.ts';

/** What a file's name must end in, because its readers tell the format by it. ONNX' readers do not. */
const endings: Readonly<Record<ExportFormat, string>> = {
  onnx: '',
  keras: '.keras',
  h5: '.h5',
  tfjs: '.json',
  safetensors: '.safetensors',
  card: '.card.json',
};

export const exportModel: Command = {
  options: { options: ['format', 'out'], names: ['model'] },
  async run(given, terminal, { resourcesFolder }) {
    const { language } = terminal;
    const format = formatOf(language, given.read('format') ?? 'onnx');
    const file = path.resolve(given.required('out'));
    const ending = endings[format];
    if (!file.toLowerCase().endsWith(ending)) throw usage(text(language, 'cli.usage.ending', { format, ending }));
    const modelFolder = path.resolve(given.positionals[0]!);
    await makeFolder(path.dirname(file));
    const job = startExport(
      {
        kind: 'export',
        format,
        resourcesFolder,
        cacheFolder: null,
        modelFolder,
        threads: threadsOf(defaultSettings),
        file,
        stem: path
          .basename(file)
          .slice(0, ending === '' ? undefined : -ending.length)
          .replace(/\.onnx$/i, ''),
        photos: await heldOutOf(modelFolder),
      },
      (done, total) => terminal.progress('export', done, total),
    );
    const { agreement } = await job.result;
    if (format === 'card') return terminal.result({ file }, text(language, 'cli.export.card', { file }));
    const { photos, same, largest } = agreement;
    terminal.result(
      { file, agreement: { photos, same, largest } },
      text(language, 'cli.export.done', { file, photos, same, largest: largest.toExponential(1) }),
    );
  },
};

function formatOf(language: Language, given: string): ExportFormat {
  const format = exportFormats.find(name => name === given);
  if (!format) throw usage(text(language, 'cli.usage.format', { given, formats: exportFormats.join(', ') }));
  return format;
}
