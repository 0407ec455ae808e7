// What a job may use of the process it runs in: decoded photos, a way to report, and the wish to stop. The job itself knows no process.
import type { FromEngine } from './api.ts';

/** RGB, height × width × 3, uint8, upright, with the SHA-256 of the file it came from. */
export type DecodedPhoto = {
  readonly rgb: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly hash: string;
};

export type JobContext = {
  /** Decodes in another process, so several may be asked for at once. Rejects with a photo-* AppError. */
  readonly pixels: (file: string, options: { readonly atLeastPx: number }) => Promise<DecodedPhoto>;
  /** Part of the feature-cache key: another decoder may give other pixels. */
  readonly decoderVersion: string;
  readonly report: (message: FromEngine) => void;
  /** True from the moment the person asked to stop and keep. */
  readonly isStopRequested: () => boolean;
};
