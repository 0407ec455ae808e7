// `fovea predict <model> <photo or folder>`: an engine job on the files, without any project.
import path from 'node:path';
import { photosIn, startPrediction, type SkippedPhoto } from '../../core/predict-files.ts';
import { makeFolder } from '../../core/project-place.ts';
import { threadsOf } from '../../core/settings.ts';
import { errorText } from '../../../shared/messages.ts';
import { AppError, type ErrorRecord } from '../../../shared/errors.ts';
import { formatPercent } from '../../../shared/messages/message.ts';
import type { PredictedPhoto } from '../../../shared/records/prediction.ts';
import { defaultSettings } from '../../../shared/records/project.ts';
import { modelFolderFor } from '../../core/backbones.ts';
import type { Command } from './command.ts';

/** The word for the network that travels with Fovea. */
const builtInWord = 'built-in';

export const predict: Command = {
  options: { options: ['top', 'save-input'], names: ['model', 'photo|folder'] },
  async run(given, terminal, { resourcesFolder, dataFolder }) {
    const top = given.number('top', 1, 1_000) ?? 3;
    const [model, chosen] = given.positionals as [string, string];
    const place = path.resolve(chosen);
    const { photos, skipped } = await photosIn(place);
    if (photos.length === 0) throw new AppError('folder-empty', { folder: place, skipped: skipped.length });
    const predicted: PredictedPhoto[] = [];
    const left: SkippedPhoto[] = [...skipped];
    const saveInput = given.read('save-input');
    if (saveInput !== undefined) await makeFolder(path.dirname(path.resolve(saveInput)));
    const job = startPrediction(
      {
        kind: 'predict',
        resourcesFolder,
        cacheFolder: null,
        modelFolder: model === builtInWord ? null : modelFolderFor(model, dataFolder),
        threads: threadsOf(defaultSettings),
        photos,
        top,
        saveInput: saveInput === undefined ? null : path.resolve(saveInput),
      },
      {
        onPhoto: photo => predicted.push(photo),
        onSkipped: one => left.push(one),
        onProgress: (done, total) => terminal.progress('predict', done, total),
      },
    );
    await job.result;
    predicted.sort((a, b) => a.index - b.index);
    const reasons = left.map(({ photo, code, details }) => ({
      photo,
      reason: errorText(terminal.isJson ? 'en' : terminal.language, {
        code: code as ErrorRecord['code'],
        details: { ...details, file: photo },
      }),
    }));
    for (const one of terminal.isJson ? [] : reasons) terminal.say('cli.skipped', one);
    terminal.result(
      { predictions: predicted.map(({ photo, top: classes }) => ({ photo, top: classes })), skipped: reasons },
      predicted.map(({ photo, top: classes }) => `${photo}\t${inWords(classes, terminal.language)}`).join('\n'),
    );
  },
};

function inWords(classes: PredictedPhoto['top'], language: 'en' | 'ko'): string {
  return classes.map(({ class: name, probability }) => `${name} ${formatPercent(language, probability)}`).join(', ');
}
