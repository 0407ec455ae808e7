// Routes that answer with pixels: photos at screen size, tiles, thumbnails in batches, pictures of recent projects.
import { AppError } from '../../shared/errors.ts';
import type { PhotoId } from '../../shared/records/ids.ts';
import { thumbnailPx } from '../photos/api.ts';
import type { StoredFile } from '../store/api.ts';
import type { Context } from './context.ts';
import type { OpenProject } from './open-project.ts';
import { jpeg } from './respond.ts';
import type { RouteHandlers } from './routes.ts';

const mostThumbnails = 64;
const pictureQuality = 85;
const thumbnailQuality = 80;
const longestPx = 8_192;
/** A hash in an address is at least this long to vouch for the content. */
const shortestHash = 16;

type Paths = '/photo/:id' | '/tile/:id/:column/:row' | '/thumbnails' | '/recent/:id/:n';

export function pictureRoutes({ projects, recents, pool }: Context): Pick<RouteHandlers, Paths> {
  return {
    async '/photo/:id'({ signal }, { id }, url) {
      const { project, file } = await photoOf(projects.current(), id);
      const longPx = numberIn(url.searchParams.get('long') ?? '2048', 16, longestPx);
      const form = { longPx, quality: pictureQuality, isForScreen: true };
      const bytes = await pool().picture(project.fileOf(file.path), { ...form, signal });
      return jpeg(bytes, { isForever: isNamed(url, file) });
    },
    async '/tile/:id/:column/:row'({ signal }, { id, column, row }, url) {
      const { project, file } = await photoOf(projects.current(), id);
      const at = [numberIn(column, 0, 10_000), numberIn(row, 0, 10_000)] as const;
      const bytes = await pool().tile(project.fileOf(file.path), ...at, signal);
      return jpeg(bytes, { isForever: isNamed(url, file) });
    },
    async '/thumbnails'(_request, _parts, url) {
      const ids = (url.searchParams.get('ids') ?? '').split(',').map(id => numberIn(id, 1, 2 ** 32 - 1) as PhotoId);
      if (ids.length > mostThumbnails) throw new AppError('bad-request', { reason: `at most ${mostThumbnails} ids` });
      const pictures = await thumbnailsOf(projects.current(), pool, ids);
      return new Response(packed(ids, pictures), {
        headers: { 'content-type': 'application/octet-stream', 'cache-control': 'no-store' },
      });
    },
    async '/recent/:id/:n'(_request, { id, n }) {
      return jpeg(await recents.thumbnail(id, numberIn(n, 0, 100)), { isForever: false });
    },
  };
}

/** Throws `not-found` where the id is no photo of the project. */
export async function photoOf(project: OpenProject, id: string): Promise<{ project: OpenProject; file: StoredFile }> {
  const [file] = await project.store.photosFiles([numberIn(id, 1, Number.MAX_SAFE_INTEGER) as PhotoId]);
  if (file === undefined) throw new AppError('not-found', { what: `photo ${id}` });
  return { project, file };
}

/** Thumbnails that are kept, then those of photos whose content was not read yet, then those that went with the cache. */
export async function thumbnailsOf(
  project: OpenProject,
  pool: Context['pool'],
  ids: readonly PhotoId[],
): Promise<Map<PhotoId, Uint8Array>> {
  const { store, prober, fileOf } = project;
  let files = await store.photosFiles(ids);
  const unread = files.filter(file => file.hash === '');
  if (unread.length > 0 && !project.photosFolderMissing()) {
    await prober.readNow(unread);
    files = await store.photosFiles(ids);
  }
  const hashed = files.filter(file => file.hash !== '');
  const kept = new Map((await store.thumbnailsRead(hashed.map(file => file.hash))).map(row => [row.hash, row.jpeg]));
  const pictures = new Map(hashed.flatMap(({ id, hash }) => (kept.has(hash) ? [[id, kept.get(hash)!] as const] : [])));
  const made: { hash: string; jpeg: Uint8Array }[] = [];
  await Promise.all(
    hashed
      .filter(file => !kept.has(file.hash))
      .map(async ({ id, hash, path, isRead }) => {
        const picture = await pool()
          .picture(fileOf(path), { longPx: thumbnailPx, quality: thumbnailQuality })
          .catch((error: unknown) => {
            // A damaged or missing photo has no thumbnail; the batch says so with length 0.
            if (error instanceof AppError && error.code.startsWith('photo-')) return null;
            throw error;
          });
        if (picture === null) return;
        pictures.set(id, picture);
        // A file that is not read yet may have another content by now than the one that has this hash.
        if (isRead) made.push({ hash, jpeg: picture });
      }),
  );
  if (made.length > 0) await store.thumbnailsWrite(made);
  return pictures;
}

/** Per id: uint32LE id, uint32LE length, JPEG bytes. Length 0 where there is no picture. */
function packed(ids: readonly PhotoId[], pictures: ReadonlyMap<PhotoId, Uint8Array>): Uint8Array<ArrayBuffer> {
  const total = ids.reduce((sum, id) => sum + 8 + (pictures.get(id)?.byteLength ?? 0), 0);
  const bytes = new Uint8Array(total);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const id of ids) {
    const picture = pictures.get(id);
    view.setUint32(at, id, true);
    view.setUint32(at + 4, picture?.byteLength ?? 0, true);
    if (picture !== undefined) bytes.set(picture, at + 8);
    at += 8 + (picture?.byteLength ?? 0);
  }
  return bytes;
}

/** Whether the address names the content that the file has for certain. */
const isNamed = (url: URL, { hash, isRead }: StoredFile): boolean => {
  const given = url.searchParams.get('hash') ?? '';
  return isRead && given.length >= shortestHash && hash.startsWith(given);
};

/** A whole number written in digits; anything else is `not-found`, as for an address that never existed. */
export function numberIn(text: string, least: number, most: number): number {
  const value = /^\d{1,16}$/.test(text) ? Number(text) : NaN;
  if (!(value >= least && value <= most)) throw new AppError('not-found', { what: text.slice(0, 40) });
  return value;
}
