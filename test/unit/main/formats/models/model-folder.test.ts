import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  readModelFolder,
  readModelHead,
  withBackbone,
  writeModelFolder,
} from '../../../../../src/main/formats/models/model-folder.ts';
import type { TrainedModel } from '../../../../../src/main/formats/models/model-folder.ts';

let place: string;
beforeEach(() => void (place = mkdtempSync(path.join(tmpdir(), 'fovea-model-'))));
afterEach(() => rmSync(place, { recursive: true, force: true }));

const backbone = { name: 'efficientnet-lite0', sha256: 'a'.repeat(64) };
const model: TrainedModel = {
  task: 'classification',
  graph: { class_name: 'Functional', config: { layers: [] } },
  backbone,
  preprocessing: { heightPx: 224, widthPx: 224, mean: [127, 127, 127], std: [128, 128, 128], order: 'rgb' },
  classes: [
    { id: 'c1', name: '개미 / "ant"' },
    { id: 'c2', name: 'bee' },
  ],
  created: '2026-11-25T00:00:00.000Z',
  weights: new Map([['head/kernel', { dtype: 'float32', shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) }]]),
  card: { score: 0.94, trainedOn: '244 photos' },
};

const asRead = { ...model, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string };

test('what is written is read back, also after the folder was moved', async () => {
  await writeModelFolder(path.join(place, 'model'), model);
  renameSync(path.join(place, 'model'), path.join(place, 'elsewhere'));
  expect(await readModelFolder(path.join(place, 'elsewhere'))).toEqual(asRead);
  expect(readdirSync(place)).toEqual(['elsewhere']);
});

test('a model that exists is never replaced', async () => {
  const folder = path.join(place, 'model');
  await writeModelFolder(folder, model);
  await expect(writeModelFolder(folder, { ...model, card: {} })).rejects.toMatchObject({ code: 'conflict' });
  expect(await readModelFolder(folder)).toEqual(asRead);
});

test('a write that fails leaves nothing behind and says which file', async () => {
  writeFileSync(path.join(place, 'file'), '');
  await expect(writeModelFolder(path.join(place, 'file', 'model'), model)).rejects.toMatchObject({
    code: 'disk-failed',
  });
  expect(readdirSync(place)).toEqual(['file']);
});

test('weights that are not numbers are refused before anything is written', async () => {
  const weights = new Map([['head/kernel', { dtype: 'float32' as const, shape: [1], data: Float32Array.of(NaN) }]]);
  await expect(writeModelFolder(path.join(place, 'm'), { ...model, weights })).rejects.toMatchObject({
    code: 'model-invalid',
    details: { reason: 'not-a-number' },
  });
  expect(existsSync(path.join(place, 'm'))).toBe(false);
});

test('a starting point names no classes, and what it says of itself is read without its weights', async () => {
  const folder = path.join(place, 'features');
  await writeModelFolder(folder, { ...model, task: 'features', classes: [] });
  const { weights: _, ...head } = { ...model, task: 'features', classes: [] };
  expect(await readModelHead(folder)).toEqual(head);
  rmSync(path.join(folder, 'weights.safetensors'));
  expect(await readModelHead(folder)).toEqual(head);
  await expect(writeModelFolder(path.join(place, 'b'), { ...model, task: 'features' })).rejects.toMatchObject({
    details: { reason: 'fields-wrong' },
  });
  await expect(writeModelFolder(path.join(place, 'c'), { ...model, classes: [] })).rejects.toMatchObject({
    details: { reason: 'fields-wrong' },
  });
});

describe('a folder that was touched', () => {
  test.each(['weights.safetensors', 'card.json', 'model.json'])('a missing %s is a missing model', async name => {
    await writeModelFolder(path.join(place, 'm'), model);
    rmSync(path.join(place, 'm', name));
    await expect(readModelFolder(path.join(place, 'm'))).rejects.toMatchObject({ code: 'model-missing' });
  });

  test.each(['weights.safetensors', 'card.json', 'model.json'])(
    'one flipped bit anywhere in %s is noticed',
    async name => {
      await writeModelFolder(path.join(place, 'm'), model);
      const file = path.join(place, 'm', name);
      const good = readFileSync(file);
      // Every byte of the small files; white space of model.json carries nothing, so it is left alone.
      for (let at = 0; at < good.length; at++) {
        if (name === 'model.json' && /\s/.test(String.fromCharCode(good[at]!))) continue;
        const bad = Buffer.from(good);
        bad[at]! ^= 4;
        writeFileSync(file, bad);
        await expect(readModelFolder(path.join(place, 'm')), `byte ${at}`).rejects.toMatchObject({
          code: expect.stringMatching(/^model-(damaged|invalid)$/) as string,
        });
      }
    },
  );

  test.each([
    ['version', { version: 2 }, 'newer-version'],
    ['format', { format: 'other' }, 'not-this-format'],
    ['classes', { classes: [] }, 'fields-wrong'],
    ['classes', { classes: [{ id: 'a', name: 'a' }, { id: 'a', name: 'b' }] }, 'fields-wrong'], // prettier-ignore
    ['preprocessing', { preprocessing: { ...model.preprocessing, std: [0, 1, 1] } }, 'fields-wrong'],
    ['graph', { graph: JSON.parse(`${'{"a":'.repeat(500)}1${'}'.repeat(500)}`) as object }, 'fields-wrong'],
  ])('a wrong %s is refused with its reason', async (_, change, reason) => {
    await writeModelFolder(path.join(place, 'm'), model);
    const file = path.join(place, 'm', 'model.json');
    writeFileSync(file, JSON.stringify({ ...(JSON.parse(readFileSync(file, 'utf8')) as object), ...change }));
    await expect(readModelFolder(path.join(place, 'm'))).rejects.toMatchObject({
      code: 'model-invalid',
      details: { reason },
    });
  });
});

describe('head and backbone', () => {
  const weights = new Map([['stem_conv/kernel', { dtype: 'float32' as const, shape: [1], data: Float32Array.of(1) }]]);
  test('together they are all the weights of the network', () => {
    expect([...withBackbone(model, { ...backbone, weights }, 'm').keys()]).toEqual(['stem_conv/kernel', 'head/kernel']);
  });
  test('another backbone than the one it was trained on is refused', () => {
    const other = { ...backbone, sha256: 'b'.repeat(64), weights };
    expect(() => withBackbone(model, other, 'm')).toThrow(/backbone-differs/);
  });
});
