// A folder of made photos for the end-to-end tests, flat or in class folders.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { madePhotoPng } from '../../src/main/training/made-photo.ts';
import { folderUntilExit } from './until-exit.ts';

/** `photo 01.png` … in a new temporary folder; their sizes differ. It goes with the process at the latest. */
export function makePhotoFolder(count: number): string {
  const folder = folderUntilExit('fovea-photos-');
  for (let place = 1; place <= count; place++) {
    const kind = place % 2 === 0 ? 'disc' : 'bars';
    const bytes = madePhotoPng({ widthPx: 300 + 10 * (place % 5), heightPx: 240, kind, seed: place });
    writeFileSync(path.join(folder, `photo ${String(place).padStart(2, '0')}.png`), bytes);
  }
  return folder;
}

/** Fills `folder` with `<class>/photo 1.png` …, `perClass` photos in each of the folders "bars" and "disc". */
export function fillClassFolders(folder: string, perClass: number): void {
  for (const [at, kind] of (['bars', 'disc'] as const).entries()) {
    mkdirSync(path.join(folder, kind), { recursive: true });
    for (let place = 1; place <= perClass; place++) {
      const bytes = madePhotoPng({ widthPx: 320, heightPx: 240, kind, seed: 100 * at + place });
      writeFileSync(path.join(folder, kind, `photo ${place}.png`), bytes);
    }
  }
}
