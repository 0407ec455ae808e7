// The classes in the properties of an ONNX export: read back in their order, and refused where they are something else.
import { expect, test } from 'vitest';
import { writeOnnx } from '../../../../../src/engine/compile/onnx-proto.ts';
import { readOnnxClasses } from '../../../../../src/main/formats/models/onnx-classes.ts';

const withProperties = (metadata: Record<string, string>): Uint8Array =>
  writeOnnx({ name: 'graph', nodes: [], initializers: new Map(), inputs: [], outputs: [], metadata });

test('the names of an export come back in their order', () => {
  const classes = ['개미', 'bee', 'ant 2'];
  expect(readOnnxClasses(withProperties({ fovea_classes: JSON.stringify(classes) }), 'x.onnx')).toEqual(classes);
});

test('files of others name none', () => {
  expect(readOnnxClasses(withProperties({ author: 'somebody' }), 'x.onnx')).toBeNull();
});

test.each(['', 'ant, bee', '{"0": "ant"}', '[]', '["ant", 2]', '["ant", ""]'])('%j is no list of names', text => {
  expect(() => readOnnxClasses(withProperties({ fovea_classes: text }), 'x.onnx')).toThrowError(
    expect.objectContaining({
      code: 'model-invalid',
      details: expect.objectContaining({ reason: 'fields-wrong' }) as unknown,
    }),
  );
});
