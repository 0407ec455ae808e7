// ONNX files. Read: a graph as a model of layers. Written: what any ONNX runtime runs, any batch size, its input in Keras' order, the Keras config in its properties.
import { compileInference } from '../../../engine/compile/inference.ts';
import { writeModel } from '../../../engine/graph.ts';
import type { ModelFormat } from './model-file.ts';
import { importOnnx } from './onnx-import.ts';

export const onnxFormat: ModelFormat = {
  id: 'onnx',
  recognises: ({ name }) => /\.onnx$/i.test(name),
  read: async ({ name, bytes }) => importOnnx(bytes, name),
  async write({ model, weights }, name) {
    const metadata = { keras_config: JSON.stringify(writeModel(model)) };
    return new Map([[name, compileInference({ model, weights, batch: 'any', metadata })]]);
  },
};
