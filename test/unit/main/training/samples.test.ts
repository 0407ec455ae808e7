// Records of a run on disk, and the batches a trainer reads of them.
import { readdir, truncate } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { float32ToFloat16 } from '../../../../src/engine/float16.ts';
import { openRecordFile, recordsFolderOf } from '../../../../src/main/training/record-file.ts';
import { boundarySamples, pixelSamples } from '../../../../src/main/training/samples.ts';
import { preprocessingKinds } from '../../../../src/shared/records/preprocessing.ts';
import { temporaryFolder } from '../../../support/made-photos.ts';

const halves = (...values: number[]): Uint16Array => float32ToFloat16(Float32Array.from(values));

test('records come back by place, whole or in part, and nothing of them is left behind', async () => {
  const cache = await temporaryFolder();
  const file = openRecordFile(cache, 4);
  file.write(2, Uint8Array.of(5, 6, 7, 8));
  file.write(0, Uint8Array.of(1, 2, 3, 4));
  expect([...file.read(2, 0, 4)]).toEqual([5, 6, 7, 8]);
  expect([...file.read(0, 1, 2)]).toEqual([2, 3]);
  expect(await readdir(recordsFolderOf(cache))).toHaveLength(1);
  file.dispose();
  expect(await readdir(recordsFolderOf(cache))).toEqual([]);
});

test('a file that became shorter is noticed, not read as zeros', async () => {
  const cache = await temporaryFolder();
  const file = openRecordFile(cache, 4);
  file.write(0, Uint8Array.of(1, 2, 3, 4));
  const [name] = await readdir(recordsFolderOf(cache));
  await truncate(path.join(recordsFolderOf(cache), name!), 2);
  expect(() => file.read(0, 0, 4)).toThrow(/disk-failed.*shorter/);
  file.dispose();
});

test('each epoch sees another variant of a photo, tries see the photo itself, values stand in their inputs', async () => {
  const file = openRecordFile(await temporaryFolder(), 12);
  const records = [
    [1, 2, 3, 4, 5, 6],
    [-1, -2, -3, -4, -5, -6],
    [10, 20, 30, 40, 50, 60],
  ];
  records.forEach((record, place) => file.write(place, halves(...record)));
  const variants = [[0, 1], [2]];
  const samples = boundarySamples({ file, variants, shapes: [[1, 2], [3]], from: 0 });
  const [first, second] = samples.inputs([1, 0], 0);
  expect([first!.shape, [...first!.data]]).toEqual([
    [2, 1, 2],
    [10, 20, 1, 2],
  ]);
  expect([...second!.data]).toEqual([30, 40, 50, 3, 4, 5]);
  expect([...samples.inputs([0], 1)[0]!.data]).toEqual([-1, -2]);
  expect([...samples.inputs([0], null)[0]!.data]).toEqual([1, 2]);
  const behind = boundarySamples({ file, variants, shapes: [[1]], from: 5 });
  expect([...behind.inputs([0, 1], 2)[0]!.data]).toEqual([6, 60]);
  file.dispose();
});

test('pixels are normalised, changed anew in every epoch by the seed, and tried as they are', async () => {
  const sides = { heightPx: 8, widthPx: 8 };
  const file = openRecordFile(await temporaryFolder(), 8 * 8 * 3);
  const rgb = Uint8Array.from({ length: 192 }, (_, at) => (at * 37) % 256);
  file.write(0, rgb);
  const preprocessing = { ...preprocessingKinds.caffe, ...sides };
  const options = { file, places: [0], preprocessing, augmentation: ['turn', 'light'], seed: 4 } as const;
  const samples = pixelSamples(options);
  const tried = samples.inputs([0], null)[0]!;
  expect(tried.shape).toEqual([1, 8, 8, 3]);
  expect(tried.data[0]).toBeCloseTo(rgb[2]! - 103.939, 4); // blue first
  expect(samples.inputs([0], 0)[0]!.data).not.toEqual(tried.data);
  expect(samples.inputs([0], 0)[0]!.data).not.toEqual(samples.inputs([0], 1)[0]!.data);
  expect(samples.inputs([0], 3)[0]!.data).toEqual(pixelSamples(options).inputs([0], 3)[0]!.data);
  file.dispose();
});
