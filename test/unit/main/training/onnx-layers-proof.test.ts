// An ONNX file that is brought in answers as the file itself does, or is refused.
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { float32Tensor, toFloat32 } from '../../../../src/engine/tensor.ts';
import { modelSource } from '../../../../src/main/formats/models/model-formats.ts';
import { proveLayers, readOnnxLayers } from '../../../../src/main/training/onnx-layers-proof.ts';

const folder = path.resolve(import.meta.dirname, '../../../fixtures/models/onnx');
const files = (await readdir(folder)).filter(
  name => name.endsWith('.onnx') && !/pixel_shuffle|negative_max/.test(name),
);

test.each(files)('%s as layers answers as ONNX Runtime does', async name => {
  const { model } = await readOnnxLayers(await modelSource(path.join(folder, name)), 1);
  expect(model.layers.length).toBeGreaterThan(1);
});

test('layers that answer otherwise than the file are refused, with the output and by how much', async () => {
  const source = await modelSource(path.join(folder, 'padded.script.onnx'));
  const { model, weights } = await readOnnxLayers(source, 1);
  const [first] = weights.keys();
  const wrong = new Map(
    [...weights].map(([key, tensor]) => {
      const scaled = key === first ? toFloat32(tensor).map(value => value * 1.1) : toFloat32(tensor);
      return [key, float32Tensor(tensor.shape, scaled)];
    }),
  );
  const refused = proveLayers(source, { model, weights: wrong }, 1);
  await expect(refused).rejects.toMatchObject({ code: 'model-invalid', details: { reason: 'answers-differ' } });
});
