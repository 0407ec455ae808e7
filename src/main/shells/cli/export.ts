// `fovea export <model> --format onnx --out <file>`: writes, reads back, compares on the photos the model was scored on.
import path from 'node:path';
import { heldOutOf } from '../../core/run-folder.ts';
import { startExport } from '../../core/model-export.ts';
import { makeFolder } from '../../core/project-place.ts';
import { threadsOf } from '../../core/settings.ts';
import { text } from '../../../shared/messages.ts';
import { defaultSettings } from '../../../shared/records/project.ts';
import { usage } from './arguments.ts';
import type { Command } from './command.ts';

export const exportModel: Command = {
  options: { options: ['format', 'out'], names: ['model'] },
  async run(given, terminal, { resourcesFolder }) {
    const { language } = terminal;
    const format = given.read('format') ?? 'onnx';
    if (format !== 'onnx') throw usage(text(language, 'cli.usage.format', { given: format }));
    const file = path.resolve(given.required('out'));
    const modelFolder = path.resolve(given.positionals[0]!);
    await makeFolder(path.dirname(file));
    const job = startExport(
      {
        kind: 'export',
        resourcesFolder,
        cacheFolder: null,
        modelFolder,
        threads: threadsOf(defaultSettings),
        file,
        photos: await heldOutOf(modelFolder),
      },
      (done, total) => terminal.progress('export', done, total),
    );
    const { agreement } = await job.result;
    const { photos, same, largest } = agreement;
    terminal.result(
      { file, agreement: { photos, same, largest } },
      text(language, 'cli.export.done', { file, photos, same, largest: largest.toExponential(1) }),
    );
  },
};
