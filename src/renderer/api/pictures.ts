// Addresses of pixels, and the thumbnails of the grid and the film strip.
import { useCallback, useSyncExternalStore } from 'react';
import { ThumbnailLoader, type Thumbnail } from './thumbnail-loader.ts';
import { request } from './transport.ts';

/** What a pixel address needs: the id, and the content hash that makes it safe to keep for ever: whole, or as lists of photos have it. */
export type PictureOf = { readonly id: number; readonly hash: string };

/** Lists hold 64 bits of a hash, details all of it. One picture has one address, or what was read ahead is read again. */
const shortHash = (hash: string): string => hash.slice(0, 16);

/** The whole photo, upright, its longer side at most `longPx`. */
export function photoUrl({ id, hash }: PictureOf, longPx: number): string {
  return `/photo/${id}?long=${longPx}&hash=${shortHash(hash)}`;
}

/** A 512 px tile of the photo at 1:1; column and row from 0. */
export function tileUrl({ id, hash }: PictureOf, column: number, row: number): string {
  return `/tile/${id}/${column}/${row}?hash=${shortHash(hash)}`;
}

/** A photo of a prediction batch that is not part of the project. */
export function predictedUrl(work: string, index: number, longPx: number): string {
  return `/predicted/${work}/${index}?long=${longPx}`;
}

/** One of the small pictures of a recent project. */
export function recentUrl(id: string, place: number): string {
  return `/recent/${encodeURIComponent(id)}/${place}`;
}

const loader = new ThumbnailLoader({
  fetchBatch: async ids => (await request(`/thumbnails?ids=${ids.join(',')}`)).arrayBuffer(),
  makeUrl: jpeg => URL.createObjectURL(new Blob([jpeg], { type: 'image/jpeg' })),
  dropUrl: url => URL.revokeObjectURL(url),
});

/**
 * The thumbnail of a photo while the component is there. `distance` orders the queue (for instance rows from the middle of
 * the view); photos that leave the screen before their turn are not fetched.
 */
export function useThumbnail(id: number, hash: string, distance = 0): Thumbnail {
  const named = shortHash(hash);
  const subscribe = useCallback(
    (listener: () => void) => loader.want(id, named, distance, listener),
    [id, named, distance],
  );
  return useSyncExternalStore(subscribe, () => loader.read(id, named));
}
