// A folder of class folders as the photos of a train job, for tests and benchmarks that need no project around it.
import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { TrainJob } from '../../src/main/training/api.ts';

export type LabelledPhoto = TrainJob['train'][number];

const photoName = /\.(jpe?g|png|webp)$/i;

/** The photos of `<folder>/<class>/` with ids from `firstId`; equal files are one group. */
export async function photosOf(
  folder: string,
  classes: TrainJob['classes'],
  firstId: number,
): Promise<LabelledPhoto[]> {
  const groupOf = new Map<string, number>();
  const photos: LabelledPhoto[] = [];
  for (const { id: classId, name } of classes) {
    for (const file of (await readdir(path.join(folder, name))).filter(entry => photoName.test(entry)).sort()) {
      const place = path.join(folder, name, file);
      const hash = createHash('sha256')
        .update(await readFile(place))
        .digest('hex');
      const group = groupOf.get(hash) ?? groupOf.size + 1;
      groupOf.set(hash, group);
      photos.push({ id: firstId + photos.length, file: place, hash, classId, group });
    }
  }
  return photos;
}
