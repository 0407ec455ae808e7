import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { readSafetensors } from '../../../../../src/main/formats/models/safetensors.ts';
import { readTorchCheckpoint } from '../../../../../src/main/formats/models/torch-checkpoint.ts';
import { AppError } from '../../../../../src/shared/errors.ts';
import { mulberry32 } from '../../../../../src/shared/random.ts';

const folder = path.resolve(import.meta.dirname, '../../../../fixtures/models/torch');
const fixture = (name: string): Uint8Array => readFileSync(path.join(folder, name));

function refusal(bytes: Uint8Array): AppError | null {
  try {
    readTorchCheckpoint(bytes, 'x.pth');
    return null;
  } catch (error) {
    if (error instanceof AppError && error.code === 'model-invalid') return error;
    throw error;
  }
}

describe.each(['old_format.pth', 'zip_format.pth', 'checkpoint_zip.pth'])('%s', name => {
  test('holds what PyTorch says it holds: strides, shared storages, bfloat16, empty and scalar tensors', () => {
    const expected = readSafetensors(fixture('expected.safetensors'), 'expected');
    const tensors = readTorchCheckpoint(fixture(name), name);
    expect([...tensors.keys()].sort()).toEqual([...expected.keys()].sort());
    // NumPy, which wrote the expected file, has made shape [] into [1].
    const scalars = ['scalar', 'bn.num_batches_tracked'];
    for (const [key, tensor] of expected) {
      expect(tensors.get(key), key).toEqual(scalars.includes(key) ? { ...tensor, shape: [] } : tensor);
    }
  });
});

test('B20: the prefix of DataParallel and the optimizer around the weights are taken off', () => {
  const { expect: wanted } = JSON.parse(fixture('B20.json').toString()) as {
    expect: { tensors: Record<string, { shape: number[]; sum: number }> };
  };
  const tensors = readTorchCheckpoint(fixture('model_best.pth.tar'), 'model_best.pth.tar');
  expect(Object.keys(wanted.tensors).length).toBeGreaterThan(5);
  for (const [name, { shape, sum }] of Object.entries(wanted.tensors)) {
    const tensor = tensors.get(name);
    expect(tensor?.shape, name).toEqual(shape);
    expect(
      Array.from(tensor?.data ?? [], Number).reduce((a, b) => a + b, 0),
      name,
    ).toBeCloseTo(sum, 4);
  }
  expect([...tensors.keys()].some(name => name.startsWith('module.') || name.includes('optimizer'))).toBe(false);
});

describe('E18: hostile checkpoints', () => {
  test.each([
    ['whole_module_zip.pth', 'foreign-code', 'torch.nn.modules.container.Sequential'],
    ['global_builtins_print.pth', 'foreign-code', '__builtin__.print'],
    ['global_builtins_print_old.pth', 'foreign-code', '__builtin__.print'],
    ['old_truncated.pth', 'cut-short', ''],
    ['zip_short_storage.pth', 'header-broken', ''],
    ['zip_traversal.pth', 'offsets-broken', 'outside'],
    ['zip_truncated.pth', 'cut-short', ''],
  ])('%s is refused (%s) and prints nothing', (name, reason, detail) => {
    const print = vi.spyOn(process.stdout, 'write');
    const error = refusal(fixture(name));
    const printed = print.mock.calls.length;
    print.mockRestore();
    expect(error?.details['reason']).toBe(reason);
    expect(error?.details['detail']).toContain(detail);
    expect(printed).toBe(0);
  });

  test.each(['old_format.pth', 'zip_format.pth'])('every truncation of %s is refused', name => {
    const good = fixture(name);
    expect(Array.from(good.keys()).filter(length => refusal(good.subarray(0, length)) === null)).toEqual([]);
  });

  test.each(['old_format.pth', 'zip_format.pth'])(
    '3,000 random flips of %s give tensors or a refusal, never another failure',
    name => {
      const random = mulberry32(2);
      const good = fixture(name);
      let refused = 0;
      for (let round = 0; round < 3_000; round++) {
        const bytes = Uint8Array.from(good);
        for (let flip = 0; flip <= round % 3; flip++)
          bytes[Math.floor(random() * bytes.length)]! ^= 1 << Math.floor(random() * 8);
        if (refusal(bytes)) refused++;
      }
      expect(refused).toBeGreaterThan(300);
    },
  );
});
