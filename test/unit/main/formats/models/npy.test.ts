import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { toFloat32 } from '../../../../../src/engine/tensor.ts';
import { readNpy, writeNpy } from '../../../../../src/main/formats/models/npy.ts';
import { AppError } from '../../../../../src/shared/errors.ts';
import { mulberry32 } from '../../../../../src/shared/random.ts';

/** Written by NumPy: make.py of that folder. */
const folder = path.resolve(import.meta.dirname, '../../../../fixtures/models/npy');
const fixture = (name: string): Uint8Array => readFileSync(path.join(folder, `${name}.npy`));

function refusal(bytes: Uint8Array): unknown {
  try {
    readNpy(bytes, 'x.npy');
  } catch (error) {
    if (error instanceof AppError && error.code === 'model-invalid') return error.details['reason'];
    throw error;
  }
  return 'accepted';
}

/** A file of version 1 with this header and so many bytes of data. */
function fileOf(header: string, dataBytes = 0): Uint8Array {
  const text = new TextEncoder().encode(header);
  const bytes = new Uint8Array(10 + text.length + dataBytes);
  bytes.set([0x93, ...new TextEncoder().encode('NUMPY'), 1, 0, text.length & 0xff, text.length >> 8]);
  bytes.set(text, 10);
  return bytes;
}

test('the header says type, order and shape, and the values begin at a multiple of 64', () => {
  const bytes = writeNpy({ dtype: 'float32', shape: [2, 1], data: Float32Array.of(1.5, -2) });
  const text = new TextDecoder('latin1').decode(bytes);
  expect(text.slice(1, 6)).toBe('NUMPY');
  expect(text).toContain("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1), }");
  const start = 10 + (bytes[8]! | (bytes[9]! << 8));
  expect(start % 64).toBe(0);
  expect(text[start - 1]).toBe('\n');
  expect([...new Float32Array(bytes.slice(start).buffer)]).toEqual([1.5, -2]);
});

test.each([
  [[], '()'],
  [[3], '(3,)'],
  [[1, 3, 1], '(1, 3, 1)'],
])('shape %j is written as Python writes it', (shape, written) => {
  const data = new Uint8Array(shape.reduce((product, side) => product * side, 1));
  expect(new TextDecoder('latin1').decode(writeNpy({ dtype: 'uint8', shape, data }))).toContain(
    `'shape': ${written}, }`,
  );
});

const ramp = Array.from({ length: 24 }, (_, at) => at);
const eighths = ramp.map(value => value / 8 - 1);

describe('what NumPy writes', () => {
  test.each(['f4', 'f8', 'f4_fortran', 'version_2', 'version_3'])('%s is read as float32', name => {
    const tensor = readNpy(fixture(name), name);
    expect(tensor).toEqual({ dtype: 'float32', shape: [2, 3, 4], data: Float32Array.from(eighths) });
  });

  test('half floats keep their bits', () => {
    const tensor = readNpy(fixture('f2'), 'f2');
    expect(tensor.dtype).toBe('float16');
    expect([...toFloat32(tensor)]).toEqual(eighths);
  });

  test.each([
    ['i4', 'int32', ramp.map(value => value - 12)],
    ['u1', 'uint8', ramp],
    ['b1', 'bool', ramp.map(value => (value % 3 === 0 ? 1 : 0))],
    ['i8', 'int64', ramp.map(value => BigInt(value - 12))],
  ])('%s is read as %s', (name, dtype, values) => {
    const tensor = readNpy(fixture(name), name);
    expect([tensor.dtype, tensor.shape]).toEqual([dtype, [2, 3, 4]]);
    expect([...tensor.data]).toEqual(values);
  });

  test('a matrix in Fortran’s order comes in C order', () => {
    const { shape, data } = readNpy(fixture('u1_fortran_matrix'), 'x');
    expect(shape).toEqual([4, 6]);
    expect([...data]).toEqual(ramp);
  });

  test.each([
    ['scalar', [], [1.5]],
    ['vector', [3], [0, 1, 2]],
    ['empty', [2, 0, 3], []],
    ['not_a_number', [3], [NaN, Infinity, -Infinity]],
  ])('%s has shape %j', (name, shape, values) => {
    const tensor = readNpy(fixture(name), name);
    expect(tensor.shape).toEqual(shape);
    expect([...tensor.data]).toEqual(values);
  });

  test('a truth value of any byte but 0 is 1', () => {
    const bytes = Uint8Array.from(fixture('b1'));
    bytes[128] = 2;
    expect(bytes.length).toBe(128 + 24);
    expect([...readNpy(bytes, 'x').data.slice(0, 4)]).toEqual([1, 0, 0, 1]);
  });

  test('bytes that begin anywhere in their buffer are read', () => {
    const shifted = new Uint8Array(1 + fixture('f8').length);
    shifted.set(fixture('f8'), 1);
    expect([...readNpy(shifted.subarray(1), 'x').data]).toEqual(eighths);
  });
});

test('what we write is what NumPy writes, byte for byte, and is read back', () => {
  expect(writeNpy(readNpy(fixture('i8'), 'x'))).toEqual(Uint8Array.from(fixture('i8')));
  for (const name of ['f4', 'f2', 'i4', 'u1', 'b1', 'scalar', 'vector', 'empty'])
    expect(writeNpy(readNpy(fixture(name), 'x')), name).toEqual(Uint8Array.from(fixture(name)));
});

describe('what is refused', () => {
  test.each(['big_endian', 'int8', 'object', 'records', 'text'])('%s: a type that is not read', name => {
    expect(refusal(fixture(name))).toBe('type-unsupported');
  });

  const header = (shape: string, type = '<f4'): string =>
    `{'descr': '${type}', 'fortran_order': False, 'shape': ${shape}, }\n`;
  test.each([
    ['nothing', new Uint8Array(0), 'cut-short'],
    ['another file', new TextEncoder().encode('PK\x03\x04 and so on'), 'not-this-format'],
    ['version 4', fixture('f4').map((byte, at) => (at === 6 ? 4 : byte)), 'header-broken'],
    ['a value less', fixture('f4').subarray(0, -4), 'cut-short'],
    ['a value more', fileOf(header('(1,)'), 8), 'shape-mismatch'],
    ['2^60 values', fileOf(header(`(${2n ** 60n},)`)), 'cut-short'],
    ['a shape that wraps in 64 bits', fileOf(header('(4294967296, 4294967296)'), 0), 'cut-short'],
    ['no values, but a size beyond every number', fileOf(header(`(0, ${2n ** 60n})`)), 'shape-mismatch'],
    ['17 dimensions', fileOf(header(`(${'1, '.repeat(17)})`), 4), 'too-large'],
    ['a negative size', fileOf(header('(-1,)')), 'header-broken'],
    ['a number for a shape', fileOf(header('(1)'), 4), 'header-broken'],
    ['an expression', fileOf(header('(2 * 3,)'), 24), 'header-broken'],
    ['a call', fileOf(header("__import__('os').getcwd()"), 4), 'header-broken'],
    ['a key twice', fileOf(header("(1,), 'shape': (1,)"), 4), 'header-broken'],
    ['another key', fileOf(header("(1,), 'more': (1,)"), 4), 'header-broken'],
    ['a key missing', fileOf("{'descr': '<f4', 'shape': (1,)}", 4), 'header-broken'],
    ['text after the dictionary', fileOf(`${header('(1,)')}; 1`, 4), 'header-broken'],
    ['many spaces before a size', fileOf(header('(         1, 2)'), 8), 'header-broken'],
    ['many spaces between sizes', fileOf(header('(1,         2)'), 8), 'header-broken'],
    ['a shape with a few spaces', fileOf(header('( 1 , 2 )'), 8), 'accepted'],
    ['Python 2’s long numbers', fileOf(header('(1L,)'), 4), 'accepted'],
    ['double quotes, other order', fileOf('{"shape":(2,),"fortran_order":True,"descr":"<f4"}', 8), 'accepted'],
  ])('%s: %s', (_, bytes, expected) => {
    expect(refusal(bytes)).toBe(expected);
  });

  test('a header that claims 4 GB is refused before it is looked for', () => {
    const bytes = Uint8Array.from(fixture('version_2'));
    bytes.fill(0xff, 8, 12);
    expect(refusal(bytes)).toBe('too-large');
  });

  test('every truncation of a good file is refused', () => {
    const good = fixture('version_3');
    expect(Array.from(good.keys()).filter(length => refusal(good.subarray(0, length)) === 'accepted')).toEqual([]);
  });

  test('2,000 random flips in a header give an array or a refusal, never another failure', () => {
    const random = mulberry32(3);
    const good = fixture('f4_fortran');
    let refused = 0;
    for (let round = 0; round < 2_000; round++) {
      const bytes = Uint8Array.from(good);
      bytes[Math.floor(random() * 128)]! ^= 1 << Math.floor(random() * 8);
      if (refusal(bytes) !== 'accepted') refused++;
    }
    expect(refused).toBeGreaterThan(1_000);
  });
});
