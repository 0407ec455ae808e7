// Teachable Machine's export: the real one beside the repository, and small ones made here with something wrong in them.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { compileInference } from '../../../../../src/engine/compile/inference.ts';
import { readModel } from '../../../../../src/engine/graph.ts';
import { planModel } from '../../../../../src/engine/plan.ts';
import type { Tensor } from '../../../../../src/engine/tensor.ts';
import { elementCount, float32Tensor, toFloat32 } from '../../../../../src/engine/tensor.ts';
import { initialWeights } from '../../../../../src/engine/weights.ts';
import type { ModelSource } from '../../../../../src/main/formats/models/model-file.ts';
import { readTeachableMachine } from '../../../../../src/main/formats/models/teachable-machine.ts';
import { tfjsFormat } from '../../../../../src/main/formats/models/tfjs.ts';
import { openSession } from '../../../../../src/main/runtime/onnx.ts';
import { AppError } from '../../../../../src/shared/errors.ts';
import { mulberry32 } from '../../../../../src/shared/random.ts';
import { sharedFolder } from '../../../../support/shared.ts';

const folder = sharedFolder && path.join(sharedFolder, 'data/weights/mobilenet_v2_035_teachable_machine');
const real = (name: string): ModelSource => ({
  name,
  bytes: readFileSync(path.join(folder!, name)),
  beside: other => Promise.resolve(readFileSync(path.join(folder!, other))),
});

describe.skipIf(!folder)('a model exported in April 2025', () => {
  const predict = async (input: Tensor): Promise<Float32Array> => {
    const { model, weights } = await readTeachableMachine(real('model.json'));
    const session = await openSession(compileInference({ model, weights }), { threads: 1 });
    const output = (await session.run({ [session.inputs[0]!]: input }))[session.outputs[0]!]!;
    await session.dispose();
    expect(output.shape).toEqual([1, 2]);
    return toFloat32(output);
  };

  test('is a backbone in a Sequential and a head of two classes, 538,508 numbers', async () => {
    const { model, weights, classes, preprocessing } = await readTeachableMachine(real('model.json'));
    expect(classes).toEqual(['Class 1', 'drowsy']);
    expect(preprocessing).toEqual({
      crop: 'centre-square',
      heightPx: 224,
      widthPx: 224,
      mean: [127, 127, 127],
      std: [127, 127, 127],
      order: 'rgb',
    });
    const [, backbone, head] = model.layers;
    expect(backbone!.nested!.layers.map(({ className }) => className)).toEqual([
      'InputLayer',
      'Model',
      'GlobalAveragePooling2D',
    ]);
    expect(head!.nested!.layers.map(({ className }) => className)).toEqual(['InputLayer', 'Dense', 'Dense']);
    expect([...weights.values()].reduce((sum, { shape }) => sum + elementCount(shape), 0)).toBe(538_508);
    expect(planModel(model).outputs[0]!.shape).toEqual([null, 2]);
    expect(weights.get('expanded_conv_depthwise/kernel')!.shape).toEqual([3, 3, 16, 1]);
  });

  test('is the same from any of its files and from its zip', async () => {
    const model = await readTeachableMachine(real('model.json'));
    for (const name of ['metadata.json', 'tm-my-image-model.zip']) {
      const other = await readTeachableMachine(real(name));
      expect(other.model).toEqual(model.model);
      expect(other.classes).toEqual(model.classes);
      expect([...other.weights.keys()]).toEqual([...model.weights.keys()]);
      expect(other.weights.get('dense_Dense2/kernel')).toEqual(model.weights.get('dense_Dense2/kernel'));
    }
  });

  test('gives what TF.js 4.22 gives for the same input', async () => {
    const waves = Float32Array.from({ length: 224 * 224 * 3 }, (_, index) => Math.sin(index * 0.37));
    const [first, second] = await predict(float32Tensor([1, 224, 224, 3], waves));
    expect(first).toBeCloseTo(0.31906530261039734, 5);
    expect(second).toBeCloseTo(0.6809346675872803, 5);
  });

  test('gives shares of 1 for a photo', async () => {
    const photo = path.join(sharedFolder!, 'data/photos/hymenoptera/val/ants/10308379_1b6c72e180.jpg');
    const bytes = await sharp(photo).resize(224, 224, { fit: 'cover' }).removeAlpha().raw().toBuffer();
    const [first, second] = await predict(
      float32Tensor(
        [1, 224, 224, 3],
        Float32Array.from(bytes, value => value / 127 - 1),
      ),
    );
    expect(first! + second!).toBeCloseTo(1, 6);
    expect(Math.min(first!, second!)).toBeGreaterThan(0);
  });
});

describe('an export', () => {
  const model = readModel({
    class_name: 'Sequential',
    config: {
      name: 'small',
      layers: [
        { class_name: 'GlobalAveragePooling2D', config: { name: 'gap', batch_input_shape: [null, 8, 8, 3] } },
        { class_name: 'Dense', config: { name: 'top', units: 2, activation: 'softmax' } },
      ],
    },
  });
  const good = { packageName: '@teachablemachine/image', labels: ['하나', 'two'], imageSize: 8 };

  const readWith = async (metadata: object, missing?: string) => {
    const weights = initialWeights(model, mulberry32(1));
    const files = new Map(await tfjsFormat.write!({ model, weights }, 'model.json'));
    files.set('metadata.json', new TextEncoder().encode(JSON.stringify(metadata)));
    if (missing) files.delete(missing);
    return readTeachableMachine({
      name: 'metadata.json',
      bytes: files.get('metadata.json')!,
      beside(name) {
        const bytes = files.get(name);
        return bytes ? Promise.resolve(bytes) : Promise.reject(new AppError('model-missing', { file: name }));
      },
    });
  };

  test('of another size is read with that size', async () => {
    const { classes, preprocessing } = await readWith(good);
    expect(classes).toEqual(['하나', 'two']);
    expect(preprocessing).toMatchObject({ heightPx: 8, widthPx: 8 });
  });

  test.each([
    ['of sounds', { ...good, packageName: '@teachablemachine/pose' }, 'not-this-format'],
    ['without a package', { labels: ['a', 'b'] }, 'not-this-format'],
    ['of grey photos', { ...good, grayscale: true }, 'fields-wrong'],
    ['with fewer labels than outputs', { ...good, labels: ['a'] }, 'fields-wrong'],
    ['with an empty label', { ...good, labels: ['a', ''] }, 'fields-wrong'],
    ['with labels that are no texts', { ...good, labels: [1, 2] }, 'fields-wrong'],
    ['without labels', { ...good, labels: undefined }, 'fields-wrong'],
    ['of another size than its network’s', { ...good, imageSize: 96 }, 'fields-wrong'],
    ['with a size that is no number', { ...good, imageSize: '8' }, 'fields-wrong'],
  ])('%s is refused', async (_, metadata, reason) => {
    await expect(readWith(metadata)).rejects.toMatchObject({
      code: 'model-invalid',
      details: { file: 'metadata.json', reason },
    });
  });

  test('without its model says which file is missing', async () => {
    await expect(readWith(good, 'model.json')).rejects.toMatchObject({
      code: 'model-missing',
      details: { file: 'model.json' },
    });
  });

  test('in a zip that is of something else is refused', async () => {
    const keras = readFileSync(path.resolve(import.meta.dirname, '../../../../fixtures/golden/files/multi.keras'));
    const source: ModelSource = {
      name: 'x.zip',
      bytes: keras,
      beside: () => Promise.reject(new Error('asked for a file beside a zip')),
    };
    await expect(readTeachableMachine(source)).rejects.toMatchObject({
      code: 'model-invalid',
      details: { file: 'x.zip', reason: 'not-this-format', detail: 'no model.json in the zip' },
    });
  });
});
