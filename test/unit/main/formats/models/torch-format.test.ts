// PyTorch's checkpoints as model files: weights by PyTorch's names, never guessed into another architecture.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readModel } from '../../../../../src/engine/graph.ts';
import type { Model } from '../../../../../src/engine/model.ts';
import type { ModelFile } from '../../../../../src/main/formats/models/model-file.ts';
import { readSafetensors } from '../../../../../src/main/formats/models/safetensors.ts';
import { torchFormat } from '../../../../../src/main/formats/models/torch-format.ts';
import { goldenJson } from '../../../../support/golden.ts';

const folder = path.resolve(import.meta.dirname, '../../../../fixtures/models/torch');
const fixture = (name: string): Uint8Array => readFileSync(path.join(folder, name));
const beside = (): Promise<Uint8Array> => Promise.reject(new Error('one file is enough'));
const read = (bytes: Uint8Array, like?: Model): Promise<ModelFile> =>
  torchFormat.read!({ name: 'x.pth', bytes, beside }, like);
const forms = ['old_format.pth', 'zip_format.pth', 'checkpoint_zip.pth'];

test.each(forms)('%s gives PyTorch’s names and no graph', async name => {
  const { model, weights } = await read(fixture(name));
  expect(model).toBeNull();
  const expected = readSafetensors(fixture('expected.safetensors'), 'expected');
  expect([...weights.keys()].sort()).toEqual([...expected.keys()].sort());
  expect(weights.get('fc.weight')).toEqual(expected.get('fc.weight'));
});

test('B20 a training checkpoint of DataParallel gives the network’s weights: no prefix, no optimizer, no best accuracy', async () => {
  const place = path.resolve(folder, '../../cases/B20-torch-dataparallel-checkpoint');
  const bytes = readFileSync(path.join(place, 'model_best.pth.tar'));
  const { expect: right } = JSON.parse(readFileSync(path.join(place, 'expected.json'), 'utf8')) as {
    expect: { tensors: Record<string, { shape: number[]; sum: number }> };
  };
  const { weights } = await torchFormat.read!({ name: 'model_best.pth.tar', bytes, beside });
  const found = [...weights].map(([name, { shape, data }]) => {
    const sum = Array.from(data, Number).reduce((total, value) => total + value, 0);
    return [name, { shape, sum: expect.closeTo(sum, 4) as number }];
  });
  expect(right.tensors).toEqual(Object.fromEntries(found));
});

test('for a Keras model they are refused, and the refusal says whose names they are', async () => {
  const model = readModel(goldenJson('files/tiny.json'));
  await expect(read(fixture('zip_format.pth'), model)).rejects.toMatchObject({
    code: 'model-invalid',
    details: {
      file: 'x.pth',
      reason: 'fields-wrong',
      detail: expect.stringMatching(/names of PyTorch belong to another architecture than tiny: \w+/) as string,
    },
  });
});

test('a checkpoint that holds code is refused as such, with or without a model', async () => {
  const model = readModel(goldenJson('files/tiny.json'));
  for (const like of [undefined, model])
    await expect(read(fixture('whole_module_zip.pth'), like)).rejects.toMatchObject({
      details: { reason: 'foreign-code' },
    });
});

test('NaN is refused with the name of its weight', async () => {
  const bytes = Uint8Array.from(fixture('old_format.pth'));
  const { weights } = await read(bytes);
  const [name, tensor] = [...weights].find(([, { dtype, data }]) => dtype === 'float32' && data.length > 4)!;
  // Wherever this value lies in the file, it becomes NaN.
  const wanted = Buffer.from(tensor.data.buffer, tensor.data.byteOffset, 4);
  const place = Buffer.from(bytes).indexOf(wanted);
  expect(place).toBeGreaterThan(0);
  bytes.set([0, 0, 0xc0, 0x7f], place);
  await expect(read(bytes)).rejects.toMatchObject({
    details: { reason: 'not-a-number', detail: expect.stringContaining(name) as string },
  });
});

describe('a checkpoint is known', () => {
  const nothing = new Uint8Array(0);
  test.each(['a.pth', 'a.pt', 'model_best.pth.tar', 'A.PTH'])('by its name %s', name => {
    expect(torchFormat.recognises({ name, bytes: nothing })).toBe(true);
  });

  test.each(forms)('by the first bytes of %s', name => {
    expect(torchFormat.recognises({ name: 'a.bin', bytes: fixture(name) })).toBe(true);
  });

  test('and nothing else is', () => {
    expect(torchFormat.recognises({ name: 'a.bin', bytes: nothing })).toBe(false);
    const keras = readFileSync(path.join(folder, '../../golden/files/multi.keras'));
    expect(torchFormat.recognises({ name: 'a.bin', bytes: keras })).toBe(false);
  });
});
