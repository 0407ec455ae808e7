// Files of annotations that were cut or damaged on their way: known by their beginning all the same, and what is said names the file, the
// place and what to do.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../../../src/shared/errors.ts';
import { errorText, noteText } from '../../../../src/shared/messages.ts';
import type { DatasetFormatId } from '../../../../src/shared/records/dataset-format.ts';
import { runReadJob } from '../../../../src/main/annotations/read-job.ts';
import { datasetWriters } from '../../../../src/main/formats/datasets/index.ts';
import { writePng } from '../../../../src/main/formats/datasets/png-write.ts';
import { datasetFolder, goldenBox, madeClasses, madePhoto, said, written } from '../../../support/dataset-trips.ts';
import { madeTar } from '../../../support/made-archives.ts';

const png = writePng({ widthPx: 100, heightPx: 50, values: new Uint8Array(15_000), kind: 'rgb' });
const rotated = { centreX: 50, centreY: 25, width: 20, height: 10, angle: 30 };
const dataset = {
  classes: madeClasses('ant', 'bee'),
  photos: Array.from({ length: 12 }, (_, place) =>
    madePhoto(`${place}.png`, [
      said(goldenBox, place % 2),
      said({ kind: 'rotated-box', rotatedBox: rotated }, place % 2),
      said({ kind: 'label' }, place % 2),
    ]),
  ),
};
const folderOf = (id: DatasetFormatId): Promise<string> =>
  written(datasetWriters[id], dataset, {
    photoBytes: () => Promise.resolve({ bytes: png, format: 'png' }),
    photoRgb: () => Promise.resolve(new Uint8Array(15_000)),
  });

/** What a person reads of an attempt to import it, and the format that was found; '' where nothing is said. */
async function saidOf(
  chosen: string,
): Promise<{ readonly format: string; readonly text: string; readonly photos: number }> {
  const staging = await datasetFolder();
  const places = { staging, owner: process.pid, known: [], lookIn: [], keepUnfound: true };
  try {
    const read = await runReadJob({ kind: 'read', chosen, format: null, answers: {}, ...places }, () => undefined);
    const notes = read.notes.filter(({ code }) => code.startsWith('file-'));
    const photos = (await readFile(read.lines, 'utf8')).split('\n').length - 1;
    const text = notes.map(note => `${noteText('en', note)} ${note.examples.join(' ')}`).join('; ');
    return { format: read.format, text, photos };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    expect(errorText('ko', error)).not.toMatch(/[{}]|dataset-|archive-/);
    return { format: error.code, text: errorText('en', error), photos: 0 };
  }
}

async function cut(file: string, part: number): Promise<void> {
  const bytes = await readFile(file);
  await writeFile(file, bytes.subarray(0, Math.floor(bytes.byteLength * part)));
}

const parts = [0.25, 0.5, 0.75, 0.98];
const cases: readonly (readonly [DatasetFormatId, string])[] = [
  ['coco', 'annotations.json'],
  ['createml', 'annotations.json'],
  ['label-studio', 'tasks.json'],
  ['labelme', '3.json'],
  ['x-anylabeling', '3.json'],
  ['voc', 'Annotations/3.xml'],
];

describe('the only file, cut', () => {
  test.each(cases)('%s says the file, the line and the byte, and to get it again', async (id, name) => {
    const whole = await readFile(path.join(await folderOf(id), name));
    for (const part of parts) {
      const length = Math.floor(whole.byteLength * part);
      const file = path.join(
        await datasetFolder({ [path.basename(name)]: whole.subarray(0, length) }),
        path.basename(name),
      );
      const { format, text, photos } = await saidOf(file);
      expect([id, 'dataset-damaged'], `${part}: ${text}`).toContain(format);
      expect(text).toContain(path.basename(name));
      expect(text).toMatch(new RegExp(`byte ${length}\\b`.replace(/\d(?=(?:\d{3})+\\b)/g, '$&,?')));
      expect(text).toContain('line ');
      expect(text).toContain('get it again');
      // Lists of photos are read up to the place; what belongs together in one object is not.
      if (id === 'createml' || id === 'label-studio') expect(photos).toBeGreaterThan(1);
      else expect(photos).toBe(0);
    }
  });

  test('of TFRecord is read up to its last whole record; of one that ends in the first nothing is', async () => {
    const folder = await folderOf('tfrecord');
    const name = (await readdir(folder)).find(one => /record/.test(one))!;
    await cut(path.join(folder, name), 0.5);
    const half = await saidOf(folder);
    expect(half.format).toBe('tfrecord');
    expect(half.photos).toBeGreaterThan(3);
    expect(half.text).toMatch(/read up to a place only.*get it again.*byte \d+/);
    await cut(path.join(folder, name), 0.01);
    const alone = await saidOf(path.join(folder, name));
    expect(alone).toMatchObject({ format: 'dataset-damaged' });
    expect(alone.text).toMatch(/byte 0.*get it again/);
  });

  test('of IDX, plain and packed, is refused by its sizes', async () => {
    const folder = await folderOf('idx');
    const images = await readFile(path.join(folder, 'all-images-idx3-ubyte'));
    for (const [name, bytes] of [
      ['all-images-idx3-ubyte', images.subarray(0, 1_000)],
      ['all-images-idx3-ubyte.gz', gzipSync(images).subarray(0, -40)],
    ] as const) {
      const { format, text } = await saidOf(path.join(await datasetFolder({ [name]: bytes }), name));
      expect(format).toBe('dataset-damaged');
      expect(text).toContain(`${name}, byte ${bytes.byteLength}`);
      expect(text).toContain('get it again');
    }
  });

  test('of YOLO is its data.yaml: the boxes come with numbers for classes, and the place is said', async () => {
    const folder = await folderOf('yolo');
    await writeFile(path.join(folder, 'data.yaml'), 'train: train.txt\nnames:\n  0: "an');
    const { format, text } = await saidOf(folder);
    expect(format).toBe('yolo');
    expect(text).toMatch(/data\.yaml, line 3, byte \d+/);
  });

  test('archive is refused as one that is cut, also where not even its first entry came', async () => {
    const tar = gzipSync(madeTar([{ name: 'a.txt', content: 'x'.repeat(5_000) }]));
    for (const [name, bytes] of [
      ['a.tar.gz', tar.subarray(0, tar.byteLength - 12)],
      ['a.tgz', tar.subarray(0, 30)],
      ['a.zip', Buffer.from('PK\x03\x04 and no end', 'latin1')],
    ] as const) {
      const { format, text } = await saidOf(path.join(await datasetFolder({ [name]: bytes }), name));
      expect([name, format]).toEqual([name, 'archive-refused']);
      expect(text).toMatch(new RegExp(`${name}.*its end is missing`));
    }
  });
});

test.each(cases.slice(3))(
  '%s: one cut file among others costs itself and is named with its place',
  async (id, name) => {
    const folder = await folderOf(id);
    await cut(path.join(folder, name), 0.6);
    const { format, text, photos } = await saidOf(folder);
    expect(format).toBe(id);
    expect(photos).toBe(11);
    expect(text).toMatch(new RegExp(`^1 file cannot be read:.*get it again ${name}, line \\d+, byte \\d+$`));
  },
);

test('a sign that no JSON has is named by its line; labelme’s file is known all the same', async () => {
  const file = path.join(await folderOf('labelme'), '3.json');
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace('"imagePath":', '"imagePath" ='));
  const line = text.slice(0, text.indexOf('"imagePath":')).split('\n').length;
  const one = await saidOf(file);
  expect(one.format).toBe('dataset-damaged');
  expect(one.text).toContain(`3.json, line ${line}, byte`);
});

test('a Label Studio file of more than 4 MB is known by its beginning, whole and cut', async () => {
  const task = (id: number): string =>
    JSON.stringify({
      id,
      annotations: [{ id, result: [{ type: 'choices', from_name: 'c', to_name: 'i', value: { choices: ['ant'] } }] }],
      meta: 'x'.repeat(1_000),
      data: { image: `/data/${id}.jpg` },
    });
  const text = `[${Array.from({ length: 4_500 }, (_, id) => task(id)).join(',\n')}]`;
  const whole = await saidOf(path.join(await datasetFolder({ 'large.json': text }), 'large.json'));
  expect(whole).toEqual({ format: 'label-studio', text: '', photos: 4_500 });
  const half = await saidOf(path.join(await datasetFolder({ 'large.json': text.slice(0, -1_500_000) }), 'large.json'));
  expect(half.format).toBe('label-studio');
  expect(half.photos).toBeGreaterThan(3_000);
});
