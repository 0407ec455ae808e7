// A folder of made photos in class folders, for browser tests: small, quick to make, easy to tell apart.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { madePhotoPng } from '../../src/main/training/made-photo.ts';
import { folderUntilExit } from './until-exit.ts';

export const madeKinds = ['bars', 'disc'] as const;

/** `<folder>/bars/1.png` and so on, `perClass` photos of each class. The folder goes with the process at the latest. */
export function makeClassFolders(perClass: number): { readonly folder: string; readonly files: readonly string[] } {
  const folder = folderUntilExit('fovea-e2e-photos-');
  const files: string[] = [];
  for (const kind of madeKinds) {
    mkdirSync(path.join(folder, kind));
    for (let number = 1; number <= perClass; number++) {
      const file = path.join(folder, kind, `${number}.png`);
      writeFileSync(file, madePhotoPng({ widthPx: 200, heightPx: 160, kind, seed: 100 * kind.length + number }));
      files.push(file);
    }
  }
  return { folder, files };
}
