// What the decode workers can do, as whoever needs pixels sees it: requests to killable child processes, each limited in time and memory.
import type { PhotoNote, PhotoProblem, SkippedFile } from '../../shared/records/photo.ts';

/** RGB, height × width × 3, uint8, upright by EXIF, sRGB, alpha over mid-grey. */
export type Pixels = { readonly rgb: Uint8Array; readonly widthPx: number; readonly heightPx: number };

export type Probe =
  | {
      readonly kind: 'photo';
      readonly hash: string;
      readonly widthPx: number;
      readonly heightPx: number;
      readonly problem: PhotoProblem | null;
      /** EXIF orientation 1…8 that was applied. */
      readonly orientation: number;
      /** When it was taken, in milliseconds since 1970 without a time zone; null where it does not say. */
      readonly takenMs: number | null;
      /** Difference hash of the upright photo (near-hash.ts); null for damaged photos and where no thumbnail was asked for. */
      readonly nearHash: string | null;
      readonly note: PhotoNote | null;
    }
  | {
      readonly kind: 'skipped';
      readonly code: SkippedFile['code'];
      readonly details: Readonly<Record<string, string | number>>;
    };

/** Of the upright photo. */
export type PhotoSize = { readonly widthPx: number; readonly heightPx: number };

/** `quality` is JPEG's, 1…100. `isForScreen`: made for the moment, quickly rather than small. */
export type PictureForm = { readonly longPx: number; readonly quality: number; readonly isForScreen?: boolean };

/** All paths are absolute and come from the core's own scan or a grant, never from a page. */
export interface DecodePool {
  /** Content hash, upright size and whether the photo decodes fully; never rejects for a bad file. Also gives the thumbnail when asked, so that a file is read once. */
  probe(
    path: string,
    options: { readonly thumbnail: boolean },
  ): Promise<{ readonly probe: Probe; readonly thumbnailJpeg: Uint8Array | null }>;
  /** Upright sizes by the files' headers alone, in the order of the paths; null where a header does not say. */
  sizes(paths: readonly string[]): Promise<readonly (PhotoSize | null)[]>;
  /** JPEG of at most `longPx` on the longer side (never enlarged). Rejects with a photo-* AppError, or as `signal` says. */
  picture(path: string, form: PictureForm & { readonly signal?: AbortSignal }): Promise<Uint8Array>;
  /** One 512 px tile at full resolution, as JPEG; `column`, `row` from 0. Edge tiles are smaller. Rejects like `picture`. */
  tile(path: string, column: number, row: number, signal?: AbortSignal): Promise<Uint8Array>;
  /** Pixels for a model: shrink-on-load only while both sides stay at least twice `atLeastPx`. */
  pixels(path: string, options: { readonly atLeastPx: number }): Promise<Pixels & { readonly hash: string }>;
  /** RGB of a thumbnail squeezed to `lookPx` × `lookPx`: what photos are compared by. Rejects where it does not decode. */
  look(thumbnailJpeg: Uint8Array): Promise<Uint8Array>;
  /** Fewer or more workers; default min(cores, 4). */
  dispose(): Promise<void>;
}

/** Long side of thumbnails, pixels. */
export const thumbnailPx = 320;
export const tilePx = 512;
/** Sides of what photos are compared by. */
export const lookPx = 32;
