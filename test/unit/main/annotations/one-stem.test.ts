// Photos of one stem, of names that differ by case, and of one name in several folders keep their own annotations through every format of one
// file a photo: with their copies and without.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import type { KnownPhoto, OutgoingPhoto, PreparedPhoto } from '../../../../src/main/annotations/jobs.ts';
import { runReadJob } from '../../../../src/main/annotations/read-job.ts';
import { readLines } from '../../../../src/main/annotations/staging.ts';
import type { AnnotationExport } from '../../../../src/shared/records/annotation-export.ts';
import { datasetFolder, madeClasses, said } from '../../../support/dataset-trips.ts';
import { writtenExport } from '../../../support/written-export.ts';

/** As the store gives them: by path. `t.webp` is stored on its side, so that its upright copy becomes a PNG. */
const names = [
  'Sub/x.jpg',
  'X.JPG',
  'sub/x.jpg',
  'sub/x.png',
  't.webp',
  't.webp.jpg',
  't.webp.png',
  'x.jpg',
  'x.webp',
  'x.webp.jpg',
];
const sizeOf = (place: number) => ({ widthPx: 40 + 4 * place, heightPx: 30 + 4 * place });
const classes = madeClasses(...names.map((_, place) => `class ${place}`));

async function madePhotos(): Promise<{
  readonly outgoing: readonly OutgoingPhoto[];
  readonly known: readonly KnownPhoto[];
}> {
  const folder = await datasetFolder();
  const outgoing: OutgoingPhoto[] = [];
  for (const [place, name] of names.entries()) {
    const { widthPx, heightPx } = sizeOf(place);
    const orientation = name === 't.webp' ? 6 : 1;
    const [width, height] = orientation === 6 ? [heightPx, widthPx] : [widthPx, heightPx];
    const made = sharp({ create: { width, height, channels: 3, background: { r: 20 * place, g: 90, b: 200 } } });
    const kind = name.endsWith('.webp') ? 'webp' : name.endsWith('.png') ? 'png' : 'jpeg';
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, await made.withMetadata({ orientation }).toFormat(kind).toBuffer());
    // In the far corner, which no smaller photo has.
    const box = { x: widthPx - 12, y: heightPx - 9, width: 12, height: 9 };
    const annotations = [said({ kind: 'box', box }, place)];
    outgoing.push({ photo: { path: name, ...sizeOf(place), split: null }, annotations, file, orientation });
  }
  const known = outgoing.map(({ photo: { path: name, widthPx, heightPx }, file, orientation }, at) => ({
    ...{ id: at + 1, path: name, file: file!, hash: String(at), widthPx, heightPx, orientation },
  }));
  return { outgoing, known };
}

async function readAgain(chosen: string, format: AnnotationExport['format'], known: readonly KnownPhoto[]) {
  const staging = await datasetFolder();
  const places = { staging, owner: process.pid, known, lookIn: [], keepUnfound: false };
  const read = await runReadJob({ kind: 'read', chosen, format, answers: {}, ...places }, () => undefined);
  const photos: PreparedPhoto[] = [];
  for await (const photo of readLines<PreparedPhoto>(read.lines)) photos.push(photo);
  return photos.flatMap(({ target, annotations, widthPx }) =>
    annotations.map(({ c }) => ({
      class: read.classes[c],
      widthPx,
      photo:
        target.kind === 'known'
          ? names[target.id - 1]
          : target.kind === 'file'
            ? path.relative(chosen, target.file)
            : '',
    })),
  );
}

const formats = ['yolo', 'voc', 'labelme', 'x-anylabeling', 'createml', 'masks', 'coco', 'csv'] as const;

describe.each(formats)('%s', format => {
  test('without copies every photo of the project gets its own back', async () => {
    const { outgoing, known } = await madePhotos();
    const { folder, result } = await writtenExport({ format, photos: 'none', frame: 'upright' }, classes, outgoing);
    expect(result.readAgain.annotations[format === 'masks' ? 'mask' : 'box']).toBe(names.length);
    const again = await readAgain(folder, format, known);
    expect(again.map(one => `${one.photo}: ${one.class}`).toSorted()).toEqual(
      names.map((name, place) => `${name}: class ${place}`).toSorted(),
    );
  });

  test('with copies no file lies over another, on no system, and new names are said', async () => {
    const { outgoing } = await madePhotos();
    const { folder, result } = await writtenExport({ format, photos: 'copy', frame: 'upright' }, classes, outgoing);
    const manifest = JSON.parse(await readFile(path.join(folder, 'manifest.json'), 'utf8')) as {
      files: { path: string }[];
    };
    const files = manifest.files.map(file => file.path.normalize('NFC').toLowerCase());
    expect(new Set(files).size).toBe(files.length);
    const said = result.notes.find(({ code }) => code === 'out-name-changed');
    expect(said?.count).toBeGreaterThanOrEqual(2);
    const again = await readAgain(folder, format, []);
    // Each class is met on the photo of its own size.
    expect(again.map(one => `${one.widthPx}: ${one.class}`).toSorted()).toEqual(
      names.map((_, place) => `${sizeOf(place).widthPx}: class ${place}`).toSorted(),
    );
    expect(new Set(again.map(one => one.photo)).size).toBe(names.length);
  });
});
