// Writes a model as an ONNX file that any ONNX runtime runs: any batch size, its input in Keras' order, the Keras config in its properties.
import { compileInference } from '../../../engine/compile/inference.ts';
import { writeModel } from '../../../engine/graph.ts';
import type { ModelFormat } from './model-file.ts';

/** ONNX files are written and run; their graphs are not read back as models of layers. */
export const onnxFormat: ModelFormat = {
  id: 'onnx',
  recognises: ({ name }) => /\.onnx$/i.test(name),
  async write({ model, weights }, name) {
    const metadata = { keras_config: JSON.stringify(writeModel(model)) };
    return new Map([[name, compileInference({ model, weights, batch: 'any', metadata })]]);
  },
};
