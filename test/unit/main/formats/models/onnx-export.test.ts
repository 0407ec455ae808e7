// Exported ONNX files: they compute what Keras computed for any batch size, and say what they are.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readModel, writeModel } from '../../../../../src/engine/graph.ts';
import type { Model } from '../../../../../src/engine/model.ts';
import type { Tensor } from '../../../../../src/engine/tensor.ts';
import { elementCount, float32Tensor, toFloat32 } from '../../../../../src/engine/tensor.ts';
import { onnxFormat } from '../../../../../src/main/formats/models/onnx-export.ts';
import { readOnnxFile } from '../../../../../src/main/formats/models/onnx-file.ts';
import { readSafetensors } from '../../../../../src/main/formats/models/safetensors.ts';
import { readStoredZip } from '../../../../../src/main/formats/models/stored-zip.ts';
import { openSession } from '../../../../../src/main/runtime/onnx.ts';
import { goldenJson, goldenTensors, relativeDifference } from '../../../../support/golden.ts';

const fixtures = path.resolve(import.meta.dirname, '../../../../fixtures');
const fixture = (name: string): Uint8Array => readFileSync(path.join(fixtures, name));
const io = goldenTensors('files/io.safetensors');
const input = io.get('input')!;
const multi = goldenTensors('files/multi.safetensors');
const multiConfig = readStoredZip(fixture('golden/files/multi.keras'), 'multi.keras').get('config.json')!;

type Case = { name: string; model: Model; weights: ReadonlyMap<string, Tensor>; expected: Tensor };
const cases: readonly Case[] = [
  {
    name: 'tiny',
    model: readModel(goldenJson('files/tiny.json')),
    weights: readSafetensors(fixture('models/safetensors/tiny.safetensors'), 'tiny'),
    expected: io.get('output')!,
  },
  {
    name: 'multi',
    model: readModel(JSON.parse(new TextDecoder().decode(multiConfig))),
    weights: new Map([...multi].filter(([key]) => key !== 'output')),
    expected: multi.get('output')!,
  },
];

/** So many photos of the golden two, beginning again behind the second. */
function rowsOf(tensor: Tensor, count: number): Tensor {
  const shape = tensor.shape.slice(1);
  const length = elementCount(shape);
  const values = toFloat32(tensor);
  return float32Tensor(
    [count, ...shape],
    Float32Array.from({ length: count * length }, (_, at) => values[at % values.length]!),
  );
}

describe.each(cases)('$name', ({ model, weights, expected }) => {
  test.each([1, 2, 3])('gives Keras’ output for a batch of %i', async batch => {
    const files = await onnxFormat.write!({ model, weights }, 'out.onnx');
    expect([...files.keys()]).toEqual(['out.onnx']);
    const session = await openSession(files.get('out.onnx')!, { threads: 1 });
    expect(session.inputs).toEqual(['input']);
    const results = await session.run({ input: rowsOf(input, batch) });
    await session.dispose();
    expect(session.outputs).toHaveLength(1);
    expect(relativeDifference(results[session.outputs[0]!]!, rowsOf(expected, batch))).toBeLessThan(1e-5);
  });

  test('describes itself: any batch, Keras’ order, and its graph as Keras writes it', async () => {
    const file = readOnnxFile((await onnxFormat.write!({ model, weights }, 'x.onnx')).get('x.onnx')!, 'x.onnx');
    expect(file.inputs).toMatchObject([{ name: 'input', dtype: 'float32', shape: [null, 8, 8, 3] }]);
    expect(file.outputs).toMatchObject([{ dtype: 'float32', shape: [null, expected.shape[1]] }]);
    expect(file.outputs[0]!.symbols[0]).toBe(file.inputs[0]!.symbols[0]);
    expect([...file.opsets.keys()]).toEqual(['']);
    const config: unknown = JSON.parse(file.metadata.get('keras_config')!);
    expect(config).toEqual(writeModel(model));
    expect(writeModel(readModel(config))).toEqual(writeModel(model));
  });
});

test('weights that do not fit are not written', async () => {
  const { model, weights } = cases[0]!;
  const bad = new Map(weights);
  bad.delete('dense/bias');
  await expect(onnxFormat.write!({ model, weights: bad }, 'x.onnx')).rejects.toMatchObject({ code: 'model-invalid' });
});

test('an ONNX file is known by its name', () => {
  const bytes = new Uint8Array(0);
  expect(onnxFormat.recognises({ name: 'a.ONNX', bytes })).toBe(true);
  expect(onnxFormat.recognises({ name: 'a.onnx.json', bytes })).toBe(false);
});
