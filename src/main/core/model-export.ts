// Takes a model away: an engine worker writes and checks the file with what belongs to it; the page gets all of it as one archive.
import { createReadStream } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { Handlers } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import { exportFileName, type ExportFormat } from '../../shared/records/model-export.ts';
import type { ModelExport } from '../../shared/records/run.ts';
import { writeArchive } from '../formats/archive.ts';
import type { ExportJob, JobOutcome, RunningJob } from '../training/api.ts';
import { startJob } from '../training/supervise.ts';
import { cacheFolderOf } from './cache.ts';
import type { Context } from './context.ts';
import { builtInModelId, presentModel } from './models.ts';
import type { OpenProject } from './open-project.ts';
import { download } from './respond.ts';
import type { RouteHandlers } from './routes.ts';
import { readRunFile } from './run-folder.ts';
import { threadsOf } from './settings.ts';
import type { WorkHandle } from './work.ts';

type Names = 'models:export' | 'models:export-result';
type Written = ModelExport & { readonly file: string };

export function modelExport(context: Context): {
  readonly handlers: Pick<Handlers, Names>;
  readonly routes: Pick<RouteHandlers, '/download/export/:work'>;
} {
  const { projects, works } = context;
  const written = new Map<string, Written>();
  function writtenBy(work: string): Written {
    const found = written.get(work);
    if (found === undefined) throw new AppError('not-found', { what: 'export' });
    return found;
  }

  return {
    handlers: {
      async 'models:export'({ id, format }) {
        if (id === builtInModelId) throw new AppError('not-allowed', { reason: 'the built-in model belongs to Fovea' });
        const project = projects.current();
        const modelFolder = await presentModel(project, id);
        const photos = await heldOutPhotos(project, id);
        const work = works.start('export', async handle => {
          const file = await exportTo(context, handle, {
            id,
            format,
            modelFolder,
            photos,
            cache: cacheFolderOf(project),
          });
          written.set(handle.id, file);
        });
        return { work };
      },
      'models:export-result'({ work }) {
        const { fileName, bytes, agreement } = writtenBy(work);
        return { fileName, bytes, agreement };
      },
    },
    routes: {
      '/download/export/:work'(_request, { work }) {
        const { file, fileName } = writtenBy(work);
        const body = Readable.toWeb(createReadStream(file)) as ReadableStream<Uint8Array>;
        return Promise.resolve(download(body, { name: fileName, mime: 'application/zip' }));
      },
    },
  };
}

type Photo = { readonly name: string; readonly file: string };
type Export = {
  readonly id: string;
  readonly format: ExportFormat;
  readonly modelFolder: string;
  readonly photos: readonly Photo[];
  readonly cache: string;
};

async function exportTo(
  context: Context,
  work: WorkHandle,
  { id, format, modelFolder, photos, cache }: Export,
): Promise<Written> {
  const folder = path.join(await context.temporaryFolder(), work.id);
  const content = path.join(folder, 'content');
  await mkdir(content, { recursive: true });
  const job = startExport(
    {
      kind: 'export',
      resourcesFolder: context.options.resourcesFolder,
      cacheFolder: cache,
      modelFolder,
      threads: threadsOf(context.settings.read()),
      format,
      file: path.join(content, exportFileName(format, id)),
      stem: id,
      photos,
    },
    work.progress,
  );
  work.signal.addEventListener('abort', job.cancel);
  if (work.signal.aborted) job.cancel();
  const { agreement } = await job.result;
  const names = (await readdir(content)).sort();
  const fileName = `${id}-${format}.zip`;
  const file = path.join(folder, fileName);
  const bytes = await writeArchive(
    file,
    names.map(name => ({ name, file: path.join(content, name) })),
  );
  return { file, fileName, bytes, agreement };
}

/** Starts the job; its result says how the written file agrees with the app. */
export function startExport(
  job: ExportJob,
  onProgress: (done: number, total: number) => void,
): RunningJob<Extract<JobOutcome, { kind: 'export' }>> {
  return startJob(job, {
    onMessage(message) {
      if (message.kind === 'progress') onProgress(message.done, message.total);
    },
  });
}

/** The photos the model was scored on, where its run is known. */
async function heldOutPhotos({ store, folder, fileOf }: OpenProject, modelId: string): Promise<Photo[]> {
  const run = (await store.runsList()).find(row => row.modelId === modelId);
  const frozen = run === undefined ? null : await readRunFile(folder, run.id);
  const heldOut = frozen?.photos.filter(photo => photo.split === frozen.part) ?? [];
  return heldOut.map(photo => ({ name: photo.path, file: fileOf(photo.path) }));
}
