// Files of every format with bytes changed, cut and doubled: what comes out is refused by an error with a reason, or can be stored.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { AppError } from '../../../../../src/shared/errors.ts';
import { mulberry32 } from '../../../../../src/shared/random.ts';
import { attributes as attributesSchema, shape as shapeSchema } from '../../../../../src/shared/records/shape.ts';
import { datasetReaders, datasetWriters, recogniseDataset } from '../../../../../src/main/formats/datasets/index.ts';
import { maskOfBitmap } from '../../../../../src/main/formats/datasets/masks.ts';
import { writePng } from '../../../../../src/main/formats/datasets/png-write.ts';
import { openSourceFolder } from '../../../../../src/main/formats/datasets/source-folder.ts';
import { datasetFormatIds } from '../../../../../src/shared/records/dataset-format.ts';
import {
  goldenBox,
  madeClasses,
  madePhoto,
  noteCounts,
  readFolder,
  said,
  written,
} from '../../../../support/dataset-trips.ts';

const classes = madeClasses('ant', 'bee');
const rgb = new Uint8Array(15_000).map((_, at) => (at * 31) & 255);
const png = writePng({ widthPx: 100, heightPx: 50, values: rgb, kind: 'rgb' });
const bitmap = new Uint8Array(5000).fill(1, 500, 1234);
const photos = ['a.png', 'b.png'].map((name, place) =>
  madePhoto(
    name,
    [
      said(goldenBox, place, { difficult: true, group_id: 3 }),
      said({ kind: 'rotated-box', rotatedBox: { centreX: 50, centreY: 25, width: 20, height: 10, angle: 30 } }),
      said(
        {
          kind: 'polygon',
          polygon: [
            [1, 1, 9, 1, 5, 8],
            [20, 20, 30, 20, 25, 30],
          ],
        },
        1,
      ),
      said({ kind: 'mask', mask: maskOfBitmap(bitmap, { widthPx: 100, heightPx: 50 }) }),
      said({ kind: 'point', point: { x: 3, y: 4 } }),
      said({ kind: 'label' }, place),
    ],
    { split: place === 0 ? 'train' : 'validation' },
  ),
);
const rounds = Number(process.env['FOVEA_FUZZ_ROUNDS'] ?? 40);

/** Some bytes changed, a piece cut out, doubled, or the end cut off; digits become larger numbers now and then. */
function spoilt(bytes: Buffer, random: () => number): Buffer {
  const at = () => Math.floor(random() * bytes.byteLength);
  const kind = random();
  if (kind < 0.1) return bytes.subarray(0, at());
  if (kind < 0.25) return Buffer.concat([bytes.subarray(0, at()), bytes.subarray(at())]);
  const changed = Buffer.from(bytes);
  for (let n = 0; n < 1 + random() * 5; n++) {
    const place = at();
    const isDigit = changed[place]! >= 48 && changed[place]! <= 57;
    changed[place] =
      isDigit && random() < 0.7 ? '0123456789-.e'.charCodeAt(Math.floor(random() * 13)) : Math.floor(random() * 256);
  }
  return changed;
}

test.each(datasetFormatIds)(
  '%s: spoilt files give what can be stored, or an error with a reason',
  { timeout: 60_000 + 1_000 * rounds },
  async id => {
    const folder = await written(
      datasetWriters[id],
      { classes, photos },
      {
        photoBytes: () => Promise.resolve({ bytes: png, format: 'png' }),
        photoRgb: () => Promise.resolve(rgb),
      },
    );
    const { files } = await openSourceFolder(folder);
    const random = mulberry32(7);
    let refused = 0;
    for (let round = 0; round < rounds; round++) {
      const { path: name } = files[Math.floor(random() * files.length)]!;
      const file = path.join(folder, name);
      const before = await readFile(file);
      await writeFile(file, spoilt(before, random));
      try {
        await recogniseDataset(await openSourceFolder(folder));
        const read = await readFolder(datasetReaders[id], folder);
        noteCounts(read.notes);
        for (const photo of read.photos) {
          expect(photo.widthPx >= 0 && photo.heightPx >= 0).toBe(true);
          for (const { classPlace, shape, attributes } of photo.annotations) {
            expect(read.classes[classPlace]?.name.trim().length).toBeGreaterThan(0);
            if (shape !== null) expect(shapeSchema.safeParse(shape).error).toBe(undefined);
            expect(attributesSchema.safeParse(attributes).error).toBe(undefined);
          }
          await photo.pixels?.bytes();
        }
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        expect(error.details['reason']).toBeTruthy();
        refused++;
      }
      await writeFile(file, before);
    }
    expect(refused).toBeLessThan(rounds);
  },
);
