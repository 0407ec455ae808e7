// What the pool asks of a decode worker and what it answers: plain data that crosses a process. One request at a time.
import type { ErrorRecord } from '../../shared/errors.ts';
import type { PhotoSize, PictureForm, Pixels, Probe } from './api.ts';

export type DecodeRequest =
  | { readonly kind: 'probe'; readonly path: string; readonly thumbnail: boolean }
  /** Of many files at once: each is a moment's work. */
  | { readonly kind: 'sizes'; readonly paths: readonly string[] }
  | ({ readonly kind: 'picture'; readonly path: string } & PictureForm)
  | { readonly kind: 'tile'; readonly path: string; readonly column: number; readonly row: number }
  | { readonly kind: 'pixels'; readonly path: string; readonly atLeastPx: number }
  /** A thumbnail of ours, small enough to be compared with others. */
  | { readonly kind: 'look'; readonly jpeg: Uint8Array };

/** What each kind of request gives. */
export type DecodeResults = {
  readonly probe: { readonly probe: Probe; readonly thumbnailJpeg: Uint8Array | null };
  readonly sizes: readonly (PhotoSize | null)[];
  readonly picture: Uint8Array;
  readonly tile: Uint8Array;
  readonly pixels: Pixels & { readonly hash: string };
  readonly look: Uint8Array;
};
export type DecodeResult = DecodeResults[DecodeRequest['kind']];

/** `rssBytes`: memory that the worker holds, so that the pool replaces one that has grown. */
export type DecodeReply =
  | { readonly state: 'ready' }
  | { readonly state: 'done'; readonly result: DecodeResult; readonly rssBytes: number }
  | { readonly state: 'failed'; readonly error: ErrorRecord; readonly rssBytes: number };
