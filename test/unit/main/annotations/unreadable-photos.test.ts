// Photos that cannot be read cost an export themselves and nothing else, and are counted and named.
import { readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import type { OutgoingPhoto } from '../../../../src/main/annotations/jobs.ts';
import { noteText } from '../../../../src/shared/messages.ts';
import type { AnnotationExport } from '../../../../src/shared/records/annotation-export.ts';
import type { DatasetNote } from '../../../../src/shared/records/dataset-format.ts';
import { datasetFolder, goldenBox, madeClasses, said } from '../../../support/dataset-trips.ts';
import { writtenExport } from '../../../support/written-export.ts';

const classes = madeClasses('odd', 'even');

/** Photos of 40 × 30, each with a label and a box. */
async function madePhotos(names: readonly string[], orientation = 1): Promise<readonly OutgoingPhoto[]> {
  const folder = await datasetFolder();
  const photos: OutgoingPhoto[] = [];
  for (const [place, name] of names.entries()) {
    const [width, height] = orientation > 4 ? [30, 40] : [40, 30];
    const made = sharp({ create: { width, height, channels: 3, background: { r: 40 * place, g: 90, b: 9 } } });
    const file = path.join(folder, name);
    const kind = name.endsWith('.webp') ? 'webp' : 'jpeg';
    await writeFile(file, await made.withMetadata({ orientation }).toFormat(kind).toBuffer());
    const photo = { path: name, widthPx: 40, heightPx: 30, split: null };
    const annotations = [said({ kind: 'label' }, place % 2), said(goldenBox, place % 2)];
    photos.push({ photo, annotations, file, orientation });
  }
  return photos;
}

const exported = (wish: AnnotationExport, photos: readonly OutgoingPhoto[]) => writtenExport(wish, classes, photos);

const noteOf = (notes: readonly DatasetNote[], code: string) => notes.find(note => note.code === code);

test.each(['idx', 'class-folders', 'tfrecord'] as const)('%s is written without them', async format => {
  // WebP: formats that keep JPEG and PNG as they are have to make these anew.
  const photos = await madePhotos(['1.webp', '2.webp', '3.webp', '4.webp', '5.webp']);
  await truncate(photos[0]!.file!, 60);
  await truncate(photos[3]!.file!, 60);
  const { folder, result } = await exported({ format, photos: 'none', frame: 'upright' }, photos);
  const note = noteOf(result.notes, 'photo-not-written')!;
  expect(note).toMatchObject({ count: 2, examples: ['1.webp', '4.webp'] });
  expect(noteText('en', note)).toBe(
    '2 photos left out: the format holds the photos themselves, and these cannot be read',
  );
  expect(noteText('ko', note)).toContain('2장');
  expect(result.photos).toBe(3);
  expect(result.annotations).toMatchObject({ label: 3 });
  const manifest = JSON.parse(await readFile(path.join(folder, 'manifest.json'), 'utf8')) as {
    files: { path: string }[];
  };
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  expect(files.filter(file => file.isFile())).toHaveLength(manifest.files.length + 1);
  if (format === 'idx') expect((await readFile(path.join(folder, 'all-images-idx3-ubyte'))).readUInt32BE(4)).toBe(3);
});

test('a photo that has another size than the project knows is none of the pictures of IDX; none is left, none is written', async () => {
  const photos = await madePhotos(['1.jpg', '2.jpg']);
  await sharp({ create: { width: 20, height: 20, channels: 3, background: 'red' } })
    .jpeg()
    .toFile(photos[0]!.file!);
  const wish = { format: 'idx', photos: 'none', frame: 'upright' } as const;
  const { result } = await exported(wish, photos);
  expect(noteOf(result.notes, 'photo-not-written')).toMatchObject({ count: 1, examples: ['1.jpg'] });
  const [first] = photos;
  const { folder, result: nothing } = await exported(wish, [first!]);
  expect(nothing).toMatchObject({ photos: 0, annotations: { label: 0 } });
  expect((await readdir(folder)).toSorted()).toEqual(['classes.txt', 'manifest.json']);
});

test('IDX holds upright pictures, also where boxes are asked for as photos are stored', async () => {
  const photos = await madePhotos(['1.jpg', '2.jpg'], 6);
  const { folder, result } = await exported({ format: 'idx', photos: 'none', frame: 'stored' }, photos);
  expect(result.annotations).toMatchObject({ label: 2 });
  const images = await readFile(path.join(folder, 'all-images-idx3-ubyte'));
  expect([images.readUInt32BE(8), images.readUInt32BE(12)]).toEqual([30, 40]);
});

test('copies upright: what cannot be turned is not copied, its boxes go out, and both are said', async () => {
  const photos = await madePhotos(['a.jpg', 'b.jpg'], 6);
  await truncate(photos[1]!.file!, 60);
  const { folder, result } = await exported({ format: 'yolo', photos: 'copy', frame: 'upright' }, photos);
  expect(await readdir(path.join(folder, 'images'))).toEqual(['a.jpg']);
  expect((await readdir(path.join(folder, 'labels'))).toSorted()).toEqual(['a.txt', 'b.txt']);
  expect(noteOf(result.notes, 'photo-not-copied')).toMatchObject({ count: 1, examples: ['b.jpg'] });
  expect(noteOf(result.notes, 'photo-baked')).toMatchObject({ count: 1, examples: ['a.jpg'] });
});
