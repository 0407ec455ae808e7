// tfjs-node beside ONNX Runtime where Keras has no golden: dropout, mixed batch norms, ends in nested models, several inputs, what a failed step leaves.
import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { TrainingOptions } from '../../../../src/engine/compile/training.ts';
import { compileTrainingStep } from '../../../../src/engine/compile/training.ts';
import type { Model, TensorReference } from '../../../../src/engine/model.ts';
import { float32Tensor, toFloat32 } from '../../../../src/engine/tensor.ts';
import type { Tensor, Weights } from '../../../../src/engine/tensor.ts';
import { initialWeights } from '../../../../src/engine/weights.ts';
import { createModelBuilder } from '../../../../src/engine/zoo/builder.ts';
import { madeBatch } from '../../../../src/main/runtime/made-batch.ts';
import type { NetworkTrainer } from '../../../../src/main/runtime/network-trainer.ts';
import { onnxRuntime, openRuntime } from '../../../../src/main/runtime/runtime.ts';
import type { Runtime } from '../../../../src/main/runtime/runtime.ts';
import { requireTfjsMemory } from '../../../../src/main/runtime/tfjs-memory.ts';
import { loadTfjs } from '../../../../src/main/runtime/tfjs-module.ts';
import { mulberry32 } from '../../../../src/shared/random.ts';
import { relativeDifference } from '../../../support/golden.ts';
import { tfjs, tfjsFolder } from '../../../support/runtimes.ts';

test.each([
  ['in no folder', null],
  ['in a folder without it', mkdtempSync(path.join(os.tmpdir(), 'fovea-no-tfjs-'))],
])('tfjs-node %s is missing, which is said before anything is trained', async (_, folder) => {
  await expect(openRuntime('tfjs', folder)).rejects.toMatchObject({
    code: 'engine-missing',
    details: { engine: 'tfjs' },
  });
});

if (tfjs === null || tfjsFolder === null) {
  test.skip('tfjs-node computes as ONNX Runtime does (needs FOVEA_TFJS: the folder of `npm run engine:tfjs`)');
} else {
  const onnx = onnxRuntime();
  const other = tfjs;
  const tf = loadTfjs(tfjsFolder);
  const batch = 4;

  const optionsOf = (model: Model, more: Partial<TrainingOptions> = {}): TrainingOptions => ({
    model,
    loss: { kind: 'categorical-cross-entropy', labels: 'class-numbers' },
    optimizer: { kind: 'sgd', momentum: 0.9 },
    batch,
    ...more,
  });

  const opened = (
    runtime: Runtime,
    training: TrainingOptions,
    more: { weights?: Weights; resume?: ReturnType<NetworkTrainer['state']> } = {},
  ) =>
    runtime.openTrainer({
      training,
      weights: initialWeights(training.model, mulberry32(5)),
      threads: 1,
      seed: 3,
      ...more,
    });

  /** The same batch for both. */
  const batchOf = (training: TrainingOptions, seed: number): Record<string, Tensor> =>
    madeBatch(compileTrainingStep(training), mulberry32(seed));

  async function expectSameTraining(training: TrainingOptions, learningRate = 0.05): Promise<void> {
    const [one, two] = [await opened(onnx, training), await opened(other, training)];
    for (let step = 0; step < 3; step++) {
      const [ours, theirs] = [
        await one.step(batchOf(training, step), learningRate),
        await two.step(batchOf(training, step), learningRate),
      ];
      expect(theirs.loss).toBeCloseTo(ours.loss, 4);
      expect(relativeDifference(theirs.predictions, ours.predictions)).toBeLessThan(1e-4);
    }
    const theirs = two.weights();
    expect([...theirs.keys()]).toEqual([...one.weights().keys()]);
    const differences = [...one.weights()].map(
      ([key, tensor]) => [key, relativeDifference(theirs.get(key)!, tensor)] as const,
    );
    expect(differences.filter(([, difference]) => !(difference <= 1e-4))).toEqual([]);
    await Promise.all([one.dispose(), two.dispose()]);
  }

  describe('tfjs-node trains as ONNX Runtime does', () => {
    test('dropout drops the same values of photos and of features', async () => {
      const { input, convolve, dropout, globalAveragePool, dense, model } = createModelBuilder();
      const x = dropout('drop_maps', convolve('conv', input('photo', [8, 7, 3]), { filters: 6, size: 3 }), 0.4);
      const features = dropout('drop_features', globalAveragePool('mean', x), 0.3);
      await expectSameTraining(
        optionsOf(model('dropping', dense('top', features, { units: 3, activation: 'softmax' }))),
      );
    });

    test('a frozen batch norm stays and one beside it follows the photos, also without gamma and beta', async () => {
      const { input, add, convolve, globalAveragePool, dense, model } = createModelBuilder();
      let x = convolve('a', input('photo', [8, 8, 3]), { filters: 4, size: 3 });
      x = add('frozen', 'BatchNormalization', { axis: -1, trainable: false, scale: false }, [x]);
      x = add('free', 'BatchNormalization', { axis: -1, scale: false, center: false, momentum: 0.9 }, [
        convolve('b', x, { filters: 4, size: 3 }),
      ]);
      const options = optionsOf(
        model('mixed', dense('top', globalAveragePool('mean', x), { units: 3, activation: 'softmax' })),
      );
      await expectSameTraining(options);
      const trainer = await opened(other, options);
      const before = trainer.weights();
      await trainer.step(batchOf(options, 1), 0.1);
      expect(trainer.weights().get('frozen/moving_mean')).toEqual(before.get('frozen/moving_mean'));
      expect(trainer.weights().get('free/moving_mean')).not.toEqual(before.get('free/moving_mean'));
      await trainer.dispose();
    });

    test('a softmax at the end of a nested model is read past, so that a certain mistake has a finite loss', async () => {
      const training = optionsOf(nestedModel());
      await expectSameTraining(training);
      const far = { ...batchOf(training, 1), input: float32Tensor([batch, 5], new Float32Array(batch * 5).fill(1e4)) };
      const trainer = await opened(other, training);
      expect((await trainer.step(far, 0)).loss).toBeGreaterThan(100);
      await trainer.dispose();
    });

    test.each<[string, Partial<TrainingOptions>]>([
      ['a penalty and weights of photos', { l2: 0.01, hasPhotoWeights: true }],
      [
        'smoothed one-hot labels',
        { loss: { kind: 'categorical-cross-entropy', labels: 'one-hot', labelSmoothing: 0.1 } },
      ],
      ['Adam over two batches at once', { optimizer: { kind: 'adam', weightDecay: 0.01 }, batchesPerUpdate: 2 }],
      ['gradients clipped together', { optimizer: { kind: 'rmsprop', clipping: { by: 'global-norm', limit: 0.1 } } }],
    ])('a nested network with %s', async (_, more) => {
      await expectSameTraining(optionsOf(nestedModel(), more), 0.01);
    });

    test('what one engine has begun the other finishes', async () => {
      const training = optionsOf(nestedModel(), { optimizer: { kind: 'adam' } });
      const whole = await opened(onnx, training);
      const first = await opened(other, training);
      for (const trainer of [whole, first]) await trainer.step(batchOf(training, 0), 0.01);
      const second = await opened(onnx, training, { weights: first.weights(), resume: first.state() });
      for (const trainer of [whole, second]) await trainer.step(batchOf(training, 1), 0.01);
      expect(second.state().steps).toBe(2);
      const expected = whole.weights();
      for (const [key, tensor] of second.weights())
        expect(relativeDifference(tensor, expected.get(key)!)).toBeLessThan(1e-4);
      await Promise.all([whole, first, second].map(trainer => trainer.dispose()));
    });
  });

  test('twenty steps leave as many values in TensorFlow as one, a failed one too, and a closed trainer none', async () => {
    const { input, convolve, normalise, dropout, globalAveragePool, dense, model } = createModelBuilder();
    const maps = normalise('norm', convolve('conv', input('photo', [9, 9, 3]), { filters: 4, size: 3 }));
    const features = dropout('drop', globalAveragePool('mean', maps), 0.2);
    const network = model('small', dense('top', features, { units: 3, activation: 'softmax' }));
    const training = optionsOf(network, { optimizer: { kind: 'adam' }, l2: 0.01, batchesPerUpdate: 2 });
    const before = tf.memory().numTensors;
    const trainer = await opened(other, training);
    await trainer.step(batchOf(training, 0), 1e-5);
    const afterOne = tf.memory().numTensors;
    for (let step = 1; step < 20; step++) await trainer.step(batchOf(training, step), 1e-5);
    const broken = batchOf(training, 20);
    broken['input']!.data.fill(NaN as never, 0, 10);
    const [weights, state] = [trainer.weights(), trainer.state()];
    await expect(trainer.step(broken, 1e-5)).rejects.toMatchObject({
      code: 'train-diverged',
      details: { step: 21, value: 'loss' },
    });
    expect(tf.memory().numTensors).toBe(afterOne);
    // Statistics, which the layers move while they compute, are put back.
    expect([trainer.weights(), trainer.state()]).toEqual([weights, state]);
    await trainer.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test('what waits in the same thread has its turn between steps and runs, so that a worker can say it is alive', async () => {
    const training = optionsOf(nestedModel());
    const weights = initialWeights(training.model, mulberry32(5));
    const [trainer, running] = [
      await opened(other, training),
      await other.openModel(training.model, weights, { threads: 1 }),
    ];
    const batchOfOne = batchOf(training, 1);
    for (const work of [() => trainer.step(batchOfOne, 0.01), () => running.run([batchOfOne['input']!])]) {
      let hasTurned = false;
      setImmediate(() => (hasTurned = true));
      await work();
      expect(hasTurned).toBe(true);
    }
    await Promise.all([trainer.dispose(), running.dispose()]);
  });

  test('a step that the free memory cannot hold is refused with what it needs', () => {
    const training = optionsOf(nestedModel());
    expect(() => requireTfjsMemory(training, 1e6)).toThrow(
      expect.objectContaining({
        code: 'train-memory',
        details: { model: 'nested', batch, neededGb: 0.2, availableGb: 0 },
      }),
    );
    expect(() => requireTfjsMemory(training, 1e9)).not.toThrow();
  });

  test('a last layer that is also used elsewhere is refused by name', async () => {
    const { input, dense, model } = createModelBuilder();
    const whole = model('twice', dense('top', input('photo', [1, 1, 3]), { units: 3, activation: 'softmax' }));
    const read = (layer: string, call: number): TensorReference => ({ layer, call, tensor: 0 });
    const twice: Model = {
      ...whole,
      layers: [
        whole.layers[0]!,
        { name: 'flat', className: 'Flatten', config: { name: 'flat' }, calls: [{ inputs: [read('photo', 0)] }] },
        { ...whole.layers[1]!, calls: [{ inputs: [read('flat', 0)] }, { inputs: [read('top', 0)] }] },
      ],
      outputs: [read('top', 1)],
    };
    await expect(opened(other, optionsOf(twice))).rejects.toMatchObject({
      code: 'model-invalid',
      details: { layer: 'top', expected: 'a last layer that is used once' },
    });
  });

  describe('a model that runs', () => {
    const { input, add, dense, model } = createModelBuilder();
    const [left, right] = ['left', 'right'].map(name => add(`${name}_flat`, 'Flatten', {}, [input(name, [2, 1, 3])]));
    const hidden = dense('hidden', left!, { units: 4, activation: 'relu' });
    const both = add('both', 'Concatenate', { axis: -1 }, [hidden, right!]);
    const whole = model('pair', dense('top', both, { units: 2, activation: 'sigmoid' }));
    const weights = initialWeights(whole, mulberry32(2));
    const random = mulberry32(9);
    const photos = (): Tensor => float32Tensor([5, 2, 1, 3], Float32Array.from({ length: 30 }, random));
    const given = [photos(), photos()];

    test.each([
      ['its own output', undefined],
      ['layers of two inputs', ['both', 'hidden']],
      ['a layer of the second input alone', ['right_flat']],
    ])('gives %s as the other engine does, and takes nothing after it is closed', async (_, outputs) => {
      const before = tf.memory().numTensors;
      const options = { threads: 1, ...(outputs ? { outputs } : {}) };
      const [one, two] = [
        await onnx.openModel(whole, weights, options),
        await other.openModel(whole, weights, options),
      ];
      const expected = await one.run(given);
      const found = await two.run(given);
      expect(found).toHaveLength(outputs?.length ?? 1);
      found.forEach((tensor, place) => expect(relativeDifference(tensor, expected[place]!)).toBeLessThan(1e-5));
      for (const running of [one, two]) {
        await expect(running.run([given[0]!])).rejects.toMatchObject({ code: 'engine-failed' });
        await running.dispose();
        await running.dispose();
        await expect(running.run(given)).rejects.toMatchObject({ code: 'engine-failed' });
      }
      expect(tf.memory().numTensors).toBe(before);
    });

    test.each([onnx, other])('refuses an output that there is not, and weights that hold no numbers', async runtime => {
      await expect(runtime.openModel(whole, weights, { threads: 1, outputs: ['none'] })).rejects.toMatchObject({
        code: 'model-invalid',
      });
      const broken = new Map(weights).set('top/bias', float32Tensor([2], [1, NaN]));
      await expect(runtime.openModel(whole, broken, { threads: 1 })).rejects.toMatchObject({ code: 'model-invalid' });
    });

    test('keeps its numbers when the caller writes over what he gave', async () => {
      const running = await other.openModel(whole, weights, { threads: 1 });
      const [first] = await running.run(given);
      const kept = Float32Array.from(toFloat32(first!));
      const copy = given.map(({ shape, data }) => float32Tensor(shape, Float32Array.from(data as Float32Array)));
      await running.run(copy);
      for (const { data } of copy) data.fill(7 as never);
      expect(toFloat32(first!)).toEqual(kept);
      await running.dispose();
    });
  });

  /** A dense network whose softmax stands at the end of a nested model. */
  function nestedModel(): Model {
    const read = (layer: string): TensorReference => ({ layer, call: 0, tensor: 0 });
    const layer = (name: string, className: string, config: object, ...inputs: string[]) => ({
      name,
      className,
      config: { name, ...config },
      calls: [{ inputs: inputs.map(read) }],
    });
    const inner: Model = {
      name: 'head',
      layers: [
        layer('inner', 'InputLayer', { batch_shape: [null, 6] }),
        layer('top', 'Dense', { units: 3, activation: 'linear' }, 'inner'),
        layer('softmax', 'Softmax', { axis: -1 }, 'top'),
      ],
      inputs: [read('inner')],
      outputs: [read('softmax')],
    };
    return {
      name: 'nested',
      layers: [
        layer('features', 'InputLayer', { batch_shape: [null, 5] }),
        layer('hidden', 'Dense', { units: 6, activation: 'relu' }, 'features'),
        { ...layer('head', 'Functional', {}, 'hidden'), nested: inner },
      ],
      inputs: [read('features')],
      outputs: [read('head')],
    };
  }
}
