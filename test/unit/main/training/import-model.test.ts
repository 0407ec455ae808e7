// Any model file becomes a checked model folder that says where it comes from; what cannot serve is refused by name and reason.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { compileInference } from '../../../../src/engine/compile/inference.ts';
import { withoutTop } from '../../../../src/engine/features.ts';
import { writeModel } from '../../../../src/engine/graph.ts';
import type { Model, ModelLayer } from '../../../../src/engine/model.ts';
import { planModel } from '../../../../src/engine/plan.ts';
import { float32Tensor, toFloat32 } from '../../../../src/engine/tensor.ts';
import type { Tensor, Weights } from '../../../../src/engine/tensor.ts';
import { initialWeights } from '../../../../src/engine/weights.ts';
import { createModelBuilder } from '../../../../src/engine/zoo/builder.ts';
import { lenet5 } from '../../../../src/engine/zoo/lenet5.ts';
import { mobilenetV2 } from '../../../../src/engine/zoo/mobilenet-v2.ts';
import { builtInBackbone } from '../../../../src/main/formats/models/built-in.ts';
import { writeHdf5 } from '../../../../src/main/formats/models/hdf5-write.ts';
import { legacyContent } from '../../../../src/main/formats/models/keras-legacy-h5.ts';
import { writeNewFiles } from '../../../../src/main/formats/models/durable-folder.ts';
import { readModelFolder, writeModelFolder } from '../../../../src/main/formats/models/model-folder.ts';
import { writeModelFile } from '../../../../src/main/formats/models/model-formats.ts';
import { readSafetensors, writeSafetensors } from '../../../../src/main/formats/models/safetensors.ts';
import { readStoredZip, writeStoredZip } from '../../../../src/main/formats/models/stored-zip.ts';
import { openSession } from '../../../../src/main/runtime/onnx.ts';
import type { ImportModelJob } from '../../../../src/main/training/api.ts';
import { readNetwork } from '../../../../src/main/training/classifier.ts';
import { headModel } from '../../../../src/main/training/head-model.ts';
import { importModel } from '../../../../src/main/training/import-model.ts';
import type { ImportedModel } from '../../../../src/shared/records/imported-model.ts';
import { mulberry32 } from '../../../../src/shared/random.ts';
import { temporaryHome } from '../../../support/core.ts';
import { goldenFile, relativeDifference } from '../../../support/golden.ts';
import { sharedFolder } from '../../../support/shared.ts';

const resourcesFolder = path.resolve(import.meta.dirname, '../../../../resources');
const torchCheckpoint = path.resolve(
  import.meta.dirname,
  '../../../fixtures/cases/B20-torch-dataparallel-checkpoint/model_best.pth.tar',
);
const inShared = (file: string): string => path.join(sharedFolder ?? '', file);
const isMissing = (file: string): boolean => sharedFolder === null || !existsSync(inShared(file));

async function prepared() {
  const home = await temporaryHome();
  const modelsFolder = path.join(home, 'models');
  const bring = (file: string, preprocessing: ImportModelJob['preprocessing'] = null) =>
    importModel({
      kind: 'import-model',
      file,
      modelsFolder,
      resourcesFolder,
      preprocessing,
      published: null,
      threads: 1,
    });
  const read = async (id: string) => {
    const { card, ...rest } = await readModelFolder(path.join(modelsFolder, id));
    return { ...rest, card: card as unknown as ImportedModel };
  };
  return { home, modelsFolder, bring, read };
}

/** A small classifier of photos of 8 × 8; `first`: a layer before everything; `top`: what follows the last sums. */
function small({ classes = 4, channels = 3, width = 8, first = false, activation = 'softmax' } = {}): Model {
  const builder = createModelBuilder();
  let x = builder.input('photo', [8, width, channels]);
  if (first) x = builder.add('rescaling', 'Rescaling', { scale: 1 / 255, offset: 0 }, [x]);
  x = builder.globalAveragePool('gap', builder.convolve('convolution', x, { filters: 6, size: 3 }));
  return builder.model('small', builder.dense('classes', x, { units: classes, activation }));
}
async function written(home: string, name: string, model: Model): Promise<string> {
  const file = path.join(home, name);
  await writeModelFile({ model, weights: initialWeights(model, mulberry32(3)) }, file);
  return file;
}

describe('what is brought in', () => {
  test('a model that does not say how it reads photos is asked about, then it is a starting point without classes', async () => {
    const { home, bring, read } = await prepared();
    const file = await written(home, 'Herr Öz.keras', small());
    await expect(bring(file)).rejects.toMatchObject({
      code: 'model-invalid',
      details: { file: 'Herr Öz.keras', reason: 'preprocessing-unknown' },
    });
    const { id, isNew } = await bring(file, 'torchvision');
    expect({ id, isNew }).toEqual({ id: 'imported-herr-z', isNew: true });
    const { task, classes, preprocessing, card } = await read(id);
    expect({ task, classes }).toEqual({ task: 'features', classes: [] });
    expect(preprocessing).toMatchObject({ heightPx: 8, widthPx: 8, mean: [123.675, 116.28, 103.53], order: 'rgb' });
    expect(card).toMatchObject({ name: 'Herr Öz', classes: [], backbone: { licence: 'not stated' } });
    expect(card.imported).toMatchObject({ file: 'Herr Öz.keras', format: 'keras', sidePx: 8, takesAnySide: true });
    expect(card.imported.parameters).toBe(3 * 3 * 3 * 6);
    expect(card.imported.blocks).toEqual([{ name: 'convolution', parameters: 162 }]);
  });

  test('the same file again is the folder that is there; read in another way it is a second one', async () => {
    const { home, modelsFolder, bring } = await prepared();
    const file = await written(home, 'small.keras', small());
    expect(await bring(file, 'caffe')).toMatchObject({ id: 'imported-small', isNew: true });
    expect(await bring(file, 'caffe')).toMatchObject({ id: 'imported-small', isNew: false });
    expect(await bring(file, 'zero-to-one')).toMatchObject({ id: 'imported-small-2', isNew: true });
    expect(readdirSync(modelsFolder).toSorted()).toEqual(['imported-small', 'imported-small-2']);
  });

  test.each(['small.keras', 'small.h5', 'small.safetensors', 'model.json'])('%s keeps its weights', async name => {
    const { home, bring, read } = await prepared();
    const folder = path.join(home, 'exported');
    await mkdir(folder);
    const model = small();
    const file = await written(folder, name, model);
    const { id } = await bring(name === 'model.json' ? folder : file, 'zero-to-one');
    const { weights } = await read(id);
    for (const [key, tensor] of initialWeights(model, mulberry32(3))) {
      expect(relativeDifference(weights.get(key)!, tensor), key).toBe(0);
    }
  });

  test('a model that begins with its own normalisation is given photos as they are', async () => {
    const { home, bring, read } = await prepared();
    const { id } = await bring(await written(home, 'own.keras', small({ first: true })));
    expect((await read(id)).preprocessing).toMatchObject({ mean: [0, 0, 0], std: [1, 1, 1] });
  });

  test('a network that Keras saved without a size for its photos is one for 224 × 224 that takes any', async () => {
    const { home, bring, read } = await prepared();
    const file = await written(home, 'sized.keras', mobilenetV2({ classes: 0, sizePx: 96 }));
    const open = path.join(home, 'open.keras');
    const entries = readStoredZip(readFileSync(file), file);
    const config = new TextDecoder().decode(entries.get('config.json'));
    expect(config).toContain('[null,96,96,3]');
    const changed = new TextEncoder().encode(config.replaceAll('[null,96,96,3]', '[null,null,null,3]'));
    await writeNewFiles(
      home,
      new Map([['open.keras', writeStoredZip(new Map([...entries, ['config.json', changed]]))]]),
    );
    const { card, preprocessing } = await read((await bring(open)).id);
    expect(preprocessing).toMatchObject({ heightPx: 224, widthPx: 224, mean: [127.5, 127.5, 127.5] });
    expect(card).toMatchObject({ name: 'MobileNetV2', imported: { sidePx: 224, takesAnySide: true } });
  });

  test('a thousand results are ImageNet’s classes, and sums without a softmax get one', async () => {
    const { home, bring, modelsFolder } = await prepared();
    const file = await written(home, 'sums.keras', small({ classes: 1_000, activation: 'linear' }));
    const { id } = await bring(file, 'minus-one-to-one');
    const { model, weights, classes } = await readNetwork(path.join(modelsFolder, id), resourcesFolder);
    expect(classes.slice(308, 311)).toEqual(['fly', 'bee', 'ant']);
    const probabilities = await outputOf(model, weights, float32Tensor([1, 8, 8, 3], new Float32Array(192).fill(0.5)));
    expect(toFloat32(probabilities).reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
  });

  test('a model of a project on the built-in network becomes a whole one with its classes', async () => {
    const { home, bring, read } = await prepared();
    const head = headModel(1_280, 2);
    const folder = path.join(home, 'ants-3');
    await writeModelFolder(folder, {
      task: 'classification',
      graph: writeModel(head) as Record<string, unknown>,
      backbone: builtInBackbone,
      preprocessing: { heightPx: 224, widthPx: 224, mean: [127, 127, 127], std: [128, 128, 128], order: 'rgb' },
      classes: [
        { id: '1', name: '개미' },
        { id: '2', name: 'bee' },
      ],
      created: '2026-11-25T00:00:00.000Z',
      weights: initialWeights(head, mulberry32(1)),
      card: {},
    });
    const { id } = await bring(folder);
    const { backbone, classes, weights, card } = await read(id);
    expect(backbone).toBeNull();
    expect(classes.map(({ name }) => name)).toEqual(['개미', 'bee']);
    expect(weights.has('stem_conv/kernel')).toBe(true);
    expect(card.imported).toMatchObject({ preprocessing: 'own', unfreeze: 'block6d' });
  });
});

describe('weights alone', () => {
  const network = mobilenetV2({ classes: 1_000 });
  const weights = initialWeights(network, mulberry32(4));

  test('are recognised by their names: the network, its way of reading photos, its classes', async () => {
    const { home, bring, read } = await prepared();
    await writeNewFiles(home, new Map([['weights.safetensors', writeSafetensors(weights)]]));
    const { id } = await bring(path.join(home, 'weights.safetensors'));
    expect(id).toBe('imported-mobilenetv2');
    const { preprocessing, classes, card } = await read(id);
    expect(preprocessing).toMatchObject({ heightPx: 224, mean: [127.5, 127.5, 127.5] });
    expect(classes).toHaveLength(1_000);
    expect(card.imported).toMatchObject({ network: 'mobilenet-v2', preprocessing: 'minus-one-to-one' });
  });

  test('of a legacy .h5 whose layers are called otherwise are found by their places', async () => {
    const { home, bring, read } = await prepared();
    const { model, weights: renamed } = withOtherNames(network, weights);
    const bytes = await writeHdf5(legacyContent(model, renamed, new Map()));
    await writeNewFiles(home, new Map([['old.h5', bytes]]));
    const { id } = await bring(path.join(home, 'old.h5'));
    const stored = (await read(id)).weights;
    for (const key of [
      'Conv1/kernel',
      'block_3_depthwise/kernel',
      'block_16_project_BN/moving_variance',
      'predictions/bias',
    ])
      expect(relativeDifference(stored.get(key)!, weights.get(key)!), key).toBe(0);
  });

  test.skipIf(isMissing('data/weights/xception_imagenet_blocks1-13.safetensors'))(
    'of the first blocks of Xception are Xception up to there, with Keras’ features',
    async () => {
      const { modelsFolder, bring, read } = await prepared();
      const { id } = await bring(inShared('data/weights/xception_imagenet_blocks1-13.safetensors'));
      expect(id).toBe('imported-xception-blocks-1-to-13');
      const { card } = await read(id);
      expect(card).toMatchObject({ name: 'Xception, blocks 1 to 13', classes: [] });
      expect(card.imported).toMatchObject({
        part: { blocks: 13, of: 14 },
        preprocessing: 'minus-one-to-one',
        sidePx: 224,
      });
      expect(card.limits.join()).toContain('first 13 of 14 blocks');
      const source = await readNetwork(path.join(modelsFolder, id), resourcesFolder);
      const network13 = withoutTop(source.model, source.weights);
      const tensors = (file: string): Map<string, Tensor> => readSafetensors(readFileSync(inShared(file)), file);
      const expected = tensors('golden/pretrained/xception_features.safetensors');
      for (const [name, photo] of tensors('golden/pretrained/preprocessed_float16.safetensors')) {
        const input = float32Tensor([1, ...photo.shape], toFloat32(photo));
        const features = await outputOf(network13.model, network13.weights, input);
        const actual = float32Tensor([1_024], toFloat32(features));
        expect(relativeDifference(actual, expected.get(`from_float16/${name}`)!), name).toBeLessThan(1e-4);
      }
    },
  );

  test('of a network that Fovea does not know are refused with what to do', async () => {
    const { home, bring } = await prepared();
    await writeNewFiles(home, new Map([['x.safetensors', writeSafetensors(initialWeights(small(), mulberry32(1)))]]));
    await expect(bring(path.join(home, 'x.safetensors'))).rejects.toMatchObject({
      details: { file: 'x.safetensors', reason: 'network-unknown' },
    });
  });

  test('of PyTorch are named as such', async () => {
    const { bring } = await prepared();
    await expect(bring(torchCheckpoint)).rejects.toMatchObject({
      details: {
        file: 'model_best.pth.tar',
        reason: 'torch-weights',
        detail: '9 tensors, the first features.0.weight',
      },
    });
  });
});

describe('a Teachable Machine export', () => {
  const folder = 'data/weights/mobilenet_v2_035_teachable_machine';

  test.skipIf(isMissing(folder))(
    'by its zip or its folder: classes, its own way of reading photos, opened blocks',
    async () => {
      const { home, bring, read } = await prepared();
      const copy = path.join(home, 'export');
      await cp(inShared(folder), copy, { recursive: true });
      for (const file of [path.join(copy, 'tm-my-image-model.zip'), copy, path.join(copy, 'model.json')]) {
        const { classes, preprocessing, card, weights, graph } = await read((await bring(file)).id);
        expect(classes.map(({ name }) => name)).toEqual(['Class 1', 'drowsy']);
        expect(preprocessing).toEqual({
          heightPx: 224,
          widthPx: 224,
          mean: [127, 127, 127],
          std: [127, 127, 127],
          order: 'rgb',
        });
        expect(card.imported.blocks.map(({ name }) => name)).toContain('block_16');
        expect(card.imported.isCropped).toBe(true);
        expect(JSON.stringify(graph)).not.toContain('Sequential');
        expect(weights.size).toBeGreaterThan(100);
      }
    },
  );
});

describe('refused by name and reason', () => {
  test.each([
    ['a grey photo', lenet5({ classes: 3 }), 'not-a-photo'],
    ['a photo that is not square', small({ width: 12 }), 'not-a-photo'],
    ['no photo at all', headModel(16, 3), 'not-a-photo'],
    ['two inputs', twoInputs(), 'inputs-several'],
  ])('%s', async (_, model, reason) => {
    const { home, modelsFolder, bring } = await prepared();
    const file = await written(home, 'model.keras', model);
    await expect(bring(file, 'zero-to-one')).rejects.toMatchObject({
      code: 'model-invalid',
      details: { file: 'model.keras', reason },
    });
    expect(existsSync(modelsFolder)).toBe(false);
  });

  test.each([
    ['hostile/lambda.keras', 'foreign-code'],
    ['hostile/foreign_module.keras', 'foreign-code'],
    ['hostile/nan_weights.safetensors', 'not-a-number'],
    ['hostile/nan_weights_legacy.h5', 'not-a-number'],
  ])('%s', async (file, reason) => {
    const { bring } = await prepared();
    await expect(bring(goldenFile(`files/${file}`), 'zero-to-one')).rejects.toMatchObject({
      details: { file: path.basename(file), reason },
    });
  });

  test('another number of class names than results, and a file that is not there', async () => {
    const { home, bring } = await prepared();
    const model = small({ classes: 3 });
    await writeModelFolder(path.join(home, 'three'), {
      task: 'classification',
      graph: writeModel(model) as Record<string, unknown>,
      backbone: null,
      preprocessing: { heightPx: 8, widthPx: 8, mean: [0, 0, 0], std: [1, 1, 1], order: 'rgb' },
      classes: [{ id: '1', name: 'one' }],
      created: '2026-11-25T00:00:00.000Z',
      weights: initialWeights(model, mulberry32(1)),
      card: {},
    });
    await expect(bring(path.join(home, 'three'))).rejects.toMatchObject({ details: { reason: 'classes-differ' } });
    await expect(bring(path.join(home, 'none.keras'))).rejects.toMatchObject({ code: 'file-missing' });
  });
});

async function outputOf(model: Model, weights: Weights, input: Tensor): Promise<Tensor> {
  const session = await openSession(compileInference({ model, weights, batch: 1 }), { threads: 1 });
  const results = await session.run({ [session.inputs[0]!]: input });
  const output = results[session.outputs[0]!]!;
  await session.dispose();
  return output;
}

function twoInputs(): Model {
  const { input, add, globalAveragePool, dense, model } = createModelBuilder();
  const sum = add('sum', 'Add', {}, [input('left', [8, 8, 3]), input('right', [8, 8, 3])]);
  return model('two', dense('classes', globalAveragePool('gap', sum), { units: 2, activation: 'softmax' }));
}

/** The same network with layers called layer_1, layer_2 … */
function withOtherNames(model: Model, weights: Weights): { model: Model; weights: Map<string, Tensor> } {
  const names = new Map(model.layers.map(({ name }, place) => [name, `layer_${place + 1}`]));
  const layers = model.layers.map((layer): ModelLayer => {
    const name = names.get(layer.name)!;
    const calls = layer.calls.map(({ inputs }) => ({
      inputs: inputs.map(input => ({ ...input, layer: names.get(input.layer)! })),
    }));
    return { ...layer, name, config: { ...layer.config, name }, calls };
  });
  const moved = (references: Model['inputs']) =>
    references.map(reference => ({ ...reference, layer: names.get(reference.layer)! }));
  const renamed = { ...model, layers, inputs: moved(model.inputs), outputs: moved(model.outputs) };
  const keyOf = (key: string): string => key.replace(/^[^/]+/, name => names.get(name)!);
  expect(planModel(renamed).weights).toHaveLength(weights.size);
  return { model: renamed, weights: new Map([...weights].map(([key, tensor]) => [keyOf(key), tensor])) };
}
