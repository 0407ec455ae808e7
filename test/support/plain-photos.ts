// Photos that a scan could have found: what programs of the campaigns make their projects of.
import type { ScannedPhoto } from '../../src/main/store/api.ts';

/** `0.jpg`, `1.jpg` … in one folder. */
export const plainPhotos = (count: number): ScannedPhoto[] =>
  Array.from({ length: count }, (_, place) => ({
    path: `${place}.jpg`,
    bytes: 1,
    modifiedMs: 1,
    folderClass: null,
    folderSplit: null,
  }));
