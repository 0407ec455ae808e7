// Predictions on photos that a person drops, chooses or picks from the project: started as work, read while they grow, taken away as a file.
import type { Handlers } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import type { PredictedPhoto, PredictionBatch } from '../../shared/records/prediction.ts';
import { predictionsCsv, predictionsJson } from '../formats/datasets/index.ts';
import type { Context } from './context.ts';
import { folderOfModel, modelsHandlers } from './models.ts';
import { numberIn } from './pictures.ts';
import { photosIn, startPrediction, type PhotoToPredict, type SkippedPhoto } from './predict-files.ts';
import { download, jpeg, streamOf } from './respond.ts';
import type { RouteHandlers } from './routes.ts';
import { threadsOf } from './settings.ts';
import type { Uploads } from './uploads.ts';
import type { WorkHandle } from './work.ts';

type Names = 'predict:start' | 'predict:read';
type Paths = '/predicted/:work/:index' | '/download/predictions/:work';

/** Older results go, with the photos that were uploaded for them. */
const keptBatches = 4;
/** Classes kept per photo for the files; the page is given as many as it asked for. */
const mostClasses = 200;
const pictureQuality = 85;

type Batch = {
  readonly modelId: string;
  readonly modelName: string;
  readonly classes: readonly string[];
  readonly top: number;
  readonly files: readonly PhotoToPredict[];
  readonly photos: PredictedPhoto[];
  readonly skipped: SkippedPhoto[];
  readonly remove: () => Promise<void>;
  finished: boolean;
};
type Source = Parameters<Handlers['predict:start']>[0]['source'];
type Model = { readonly folder: string | null; readonly name: string; readonly classes: readonly string[] };

export function predictions(
  context: Context,
  uploads: Uploads,
): { readonly handlers: Pick<Handlers, Names>; readonly routes: Pick<RouteHandlers, Paths> } {
  const { projects, grants, works, pool, options, settings } = context;
  const batches = new Map<string, Batch>();
  const listModels = modelsHandlers(context)['models:list'];

  function batchOf(work: string): Batch {
    const batch = batches.get(work);
    if (batch === undefined) throw new AppError('not-found', { what: 'prediction' });
    return batch;
  }
  async function modelOf(id: Parameters<Handlers['predict:start']>[0]['model']): Promise<Model> {
    const folder = await folderOfModel(context, id);
    const model = (await listModels(null)).find(one => one.id === id);
    if (model === undefined) throw new AppError('model-damaged', { file: id, reason: 'content-changed' });
    return { folder, name: model.name, classes: model.classes };
  }
  async function photosOf(source: Source): Promise<Pick<Batch, 'files' | 'skipped' | 'remove'>> {
    const keep = (): Promise<void> => Promise.resolve();
    if (source.kind === 'upload') {
      const { files, remove } = uploads.take(source.upload);
      return { files, skipped: [], remove };
    }
    if (source.kind === 'grant') {
      const { path: chosen } = grants.read(source.grant);
      const { photos, skipped } = await photosIn(chosen);
      if (photos.length === 0) throw new AppError('folder-empty', { folder: chosen, skipped: skipped.length });
      return { files: photos, skipped, remove: keep };
    }
    const { store, fileOf } = projects.current();
    const files = await store.photosFiles(source.ids);
    return { files: files.map(file => ({ name: file.path, file: fileOf(file.path) })), skipped: [], remove: keep };
  }
  async function forgetOldest(): Promise<void> {
    for (const [work, batch] of batches) {
      if (batches.size <= keptBatches) return;
      if (!batch.finished) continue;
      batches.delete(work);
      await batch.remove();
    }
  }
  async function run(batch: Batch, modelFolder: string | null, work: WorkHandle): Promise<void> {
    const job = startPrediction(
      {
        kind: 'predict',
        resourcesFolder: options.resourcesFolder,
        cacheFolder: null,
        modelFolder,
        threads: threadsOf(settings.read()),
        photos: batch.files,
        top: Math.max(batch.top, modelFolder === null ? 0 : Math.min(batch.classes.length, mostClasses)),
        saveInput: null,
      },
      {
        onPhoto: photo => batch.photos.push(photo),
        onSkipped: skipped => batch.skipped.push(skipped),
        onProgress: (done, total) => work.progress(done, total),
      },
    );
    work.signal.addEventListener('abort', job.cancel);
    if (work.signal.aborted) job.cancel();
    try {
      await job.result;
    } finally {
      batch.finished = true;
    }
  }

  return {
    handlers: {
      async 'predict:start'({ model: modelId, source, top }) {
        const model = await modelOf(modelId);
        const batch: Batch = {
          modelId,
          modelName: model.name,
          classes: model.classes,
          top,
          photos: [],
          finished: false,
          ...(await photosOf(source)),
        };
        const work = works.start('predict', handle => run(batch, model.folder, handle));
        batches.set(work, batch);
        await forgetOldest();
        return { work };
      },
      'predict:read': ({ work }) => asShown(batchOf(work)),
    },
    routes: {
      async '/predicted/:work/:index'(_request, { work, index }, url) {
        const { files } = batchOf(work);
        const file = files[numberIn(index, 0, files.length - 1)]!;
        const longPx = numberIn(url.searchParams.get('long') ?? '320', 16, 4_096);
        return jpeg(await pool().picture(file.file, { longPx, quality: pictureQuality }), { isForever: false });
      },
      '/download/predictions/:work'(_request, { work }, url) {
        const { photos, classes, modelId } = batchOf(work);
        const format = url.searchParams.get('format');
        const name = `${modelId}-predictions.${format}`;
        if (format === 'csv') {
          // The thousand classes of ImageNet would be a thousand columns: the likeliest ones are in the JSON.
          const columns = classes.length > mostClasses ? [] : classes;
          const body = streamOf(predictionsCsv(photos, columns));
          return Promise.resolve(download(body, { name, mime: 'text/csv; charset=utf-8' }));
        }
        if (format !== 'json') throw new AppError('not-found', { what: 'format' });
        return Promise.resolve(download(streamOf(predictionsJson(photos)), { name, mime: 'application/json' }));
      },
    },
  };
}

function asShown({ modelId, modelName, photos, skipped, finished, top }: Batch): PredictionBatch {
  const shown = photos.map(photo => ({ ...photo, top: photo.top.slice(0, top) }));
  return { modelId, modelName, photos: shown, skipped, finished };
}
