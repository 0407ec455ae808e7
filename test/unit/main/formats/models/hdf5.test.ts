// HDF5 files that h5py and HDF5 wrote, hostile ones, and damaged ones.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { toFloat32 } from '../../../../../src/engine/tensor.ts';
import { xception } from '../../../../../src/engine/zoo/xception.ts';
import type { Tensor } from '../../../../../src/engine/tensor.ts';
import { readHdf5 } from '../../../../../src/main/formats/models/hdf5.ts';
import type { Hdf5Group } from '../../../../../src/main/formats/models/hdf5.ts';
import { writeHdf5 } from '../../../../../src/main/formats/models/hdf5-write.ts';
import { kerasH5Format } from '../../../../../src/main/formats/models/keras-h5.ts';
import { AppError } from '../../../../../src/shared/errors.ts';
import { mulberry32 } from '../../../../../src/shared/random.ts';
import { goldenJson } from '../../../../support/golden.ts';

const folder = path.resolve(import.meta.dirname, '../../../../fixtures/golden/files');
const fixture = (name: string): Uint8Array => readFileSync(path.join(folder, name));

/** Every tensor below a group by its path. */
function tensorsOf(group: Hdf5Group): [string, Tensor][] {
  const own = [...group.datasets.values()].map(({ path: name, tensor }): [string, Tensor] => [name, tensor()]);
  return [...own, ...[...group.groups.values()].flatMap(tensorsOf)];
}

async function refusal(bytes: Uint8Array): Promise<AppError | null> {
  try {
    await readHdf5(bytes, 'x.h5', tensorsOf);
    return null;
  } catch (error) {
    if (error instanceof AppError && error.code === 'model-invalid') return error;
    throw error;
  }
}

const refused = (reason: string): object => ({ details: { file: 'x.h5', reason } });

describe('what h5py writes (types.h5)', () => {
  test.each([
    ['le_f2', 'float16'],
    ['le_f4', 'float32'],
    ['be_f4', 'float32'],
    ['le_f8', 'float32'],
    ['le_i1', 'int32'],
    ['le_i2', 'int32'],
    ['le_i4', 'int32'],
    ['le_i8', 'int64'],
    ['le_u1', 'uint8'],
    ['le_u2', 'int32'],
    ['le_u4', 'int64'],
  ])('t%s comes as %s with its values', async (type, dtype) => {
    const tensor = await readHdf5(fixture('types.h5'), 'x.h5', root => root.datasets.get(`t${type}`)!.tensor());
    expect([tensor.dtype, tensor.shape]).toEqual([dtype, [3, 4]]);
    const values = dtype === 'float16' ? toFloat32(tensor) : tensor.data;
    const first = type.includes('u') ? 0 : -6;
    expect(Array.from(values, Number)).toEqual(Array.from({ length: 12 }, (_, place) => first + place));
  });

  test('deflated and shuffled chunks with a checksum, scalars, empty tensors and texts; other types are refused', async () => {
    await readHdf5(fixture('types.h5'), 'x.h5', ({ datasets, texts }) => {
      const get = (name: string): Tensor => datasets.get(name)!.tensor();
      expect(get('deflated')).toEqual(get('tle_f4'));
      expect(get('scalar')).toEqual({ dtype: 'float32', shape: [], data: new Float32Array([1.5]) });
      expect(get('empty')).toEqual({ dtype: 'float32', shape: [0, 3], data: new Float32Array() });
      expect(() => get('text')).toThrow(/type-unsupported/);
      expect([texts('vlen'), texts('fixed'), texts('none')]).toEqual([['héllo'], ['a', 'bcd'], []]);
      expect(texts('absent')).toBeUndefined();
      expect(() => texts('number')).toThrow(/type-unsupported/);
    });
  });
});

test('what is written is read back: tensors of every type, texts, groups in groups', async () => {
  const tensors = new Map<string, Tensor>([
    ['floats', { dtype: 'float32', shape: [2, 1], data: new Float32Array([1, -0.5]) }],
    ['whole', { dtype: 'int64', shape: [], data: new BigInt64Array([-3n]) }],
    ['bytes', { dtype: 'uint8', shape: [3], data: new Uint8Array([0, 128, 255]) }],
    ['small', { dtype: 'int32', shape: [2], data: new Int32Array([-1, 7]) }],
  ]);
  const half: Tensor = { dtype: 'float16', shape: [1], data: new Uint16Array([0x3c00]) };
  const attributes = new Map<string, string | readonly string[]>([
    ['one', '한글'],
    ['list', ['a', 'b']],
    ['long', 'x'.repeat(200_000)],
    ['empty', []],
  ]);
  const inside = { groups: new Map([['deep', { datasets: new Map([['half', half]]), attributes }]]) };
  const bytes = await writeHdf5({ datasets: tensors, groups: new Map([['group', inside]]) });
  await readHdf5(bytes, 'x.h5', root => {
    expect(new Map([...root.datasets].map(([name, dataset]) => [name, dataset.tensor()]))).toEqual(tensors);
    const deep = root.groups.get('group')!.groups.get('deep')!;
    expect(deep.datasets.get('half')!.tensor()).toEqual({ dtype: 'float32', shape: [1], data: new Float32Array([1]) });
    for (const [name, texts] of attributes) expect(deep.texts(name)).toEqual([texts].flat());
  });
});

describe('hostile files', () => {
  test.each([
    ['unallocated.h5', 'too-large'],
    ['deflated_4gib.h5', 'too-large'],
    ['cycle.h5', 'too-large'],
    ['soft_link.h5', 'offsets-broken'],
    ['external_link.h5', 'offsets-broken'],
  ])('%s is refused (%s)', async (name, reason) => {
    expect(await refusal(fixture(`hostile/${name}`))).toMatchObject(refused(reason));
  });

  test('what is no HDF5 file, a superblock of the future and every truncation are refused', async () => {
    const good = fixture('tiny_legacy_keras1_names.h5');
    expect(await refusal(new Uint8Array(100))).toMatchObject(refused('not-this-format'));
    const future = Uint8Array.from(good);
    future[8] = 9;
    expect(await refusal(future)).toMatchObject(refused('newer-version'));
    const reasons = await Promise.all(Array.from(good.keys(), length => refusal(good.subarray(0, length))));
    expect(reasons.filter(error => error === null)).toEqual([]);
  });

  test('100 damaged files give tensors or a refusal, never another failure', { timeout: 120_000 }, async () => {
    const random = mulberry32(5);
    const good = fixture('tiny_legacy_keras1_names.h5');
    let refusals = 0;
    for (let round = 0; round < 100; round++) {
      const bytes = Uint8Array.from(good);
      for (let flip = 0; flip < 20; flip++) bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      if (await refusal(bytes)) refusals++;
    }
    expect(refusals).toBeGreaterThan(10);
  });
});

test(
  'the Xception weights that Keras offers, under their names of Keras 1, fit our Xception layer by layer',
  { timeout: 120_000 },
  async () => {
    type Entry = { group: string; shape: number[]; keras1_group: string; keras1_dataset: string; weight_name: string };
    const { datasets } = goldenJson('files/xception_notop_layout.json') as { datasets: Entry[] };
    // Each dataset is filled with its place, by which it is known again.
    const groups = [...Map.groupBy(datasets, entry => entry.keras1_group)].map(([name, entries]) => {
      const named = entries.map(({ keras1_dataset: whole, shape }): [string, Tensor] => {
        const count = shape.reduce((product, side) => product * side, 1);
        const place = datasets.findIndex(entry => entry.keras1_dataset === whole);
        return [whole.split('/').at(-1)!, { dtype: 'float32', shape, data: new Float32Array(count).fill(place) }];
      });
      return [
        name,
        { attributes: new Map([['weight_names', named.map(([weight]) => weight)]]), datasets: new Map(named) },
      ] as const;
    });
    const layerNames = new Map([['layer_names', groups.map(([name]) => name)]]);
    const bytes = await writeHdf5({ attributes: layerNames, groups: new Map(groups) });
    const like = xception({ classes: 0 });
    const beside = (): never => {
      throw new Error('one file');
    };
    const { weights } = await kerasH5Format.read!({ name: 'x.h5', bytes, beside }, like);
    // Keras 2 numbers unnamed layers from 1, our Xception as Keras 3 does from nothing.
    const ours = (weight: string): string =>
      weight
        .replace(/:0$/, '')
        .replace(/^(conv2d|batch_normalization)_(\d+)/, (_, name: string, n: string) =>
          n === '1' ? name : `${name}_${Number(n) - 1}`,
        );
    expect(weights.size).toBe(234);
    const wrong = datasets.filter(({ weight_name: name }, place) => weights.get(ours(name))?.data[0] !== place);
    expect(wrong).toEqual([]);
  },
);
