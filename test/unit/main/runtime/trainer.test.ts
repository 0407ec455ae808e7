// Training steps through the runtime against Keras: every optimizer and loss, batch norms in training mode, dropout, resuming.
import { describe, expect, test } from 'vitest';
import { compileTrainingStep } from '../../../../src/engine/compile/training.ts';
import type { TrainingOptions } from '../../../../src/engine/compile/training.ts';
import { compileInference } from '../../../../src/engine/compile/inference.ts';
import { readModel } from '../../../../src/engine/graph.ts';
import type { Model } from '../../../../src/engine/graph.ts';
import type { Loss } from '../../../../src/engine/losses/loss.ts';
import type { Optimizer } from '../../../../src/engine/optimizers/optimizer.ts';
import { mulberry32 } from '../../../../src/shared/random.ts';
import { legacyDecay, cosine } from '../../../../src/engine/schedules.ts';
import { float32Tensor, toFloat32 } from '../../../../src/engine/tensor.ts';
import type { Tensor } from '../../../../src/engine/tensor.ts';
import { initialWeights } from '../../../../src/engine/weights.ts';
import { openSession } from '../../../../src/main/runtime/onnx.ts';
import type { Trainer } from '../../../../src/main/runtime/trainer.ts';
import { goldenJson, goldenTensors, relativeDifference } from '../../../support/golden.ts';
import { formsOfTrainers, trainers } from '../../../support/runtimes.ts';

type Run = {
  readonly optimizer: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly loss: string;
  readonly class_weight: readonly number[] | null;
  readonly loss_per_step: readonly number[];
};
const { runs, steps, batch, classes } = goldenJson('optimizers/index.json') as {
  readonly runs: Readonly<Record<string, Run>>;
  readonly steps: number;
  readonly batch: number;
  readonly classes: number;
};

describe.each(formsOfTrainers)('six steps of a small network end where Keras ends, by %s', (_, open) => {
  const data = goldenTensors('optimizers/data.safetensors');
  const [after1, after6] = [
    goldenTensors('optimizers/after_step1.safetensors'),
    goldenTensors('optimizers/after_step6.safetensors'),
  ];
  const network = goldenJson('optimizers/net.json');

  test.each(Object.entries(runs))('%s', async (name, run) => {
    const model = run.loss === 'sparse_ce_probabilities' ? withSoftmax(readModel(network)) : readModel(network);
    const training = { model, loss: lossOf(run), optimizer: optimizerOf(run), batch };
    const trainer = await open({ training, weights: goldenTensors('optimizers/initial.safetensors') });
    const tolerance = run.optimizer === 'SGD' ? 2e-5 : 1e-3;
    for (let at = 0; at < steps; at++) {
      const feeds = { input: part(data.get('x')!, at), targets: targetsOf(run.loss, data, at) };
      const { loss } = await trainer.step(feeds, rateOf(name, run)(at));
      expect(loss).toBeCloseTo(run.loss_per_step[at]!, 4);
      if (at === 0) expect(farOff(trainer.weights(), after1, name, tolerance)).toEqual([]);
    }
    expect(farOff(trainer.weights(), after6, name, tolerance)).toEqual([]);
    await trainer.dispose();
  });
});

describe.each(formsOfTrainers)('the gradients of the first batch are Keras’, by %s', (_, open) => {
  const data = goldenTensors('optimizers/data.safetensors');
  const golden = goldenTensors('optimizers/gradients_step1.safetensors');
  const names = new Set([...golden.keys()].map(key => key.slice(0, key.indexOf('/'))));

  test.each([...names])('%s', async name => {
    const run = runs[name]!;
    const network = readModel(goldenJson('optimizers/net.json'));
    const model = run.loss === 'sparse_ce_probabilities' ? withSoftmax(network) : network;
    const training: TrainingOptions = {
      model,
      loss: lossOf(run),
      optimizer: { kind: 'sgd' },
      batch,
      batchesPerUpdate: 2,
    };
    const trainer = await open({ training, weights: goldenTensors('optimizers/initial.safetensors') });
    await trainer.step({ input: part(data.get('x')!, 0), targets: targetsOf(run.loss, data, 0) }, 0);
    const sums = new Map([...trainer.state().slots].map(([key, tensor]) => [key.replace('/gradient_sum', ''), tensor]));
    expect([...sums.keys()]).toEqual([...trainer.weights().keys()]);
    expect(farOff(sums, golden, name, 1e-5)).toEqual([]);
    await trainer.dispose();
  });
});

test.each(formsOfTrainers)(
  'three steps of a residual network with batch norms in training mode end where Keras ends, statistics too, by %s',
  async (_, open) => {
    const golden = goldenTensors('training/residual_block.safetensors');
    const facts = goldenJson('training/residual_block.json') as { loss_before_each_step_and_after_the_last: number[] };
    const model = readModel(goldenJson('training/residual_block.model.json'));
    const before = new Map(
      [...golden].filter(([key]) => key.startsWith('before/')).map(([key, tensor]) => [key.slice(7), tensor]),
    );
    const training: TrainingOptions = {
      model,
      loss: crossEntropy,
      optimizer: { kind: 'sgd', momentum: 0.9 },
      batch: 4,
    };
    const trainer = await open({ training, weights: before });
    const feeds = { input: golden.get('input')!, targets: golden.get('labels')! };
    const losses: number[] = [];
    for (let at = 0; at < 3; at++) {
      const { loss, predictions } = await trainer.step(feeds, 0.01);
      losses.push(loss);
      if (at === 0) expect(relativeDifference(predictions, golden.get('probabilities_step1')!)).toBeLessThan(1e-5);
      if (at === 0) expect(farOff(trainer.weights(), golden, 'after1', 1e-5)).toEqual([]);
      if (at === 0) expect(farOff(firstGradients(trainer.state().slots, 0.01), golden, 'grad', 1e-5)).toEqual([]);
    }
    expect(farOff(trainer.weights(), golden, 'after3', 1e-5)).toEqual([]);
    const afterThree = trainer.weights();
    losses.push((await trainer.step(feeds, 0.01)).loss);
    losses.forEach((loss, at) => expect(loss).toBeCloseTo(facts.loss_before_each_step_and_after_the_last[at]!, 5));

    // Keras' last loss was one more call in training mode, which moved the statistics once more before the inference.
    const statistics = [...trainer.weights()].filter(([key]) => key.includes('/moving_'));
    const weights = new Map([...afterThree, ...statistics]);
    const session = await openSession(compileInference({ model, weights }), { threads: 1 });
    const { probabilities } = await session.run({ input: golden.get('input')! });
    expect(relativeDifference(probabilities!, golden.get('inference_after_step3')!)).toBeLessThan(1e-5);
    await session.dispose();
    await trainer.dispose();
  },
);

describe.each(trainers)('a head on features, by %s', (_, open) => {
  const features = 12;
  const rows = 8;
  const random = mulberry32(3);
  const input = float32Tensor(
    [rows, features],
    Float32Array.from({ length: rows * features }, () => random() * 2 - 1),
  );
  const targets: Tensor = {
    dtype: 'int32',
    shape: [rows],
    data: Int32Array.from({ length: rows }, (_, row) => row % 3),
  };
  const model = headModel(features, 3, 0.5);
  const options: TrainingOptions = { model, loss: crossEntropy, optimizer: { kind: 'adam' }, batch: rows };

  async function train(count: number, from = initialWeights(model, mulberry32(5)), resume?: Trainer) {
    const state = resume ? { resume: resume.state() } : {};
    const trainer = await open({ training: options, weights: from, seed: 11, ...state });
    for (let at = 0; at < count; at++) await trainer.step({ input, targets }, 0.01);
    return trainer;
  }

  test('learns: the loss falls although half of the features are dropped each step', async () => {
    const trainer = await train(1);
    const first = await trainer.step({ input, targets }, 0.05);
    let last = first;
    for (let at = 0; at < 200; at++) last = await trainer.step({ input, targets }, 0.05);
    expect(last.loss).toBeLessThan(first.loss / 2);
    await trainer.dispose();
  });

  test('stopping and going on gives the same bits as not stopping', async () => {
    const whole = await train(6);
    const half = await train(3);
    const resumed = await train(3, half.weights(), half);
    expect([...resumed.weights()]).toEqual([...whole.weights()]);
    expect(resumed.state()).toEqual(whole.state());
    await Promise.all([whole, half, resumed].map(trainer => trainer.dispose()));
  });

  test('another seed drops other features', async () => {
    const losses = await Promise.all(
      [1, 2].map(async seed => {
        const trainer = await open({ training: options, weights: initialWeights(model, mulberry32(5)), seed });
        const { loss } = await trainer.step({ input, targets }, 0.01);
        await trainer.dispose();
        return loss;
      }),
    );
    expect(losses[0]).not.toBe(losses[1]);
  });

  test('photos of weight 0 fill up a batch without changing the step', async () => {
    const plain = headModel(features, 3, 0);
    const start = initialWeights(plain, mulberry32(5));
    const optimizer: Optimizer = { kind: 'sgd', momentum: 0.9 };
    const small = { ...options, model: plain, optimizer, batch: 6 };
    const filled = { ...options, model: plain, optimizer, hasPhotoWeights: true };
    const six = {
      input: float32Tensor([6, features], (input.data as Float32Array).slice(0, 6 * features)),
      targets: first(targets, 6),
    };
    const photoWeights = float32Tensor([rows], [...Array<number>(6).fill(rows / 6), 0, 0]);
    const [one, other] = [
      await open({ training: small, weights: start }),
      await open({ training: filled, weights: start }),
    ];
    for (let at = 0; at < 3; at++) {
      const a = await one.step(six, 0.1);
      const b = await other.step({ input, targets, photo_weights: photoWeights }, 0.1);
      expect(b.loss).toBeCloseTo(a.loss, 5);
    }
    const expected = one.weights();
    for (const [key, tensor] of other.weights())
      expect(relativeDifference(tensor, expected.get(key)!)).toBeLessThan(1e-5);
    await Promise.all([one.dispose(), other.dispose()]);
  });

  test.each<Optimizer>([
    { kind: 'sgd', momentum: 0.9, weightDecay: 0.01, clipping: { by: 'global-norm', limit: 0.1 } },
    { kind: 'adam', clipping: { by: 'value', limit: 0.05 } },
    { kind: 'nadam' },
  ])('gradients summed over four batches change the weights as one batch of all photos: %o', async optimizer => {
    const plain = headModel(features, 3, 0);
    const start = initialWeights(plain, mulberry32(5));
    const common = { ...options, model: plain, optimizer, l2: 0.01 };
    const whole = await open({ training: common, weights: start });
    const partTraining = { ...common, batch: rows / 4, batchesPerUpdate: 4 };
    let parts = await open({ training: partTraining, weights: start });
    for (let at = 0; at < 3; at++) {
      const { loss } = await whole.step({ input, targets }, 0.1);
      let sum = 0;
      for (let place = 0; place < 4; place++) {
        const before = parts.weights();
        sum += (await parts.step({ input: quarter(input, place), targets: quarter(targets, place) }, 0.1)).loss;
        if (place < 3) expect(parts.weights()).toEqual(before);
        // Going on from a checkpoint in the middle must lose nothing.
        const [state, weights] = [parts.state(), parts.weights()];
        await parts.dispose();
        parts = await open({ training: partTraining, weights, resume: state });
      }
      expect(sum / 4).toBeCloseTo(loss, 5);
      const expected = whole.weights();
      for (const [key, tensor] of parts.weights())
        expect(relativeDifference(tensor, expected.get(key)!)).toBeLessThan(1e-5);
    }
    await Promise.all([whole.dispose(), parts.dispose()]);
  });

  test('the penalty on kernels is in the loss and pulls the kernel towards 0, not the bias', async () => {
    const plain = headModel(features, 3, 0);
    const start = initialWeights(plain, mulberry32(5));
    const optimizer: Optimizer = { kind: 'sgd' };
    const none = await open({ training: { ...options, model: plain, optimizer }, weights: start });
    const some = await open({ training: { ...options, model: plain, optimizer, l2: 0.1 }, weights: start });
    const [without, withPenalty] = [await none.step({ input, targets }, 0.5), await some.step({ input, targets }, 0.5)];
    const kernel = start.get('predictions/kernel')!.data as Float32Array;
    const squares = kernel.reduce((sum, value) => sum + value * value, 0);
    expect(withPenalty.loss - without.loss).toBeCloseTo(0.1 * squares, 5);
    const pulled = (none.weights().get('predictions/kernel')!.data as Float32Array).map(
      (value, at) => value - 0.5 * 0.2 * kernel[at]!,
    );
    expect(
      relativeDifference(some.weights().get('predictions/kernel')!, float32Tensor([features, 3], pulled)),
    ).toBeLessThan(1e-5);
    expect(some.weights().get('predictions/bias')).toEqual(none.weights().get('predictions/bias'));
    await Promise.all([none.dispose(), some.dispose()]);
  });

  test('frozen layers are read and stay as they are', async () => {
    const frozen = headModel(features, 3, 0, true);
    const step = compileTrainingStep({ ...options, model: frozen });
    expect(step.frozen.map(({ name }) => name)).toEqual(['hidden/kernel', 'hidden/bias']);
    expect(step.state.map(({ name }) => name).filter(name => name.startsWith('hidden'))).toEqual([]);
    const start = initialWeights(frozen, mulberry32(5));
    const trainer = await open({ training: { ...options, model: frozen }, weights: start });
    await trainer.step({ input, targets }, 0.1);
    expect(trainer.weights().get('hidden/kernel')).toEqual(start.get('hidden/kernel'));
    expect(trainer.weights().get('predictions/kernel')).not.toEqual(start.get('predictions/kernel'));
    await trainer.dispose();
  });

  test('L17 a model with nothing to train is refused', () => {
    const layers = model.layers.map(layer => ({ ...layer, config: { ...layer.config, trainable: false } }));
    expect(() => compileTrainingStep({ ...options, model: { ...model, layers } })).toThrow(
      'at least one trainable layer',
    );
  });

  test.each([
    ['NaN', NaN],
    ['infinity', -Infinity],
  ])('weights that hold %s are refused by name before anything is computed', async (_, bad) => {
    const start = initialWeights(model, mulberry32(5));
    toFloat32(start.get('predictions/kernel')!)[7] = bad;
    await expect(open({ training: options, weights: start })).rejects.toMatchObject({
      code: 'model-invalid',
      details: { layer: 'predictions', received: `${bad} at place 7` },
    });
    expect(() => compileInference({ model, weights: start })).toThrow(`${bad} at place 7`);
  });

  const far = float32Tensor(
    input.shape,
    toFloat32(input).map(value => 1_000 * value),
  );
  test('a step that gives no numbers is named, and the weights before it are kept', async () => {
    const trainer = await open({ training: options, weights: initialWeights(model, mulberry32(5)) });
    await trainer.step({ input, targets }, 0.1);
    const [weights, state] = [trainer.weights(), trainer.state()];
    const broken = float32Tensor(input.shape, toFloat32(input).with(3, NaN));
    await expect(trainer.step({ input: broken, targets }, 0.1)).rejects.toMatchObject({
      code: 'train-diverged',
      details: { step: 2, value: 'loss' },
    });
    // A finite loss whose update leaves the numbers of float32.
    await expect(trainer.step({ input: far, targets }, 3e38)).rejects.toMatchObject({
      code: 'train-diverged',
      details: { step: 2, value: 'predictions/kernel' },
    });
    expect([trainer.weights(), trainer.state()]).toEqual([weights, state]);
    expect(Number.isFinite((await trainer.step({ input, targets }, 0.1)).loss)).toBe(true);
    await trainer.dispose();
  });

  test('an update over several batches that gives no numbers leaves the sums as they were before its last batch', async () => {
    const training = { ...options, batchesPerUpdate: 2 };
    const trainer = await open({ training, weights: initialWeights(model, mulberry32(5)) });
    await trainer.step({ input, targets }, 0.1);
    const [weights, state] = [trainer.weights(), trainer.state()];
    await expect(trainer.step({ input: far, targets }, 3e38)).rejects.toMatchObject({ details: { step: 2 } });
    expect([trainer.weights(), trainer.state()]).toEqual([weights, state]);
    await trainer.step({ input, targets }, 0.1);
    expect(trainer.weights()).not.toEqual(weights);
    await trainer.dispose();
  });

  const classNumbers = (values: readonly number[]): Tensor => ({
    dtype: 'int32',
    shape: [values.length],
    data: Int32Array.from(values),
  });
  test.each<[string, Record<string, Tensor>, string]>([
    ['without targets', { input }, 'the batch has no targets'],
    [
      'of other photos',
      { input: float32Tensor([2, 5]), targets },
      `input: float32 [${input.shape.join(', ')}] expected, float32 [2, 5] received`,
    ],
    [
      'of a class too many',
      { input, targets: classNumbers([0, 1, 3, 2, 0, 1, 2, 0]) },
      'targets: classes 0 to 2 expected, 3 received',
    ],
    [
      'of one label too few',
      { input, targets: classNumbers([0]) },
      `targets: int32 [${targets.shape[0]}] expected, int32 [1] received`,
    ],
  ])('a batch %s is refused, expected and received named', async (_, batch, reason) => {
    const trainer = await open({ training: options, weights: initialWeights(model, mulberry32(5)) });
    await expect(trainer.step(batch, 0.1)).rejects.toMatchObject({ code: 'engine-failed', details: { reason } });
    await trainer.dispose();
  });

  test('class weights for another number of classes are refused with the layer, expected and received named', () => {
    const loss: Loss = { ...crossEntropy, classWeights: [1, 2] } as Loss;
    expect(() => compileTrainingStep({ ...options, loss })).toThrow(
      expect.objectContaining({
        code: 'model-invalid',
        details: expect.objectContaining({
          layer: 'predictions',
          expected: 'a factor for each of 3 classes',
          received: '2 factors',
        }) as object,
      }),
    );
  });

  test('weights of another size are refused by name', async () => {
    const start = new Map(initialWeights(model, mulberry32(5))).set('predictions/bias', float32Tensor([4]));
    await expect(open({ training: options, weights: start })).rejects.toMatchObject({
      code: 'model-invalid',
      details: { received: '[4]' },
    });
  });
});

const crossEntropy: Loss = { kind: 'categorical-cross-entropy', labels: 'class-numbers' };

function headModel(features: number, count: number, rate: number, hasHidden = false): Model {
  const reference = (layer: string): unknown => [[[layer, 0, 0, {}]]];
  const layer = (className: string, name: string, config: object, from?: string): unknown => ({
    class_name: className,
    name,
    config: { name, ...config },
    inbound_nodes: from ? reference(from) : [],
  });
  const hidden = hasHidden
    ? [layer('Dense', 'hidden', { units: 4, activation: 'relu', trainable: false }, 'dropout')]
    : [];
  return readModel({
    class_name: 'Functional',
    config: {
      name: 'head',
      layers: [
        layer('InputLayer', 'features', { batch_input_shape: [null, features] }),
        layer('Dropout', 'dropout', { rate }, 'features'),
        ...hidden,
        layer('Dense', 'predictions', { units: count, activation: 'softmax' }, hasHidden ? 'hidden' : 'dropout'),
      ],
      input_layers: [['features', 0, 0]],
      output_layers: [['predictions', 0, 0]],
    },
  });
}

function withSoftmax(model: Model): Model {
  const end = { layer: 'softmax', call: 0, tensor: 0 };
  const softmax = { name: 'softmax', className: 'Softmax', config: { axis: -1 }, calls: [{ inputs: model.outputs }] };
  return { ...model, layers: [...model.layers, softmax], outputs: [end] };
}

function lossOf({ loss, class_weight: classWeights }: Run): Loss {
  if (loss.startsWith('sparse_ce')) return { ...crossEntropy, ...(classWeights ? { classWeights } : {}) } as Loss;
  if (loss === 'ce_label_smoothing_0.1')
    return { kind: 'categorical-cross-entropy', labels: 'one-hot', labelSmoothing: 0.1 };
  if (loss === 'bce_logits') return { kind: 'binary-cross-entropy' };
  return loss === 'mse' ? { kind: 'mean-squared-error' } : { kind: 'huber', delta: 1 };
}

function optimizerOf({ optimizer, config }: Run): Optimizer {
  const value = (key: string): number => (config[key] as number | null) ?? 0;
  const limits = [
    ['clipvalue', 'value'],
    ['clipnorm', 'norm'],
    ['global_clipnorm', 'global-norm'],
  ] as const;
  const limited = limits.find(([key]) => config[key] !== null);
  const common = {
    weightDecay: value('weight_decay'),
    ...(limited ? { clipping: { by: limited[1], limit: value(limited[0]) } } : {}),
  };
  if (optimizer === 'SGD')
    return { kind: 'sgd', momentum: value('momentum'), nesterov: config['nesterov'] === true, ...common };
  if (optimizer === 'RMSprop')
    return { kind: 'rmsprop', momentum: value('momentum'), centered: config['centered'] === true, ...common };
  if (optimizer === 'Nadam') return { kind: 'nadam', ...common };
  if (optimizer === 'Adagrad') return { kind: 'adagrad', start: value('initial_accumulator_value'), ...common };
  return { kind: 'adam', amsgrad: config['amsgrad'] === true, ...common };
}

function rateOf(name: string, { config }: Run): (step: number) => number {
  if (name === 'sgd_legacy_decay') return legacyDecay({ initial: 0.2, decay: 0.01 });
  if (name === 'sgd_cosine') return cosine({ initial: 0.2, steps });
  return () => config['learning_rate'] as number;
}

function targetsOf(loss: string, data: ReadonlyMap<string, Tensor>, step: number): Tensor {
  if (loss.startsWith('sparse_ce')) return part(data.get('labels')!, step);
  if (loss === 'bce_logits') return part(data.get('multilabel')!, step);
  if (loss === 'mse' || loss === 'huber') return part(data.get('regression')!, step);
  const labels = part(data.get('labels')!, step).data as Int32Array;
  return float32Tensor(
    [batch, classes],
    Array.from({ length: batch * classes }, (_, at) => (labels[Math.floor(at / classes)] === at % classes ? 1 : 0)),
  );
}

/** Element `at` along the first axis. */
function part(tensor: Tensor, at: number): Tensor {
  const count = tensor.data.length / tensor.shape[0]!;
  return { ...tensor, shape: tensor.shape.slice(1), data: tensor.data.slice(at * count, (at + 1) * count) };
}

/** One of four equal parts along the first axis. */
function quarter(tensor: Tensor, place: number): Tensor {
  const count = tensor.data.length / 4;
  const shape = [tensor.shape[0]! / 4, ...tensor.shape.slice(1)];
  return { ...tensor, shape, data: tensor.data.slice(place * count, (place + 1) * count) };
}

function first(tensor: Tensor, rows: number): Tensor {
  return { ...tensor, shape: [rows], data: tensor.data.slice(0, rows) };
}

/** The gradients that the first step of momentum has seen: its first running value is the gradient times -rate. */
function firstGradients(slots: ReadonlyMap<string, Tensor>, rate: number): Map<string, Tensor> {
  return new Map(
    [...slots].map(([key, { shape, data }]) => {
      return [
        key.replace('/momentum', ''),
        float32Tensor(
          shape,
          (data as Float32Array).map(value => -value / rate),
        ),
      ];
    }),
  );
}

/** The weights further from `<run>/<key>` of the golden file than the tolerance, with how far. */
function farOff(
  weights: ReadonlyMap<string, Tensor>,
  golden: ReadonlyMap<string, Tensor>,
  run: string,
  tolerance: number,
): [string, number][] {
  return [...weights]
    .map(([key, tensor]): [string, number] => [key, relativeDifference(tensor, golden.get(`${run}/${key}`)!)])
    .filter(([, difference]) => !(difference <= tolerance));
}
