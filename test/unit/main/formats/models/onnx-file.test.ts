// What an ONNX file holds, read from files of other tools and our own; hostile and broken ones are refused for what they are.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { compileInference } from '../../../../../src/engine/compile/inference.ts';
import { MessageWriter } from '../../../../../src/engine/compile/protobuf.ts';
import { readModel } from '../../../../../src/engine/graph.ts';
import { readOnnxFile } from '../../../../../src/main/formats/models/onnx-file.ts';
import { AppError } from '../../../../../src/shared/errors.ts';
import { mulberry32 } from '../../../../../src/shared/random.ts';
import { goldenJson, goldenTensors } from '../../../../support/golden.ts';

const folder = path.resolve(import.meta.dirname, '../../../../fixtures/golden/files');
const fixture = (name: string): Uint8Array => readFileSync(path.join(folder, name));

function refusal(bytes: Uint8Array): { reason: unknown; detail: unknown } | 'accepted' {
  try {
    readOnnxFile(bytes, 'x.onnx');
  } catch (error) {
    if (error instanceof AppError && error.code === 'model-invalid')
      return { reason: error.details['reason'], detail: error.details['detail'] };
    throw error;
  }
  return 'accepted';
}

type Write = (writer: MessageWriter) => void;
const bytesOf = (write: Write): Uint8Array => {
  const writer = new MessageWriter();
  write(writer);
  return writer.finish();
};
/** A ModelProto around what is in its graph. */
const modelOf = (graph: Write, more: Write = () => undefined): Uint8Array =>
  bytesOf(writer => {
    writer.integer(1, 8);
    writer.message(7, graph);
    writer.message(8, opset => opset.integer(2, 18));
    more(writer);
  });
const floats = (...values: number[]): Uint8Array => new Uint8Array(Float32Array.from(values).buffer);
/** A TensorProto: dimensions, data type, name, and what holds the values. */
const tensor =
  (shape: readonly (number | bigint)[], type: number, name: string, values: Write): Write =>
  writer => {
    for (const side of shape) writer.integer(1, side);
    writer.integer(2, type);
    writer.string(8, name);
    values(writer);
  };
const raw =
  (bytes: Uint8Array): Write =>
  writer =>
    writer.bytes(9, bytes);
const withInitializer = (...initializers: Write[]): Uint8Array =>
  modelOf(graph => {
    for (const initializer of initializers) graph.message(5, initializer);
  });
const elsewhere: Write = writer =>
  writer.message(13, entry => {
    entry.string(1, 'location');
    entry.string(2, '../../../outside.bin');
  });

describe('what a file holds', () => {
  test('tf2onnx’s file of the golden model', () => {
    const file = readOnnxFile(fixture('tiny.onnx'), 'tiny.onnx');
    expect(file).toMatchObject({
      irVersion: 8,
      inputs: [{ name: 'input', dtype: 'float32', shape: [null, 8, 8, 3], symbols: ['unk__31', null, null, null] }],
      outputs: [{ name: 'Identity:0', dtype: 'float32', shape: [null, 3], symbols: ['unk__32', null] }],
      parameters: 201,
    });
    expect(file.producer).toMatch(/^tf2onnx/);
    expect([...file.opsets]).toEqual([
      ['', 17],
      ['ai.onnx.ml', 2],
    ]);
    expect(Object.fromEntries(file.nodes)).toEqual({
      Transpose: 1,
      Conv: 3,
      Relu: 1,
      Mul: 1,
      Add: 2,
      GlobalAveragePool: 1,
      Squeeze: 1,
      MatMul: 1,
      Softmax: 1,
    });
    expect(file.initializers).toHaveLength(9);
    expect(file.initializers.find(({ name }) => name === 'const_axes__29')).toEqual({
      name: 'const_axes__29',
      dtype: 'int64',
      shape: [2],
      bytes: 16,
    });
    expect(file.initializers.find(({ name }) => name.includes('conv_1/convolution'))).toMatchObject({
      dtype: 'float32',
      shape: [4, 3, 3, 3],
      bytes: 432,
    });
  });

  test.each(['conv_groups2', 'batchnorm_inference', 'concatenate', 'act_gelu', 'add'])(
    'our own file of the layer %s',
    name => {
      const model = readModel(goldenJson(`layers/${name}.json`));
      const weights = goldenTensors(`layers/${name}.weights.safetensors`);
      const input = goldenTensors(`layers/${name}.io.safetensors`).get('input')!;
      const file = readOnnxFile(compileInference({ model, weights, metadata: { a: '개미' } }), name);
      expect(file).toMatchObject({ irVersion: 8, producer: 'fovea' });
      expect(file.inputs.map(({ name: own, dtype }) => [own, dtype])).toEqual([['input', 'float32']]);
      expect(file.inputs[0]!.shape).toEqual([null, ...input.shape.slice(1)]);
      expect(file.inputs[0]!.symbols[0]).toBe('N');
      expect(file.outputs).toHaveLength(1);
      expect(file.metadata.get('a')).toBe('개미');
      expect(file.parameters).toBe(
        file.initializers.reduce((sum, { dtype, bytes }) => sum + (dtype === 'float32' ? bytes / 4 : 0), 0),
      );
    },
  );

  test('nodes of other domains, in graphs inside nodes and in functions are counted', () => {
    const node =
      (opType: string, domain: string, more: Write = () => undefined): Write =>
      writer => {
        writer.string(4, opType);
        writer.string(7, domain);
        more(writer);
      };
    const inside: Write = attribute =>
      attribute.message(6, graph => {
        graph.message(1, node('Relu', ''));
        graph.message(5, tensor([2], 1, 'deep', raw(floats(1, 2))));
      });
    const bytes = modelOf(
      graph => {
        graph.message(1, node('Gelu', 'com.microsoft'));
        graph.message(1, node('Relu', 'ai.onnx'));
        graph.message(
          1,
          node('If', '', writer => writer.message(5, inside)),
        );
      },
      writer => writer.message(25, definition => definition.message(7, node('Relu', ''))),
    );
    const file = readOnnxFile(bytes, 'x');
    expect(Object.fromEntries(file.nodes)).toEqual({ 'com.microsoft:Gelu': 1, If: 1, Relu: 3 });
    expect(file.initializers.map(({ name }) => name)).toEqual(['deep']);
  });

  test('values written one by one are counted as those in raw bytes are', () => {
    const inField =
      (field: number, bytes: Uint8Array): Write =>
      writer =>
        writer.bytes(field, bytes);
    const packed = (field: number, ...values: number[]): Write => inField(field, Uint8Array.from(values));
    const file = readOnnxFile(
      withInitializer(
        tensor([2], 1, 'floats', inField(4, floats(1, 2))),
        tensor([2], 1, 'single floats', writer => {
          writer.float(4, 1);
          writer.float(4, 2);
        }),
        tensor([3], 10, 'halves', packed(5, 0x80, 0x78, 0, 1)),
        tensor([2], 7, 'axes', packed(7, 2, 0xac, 0x02)),
        tensor([1], 11, 'double', inField(10, new Uint8Array(Float64Array.of(1).buffer))),
        tensor([], 9, 'yes', packed(5, 1)),
        tensor([2, 0], 1, 'empty', () => undefined),
        tensor([2], 8, 'texts', writer => {
          writer.string(6, 'ant');
          writer.string(6, 'bee');
        }),
      ),
      'x',
    );
    expect(file.initializers.map(({ name, dtype, bytes }) => [name, dtype, bytes])).toEqual([
      ['floats', 'float32', 8],
      ['single floats', 'float32', 8],
      ['halves', 'float16', 6],
      ['axes', 'int64', 16],
      ['double', 'float64', 8],
      ['yes', 'bool', 1],
      ['empty', 'float32', 0],
      ['texts', 'string', 6],
    ]);
    expect(file.parameters).toBe(8);
  });

  test('a sparse initializer has the shape of the whole and the bytes of what is there', () => {
    const bytes = modelOf(graph =>
      graph.message(15, sparse => {
        sparse.message(1, tensor([2], 1, 'sparse', raw(floats(1, 2))));
        sparse.message(
          2,
          tensor([2], 7, '', writer => writer.bytes(7, Uint8Array.of(3, 90))),
        );
        sparse.integer(3, 10);
        sparse.integer(3, 20);
      }),
    );
    expect(readOnnxFile(bytes, 'x').initializers).toEqual([
      { name: 'sparse', dtype: 'float32', shape: [10, 20], bytes: 24 },
    ]);
  });

  test('an initializer that old files list as an input need not be fed', () => {
    const value =
      (name: string): Write =>
      writer => {
        writer.string(1, name);
        writer.message(2, type =>
          type.message(1, described => {
            described.integer(1, 1);
            described.message(2, shape => shape.message(1, side => side.integer(1, -1)));
          }),
        );
      };
    const bytes = modelOf(graph => {
      graph.message(11, value('x'));
      graph.message(11, value('w'));
      graph.message(5, tensor([1], 1, 'w', raw(floats(1))));
    });
    expect(readOnnxFile(bytes, 'x').inputs).toEqual([{ name: 'x', dtype: 'float32', shape: [null], symbols: [null] }]);
  });
});

describe('weights that lie in another file are refused with the tensor’s name', () => {
  test('the golden file', () => {
    expect(refusal(fixture('hostile/external_data_outside.onnx'))).toMatchObject({
      reason: 'offsets-broken',
      detail: expect.stringMatching(/separable_conv2d.*another file/) as string,
    });
  });

  const outside = tensor([1], 1, 'hidden', elsewhere);
  const attribute =
    (field: number): Write =>
    graph =>
      graph.message(1, node => {
        node.string(4, 'Constant');
        node.message(5, item => item.message(field, outside));
      });
  test.each<[string, Uint8Array]>([
    ['its location alone', withInitializer(tensor([1], 1, 'hidden', writer => writer.integer(14, 1)))],
    ['entries alone', withInitializer(outside)],
    [
      'beside raw bytes',
      withInitializer(tensor([1], 1, 'hidden', writer => (elsewhere(writer), raw(floats(1))(writer)))),
    ],
    ['in an attribute', modelOf(attribute(5))],
    ['in a list of an attribute', modelOf(attribute(10))],
    [
      'in a graph inside a node',
      modelOf(graph =>
        graph.message(1, node => {
          node.string(4, 'If');
          node.message(5, item => item.message(11, inner => inner.message(5, outside)));
        }),
      ),
    ],
    ['in a sparse initializer', modelOf(graph => graph.message(15, sparse => sparse.message(1, outside)))],
    [
      'in a function',
      modelOf(
        () => undefined,
        writer => writer.message(25, definition => definition.message(11, item => item.message(5, outside))),
      ),
    ],
    [
      'in training information',
      modelOf(
        () => undefined,
        writer => writer.message(20, training => training.message(2, graph => graph.message(5, outside))),
      ),
    ],
  ])('%s', (_, bytes) => {
    expect(refusal(bytes)).toMatchObject({
      reason: 'offsets-broken',
      detail: expect.stringContaining('"hidden"') as string,
    });
  });
});

describe('NaN and infinity in a weight are refused with its name', () => {
  const doubles = new Uint8Array(Float64Array.of(1, -Infinity).buffer);
  test.each<[string, Write]>([
    ['float32', tensor([2], 1, 'bad', raw(floats(1, NaN)))],
    ['float32 one by one', tensor([2], 1, 'bad', writer => writer.bytes(4, floats(Infinity, 1)))],
    ['float16', tensor([2], 10, 'bad', raw(Uint8Array.of(0, 0x3c, 0, 0x7c)))],
    ['float16 one by one', tensor([1], 10, 'bad', writer => writer.integer(5, 0xfc00))],
    ['bfloat16', tensor([1], 16, 'bad', raw(Uint8Array.of(0xc0, 0x7f)))],
    ['float64', tensor([2], 11, 'bad', raw(doubles))],
  ])('%s', (_, bad) => {
    const good = tensor([1], 1, 'good', raw(floats(3e38)));
    expect(refusal(withInitializer(good, bad))).toEqual({ reason: 'not-a-number', detail: '"bad"' });
  });

  test('an attribute may hold infinity: it is no weight', () => {
    const bytes = modelOf(graph =>
      graph.message(1, node => {
        node.string(4, 'Constant');
        node.message(5, item => item.message(5, tensor([1], 1, '', raw(floats(-Infinity)))));
      }),
    );
    expect(refusal(bytes)).toBe('accepted');
  });
});

describe('broken files', () => {
  const one = raw(floats(1));
  test.each<[string, Uint8Array, string]>([
    ['nothing', new Uint8Array(0), 'cut-short'],
    ['the golden truncated file', fixture('hostile/truncated.onnx'), 'cut-short'],
    ['a photo', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 16), 'not-this-format'],
    ['a text', new TextEncoder().encode('{"format": "layers-model"}'), 'not-this-format'],
    ['no graph', bytesOf(writer => writer.integer(1, 8)), 'cut-short'],
    ['no operator set', bytesOf(writer => (writer.integer(1, 8), writer.message(7, () => undefined))), 'cut-short'],
    [
      'two graphs',
      modelOf(
        () => undefined,
        writer => writer.message(7, () => undefined),
      ),
      'header-broken',
    ],
    ['an IR version to come', bytesOf(writer => writer.integer(1, 99)), 'header-broken'],
    ['more values than the shape', withInitializer(tensor([1], 1, 'w', raw(floats(1, 2)))), 'shape-mismatch'],
    ['fewer values than the shape', withInitializer(tensor([3], 1, 'w', one)), 'shape-mismatch'],
    ['a part of a value', withInitializer(tensor([1], 1, 'w', raw(new Uint8Array(5)))), 'shape-mismatch'],
    ['2^62 values', withInitializer(tensor([2n ** 31n, 2n ** 31n], 1, 'w', one)), 'shape-mismatch'],
    [
      'a shape that wraps in 64 bits',
      withInitializer(tensor([2n ** 32n, 2n ** 32n], 1, 'w', () => undefined)),
      'shape-mismatch',
    ],
    ['a negative size', withInitializer(tensor([-1, -1], 1, 'w', one)), 'shape-mismatch'],
    ['17 dimensions', withInitializer(tensor(Array(17).fill(1), 1, 'w', one)), 'too-large'],
    [
      'values of another type',
      withInitializer(tensor([1], 7, 'w', writer => writer.bytes(4, floats(1)))),
      'shape-mismatch',
    ],
    [
      'values in two fields',
      withInitializer(tensor([1], 1, 'w', writer => (one(writer), writer.float(4, 1)))),
      'header-broken',
    ],
    ['raw values twice', withInitializer(tensor([1], 1, 'w', writer => (one(writer), one(writer)))), 'header-broken'],
    ['an 8-bit float', withInitializer(tensor([1], 17, 'w', raw(Uint8Array.of(1)))), 'type-unsupported'],
    ['no type', withInitializer(tensor([1], 0, 'w', one)), 'type-unsupported'],
    ['a weight without a name', withInitializer(tensor([1], 1, '', one)), 'header-broken'],
    ['a name twice', withInitializer(tensor([1], 1, 'w', one), tensor([1], 1, 'w', one)), 'name-twice'],
    ['a name of a megabyte', withInitializer(tensor([1], 1, 'w'.repeat(1_000_000), one)), 'too-large'],
    [
      'an input without a rank',
      modelOf(graph =>
        graph.message(11, value => {
          value.string(1, 'x');
          value.message(2, type => type.message(1, described => described.integer(1, 1)));
        }),
      ),
      'header-broken',
    ],
    [
      'a segment of a tensor',
      withInitializer(tensor([1], 1, 'w', writer => (one(writer), writer.message(3, () => undefined)))),
      'type-unsupported',
    ],
    [
      'a property twice',
      modelOf(
        () => undefined,
        writer => {
          for (const text of ['a', 'b'])
            writer.message(14, entry => {
              entry.string(1, 'keras_config');
              entry.string(2, text);
            });
        },
      ),
      'name-twice',
    ],
    ['a node without an operator', modelOf(graph => graph.message(1, () => undefined)), 'header-broken'],
    [
      'an input that is no tensor',
      modelOf(graph => graph.message(11, value => value.string(1, 'x'))),
      'type-unsupported',
    ],
  ])('%s', (_, bytes, expected) => {
    expect(refusal(bytes)).toMatchObject({ reason: expected });
  });

  test('graphs inside graphs, 1,000 deep', () => {
    let inner: Uint8Array = new Uint8Array(0);
    for (let depth = 0; depth < 1_000; depth++) {
      const within = inner;
      inner = bytesOf(graph => graph.message(1, node => node.message(5, item => item.bytes(6, within))));
    }
    const bytes = bytesOf(writer => (writer.integer(1, 8), writer.bytes(7, inner)));
    expect(refusal(bytes)).toMatchObject({ reason: 'too-large' });
  });

  test('more weights of a few bytes than a model may have', () => {
    const count = 100_001;
    const graph = new Uint8Array(12 * count);
    for (let at = 0; at < count; at++) {
      // Of shape [0] and with a name of its own.
      graph.set([0x2a, 10, 0x08, 0, 0x10, 1, 0x42, 4, at & 63, (at >> 6) & 63, (at >> 12) & 63, 65], at * 12);
    }
    const fileOf = (part: Uint8Array): Uint8Array =>
      bytesOf(writer => {
        writer.integer(1, 8);
        writer.bytes(7, part);
        writer.message(8, opset => opset.integer(2, 18));
      });
    expect(refusal(fileOf(graph))).toMatchObject({ reason: 'too-large' });
    expect(refusal(fileOf(graph.subarray(12)))).toBe('accepted');
  });
});

describe('the golden file damaged', () => {
  const good = fixture('tiny.onnx');

  test('cut at every place but between two of the model’s own fields it is refused', () => {
    // Behind the graph and the first operator set a file is whole.
    const whole = [...good.keys()].filter(length => refusal(good.subarray(0, length)) === 'accepted');
    expect(whole).toHaveLength(1);
    expect(good.length - whole[0]!).toBeLessThan(30);
  });

  test('2,000 flips of one byte give a description or a refusal, never another failure or 50 MB', () => {
    const random = mulberry32(6);
    let refused = 0;
    for (let round = 0; round < 2_000; round++) {
      const bytes = Uint8Array.from(good);
      bytes[Math.floor(random() * bytes.length)]! ^= 1 + Math.floor(random() * 255);
      const before = process.memoryUsage();
      if (refusal(bytes) !== 'accepted') refused++;
      const after = process.memoryUsage();
      expect(after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers).toBeLessThan(50e6);
    }
    expect(refused).toBeGreaterThan(300);
  });
});
