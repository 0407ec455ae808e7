// Photos a page sends for prediction: written to a temporary folder under names of the core's own, removed with the result.
import { randomUUID } from 'node:crypto';
import { open, mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../shared/errors.ts';
import type { Context } from './context.ts';
import { writeError } from './disk.ts';
import { json } from './respond.ts';
import { uploadLimitBytes, type RouteHandlers } from './routes.ts';

const mostPerBatch = 10_000;
const batchName = /^[a-z0-9-]{1,64}$/;

/** `name` is what the person's file is called; `file` is ours. */
export type UploadedFile = { readonly name: string; readonly file: string };
export type Uploads = {
  /** Takes the batch over: it is gone from here, and whoever took it calls `remove` when its files are no longer needed. */
  take(upload: string): { readonly files: readonly UploadedFile[]; readonly remove: () => Promise<void> };
  readonly routes: Pick<RouteHandlers, '/upload'>;
};

export function createUploads({ temporaryFolder }: Pick<Context, 'temporaryFolder'>): Uploads {
  const batches = new Map<string, { folder: string; files: UploadedFile[] }>();

  async function batchOf(wanted: string | null): Promise<[string, { folder: string; files: UploadedFile[] }]> {
    if (wanted !== null && !batchName.test(wanted)) throw new AppError('bad-request', { reason: 'name of the upload' });
    const name = wanted ?? randomUUID();
    let batch = batches.get(name);
    if (batch === undefined) {
      batch = { folder: path.join(await temporaryFolder(), `upload-${randomUUID()}`), files: [] };
      batches.set(name, batch);
      await mkdir(batch.folder, { mode: 0o700, recursive: true });
    }
    if (batch.files.length >= mostPerBatch)
      throw new AppError('bad-request', { reason: `at most ${mostPerBatch} photos` });
    return [name, batch];
  }

  return {
    take(upload) {
      const batch = batches.get(upload);
      if (batch === undefined) throw new AppError('not-found', { what: 'upload' });
      batches.delete(upload);
      return { files: batch.files, remove: () => rm(batch.folder, { recursive: true, force: true }) };
    },
    routes: {
      async '/upload'(request, _parts, url) {
        const name = shownName(url.searchParams.get('name') ?? '');
        const [upload, batch] = await batchOf(request.headers.get('x-fovea-upload'));
        const file = path.join(batch.folder, randomUUID());
        await writeBody(request, file, name);
        batch.files.push({ name, file });
        return json({ upload });
      },
    },
  };
}

/** The last part of what the page calls the file, cut to a sensible length; only ever shown. */
function shownName(given: string): string {
  const last = given.split(/[/\\]/).at(-1)?.slice(0, 255) ?? '';
  if (last === '' || last === '.' || last === '..') throw new AppError('bad-request', { reason: 'name of the file' });
  return last;
}

async function writeBody(request: Request, file: string, name: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600).catch((error: unknown) => {
    throw writeError(error, file);
  });
  const tooLarge = new AppError('upload-too-large', { file: name, limit: `${uploadLimitBytes / 1024 ** 2} MB` });
  let bytes = 0;
  try {
    for await (const chunk of request.body ?? []) {
      bytes += chunk.byteLength;
      if (bytes > uploadLimitBytes) throw tooLarge;
      await handle.write(chunk);
    }
  } catch (error) {
    await handle.close();
    await rm(file, { force: true });
    // The shell's own limit may end the body first, and knows no name.
    if (error instanceof AppError && error.code === 'upload-too-large') throw tooLarge;
    throw writeError(error, name);
  }
  await handle.close();
}
