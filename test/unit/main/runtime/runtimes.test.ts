// Both engines against Keras, through the interface that training uses: every golden layer with its gradients by a training step, and whole networks.
import { describe, expect, test } from 'vitest';
import { readModel } from '../../../../src/engine/graph.ts';
import type { Model, ModelLayer, TensorReference } from '../../../../src/engine/model.ts';
import { planModel } from '../../../../src/engine/plan.ts';
import { elementCount, float32Tensor, toFloat32 } from '../../../../src/engine/tensor.ts';
import type { Tensor } from '../../../../src/engine/tensor.ts';
import type { Runtime } from '../../../../src/main/runtime/runtime.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import { goldenJson, goldenTensors, relativeDifference } from '../../../support/golden.ts';
import { runtimes, tfjs } from '../../../support/runtimes.ts';

type Case = { readonly input: readonly number[]; readonly training: boolean };
const { cases } = goldenJson('layers/index.json') as { readonly cases: Readonly<Record<string, Case>> };
const all = Object.entries(cases);

/** What TF.js has no layer for, or one that computes otherwise. */
const unknownToTfjs = new Set([
  'conv_groups2',
  'maximum_average_subtract',
  'upsample_bilinear',
  'normalization',
  'act_hard_sigmoid',
  'act_hard_silu',
  'relu_general',
  'elu_alpha',
  'groupnorm',
]);

/** Whose gradients TF.js does not have. */
const untrainedByTfjs = new Set(['conv_same_dil2', 'conv_valid_dil2']);

const golden = (name: string) => ({
  model: readModel(goldenJson(`layers/${name}.json`)),
  weights: goldenTensors(`layers/${name}.weights.safetensors`),
  io: goldenTensors(`layers/${name}.io.safetensors`),
});

describe.each(runtimes)('layers compute what Keras computes, by %s', (_, runtime) => {
  const known = runtime.id === 'tfjs' ? all.filter(([name]) => !unknownToTfjs.has(name)) : all;

  test.each(known.filter(([, { training }]) => !training))('%s', async name => {
    const { model, weights, io } = golden(name);
    const running = await runtime.openModel(model, weights, { threads: 1 });
    const [output, ...others] = await running.run([io.get('input')!]);
    await running.dispose();
    expect(others).toEqual([]);
    expect(relativeDifference(output!, io.get('output')!)).toBeLessThanOrEqual(1e-5);
  });

  const trainable = runtime.id === 'tfjs' ? known.filter(([name]) => !untrainedByTfjs.has(name)) : known;
  test.each(trainable)('%s, its gradients by a training step', async (name, { training, input: [batch] }) => {
    const { model, weights, io } = golden(name);
    const { gradients, statistics } = await stepOn(runtime, trained(model, training), weights, io, batch!);
    const expected = [...io].filter(([key]) => /^(?:grad|after)\//.test(key));
    const differences = expected.flatMap(([key, tensor]): [string, number][] => {
      const found = gradients.get(key) ?? statistics.get(key);
      return found ? [[key, relativeDifference(found, tensor)]] : [];
    });
    expect(differences.filter(([, difference]) => !(difference <= 1e-5))).toEqual([]);
    const slope = slopeOf(io.get('input')!, io.get('grad/input')!);
    expect(relativeDifference(gradients.get('slope')!, slope)).toBeLessThanOrEqual(1e-5);
  });
});

// One line says that tfjs-node is not here, in tfjs.test.ts.
if (tfjs) {
  const engine = tfjs;
  test('what TF.js lacks or computes otherwise is refused by the name of its layer', async () => {
    const refusals = await Promise.all(
      all.map(async ([name]) => {
        const { model, weights } = golden(name);
        try {
          await (await engine.openModel(model, weights, { threads: 1 })).dispose();
          return null;
        } catch (error) {
          expect(error).toBeInstanceOf(AppError);
          const { code, details } = error as AppError;
          expect(code).toBe('model-invalid');
          expect(model.layers.map(layer => layer.name)).toContain(details['layer']);
          return name;
        }
      }),
    );
    expect(new Set(refusals.filter(name => name !== null))).toEqual(unknownToTfjs);
  });

  test.each([...untrainedByTfjs])('TF.js cannot train %s, which is said by the name of the layer', async name => {
    const { model, weights, io } = golden(name);
    await expect(stepOn(engine, trained(model, false), weights, io, 2)).rejects.toMatchObject({
      code: 'model-invalid',
      details: { layer: 'c', expected: 'dilation_rate: 1 in a layer that TF.js trains', received: '2 × 2' },
    });
  });
}

/**
 * The model between a PReLU of slope 1, which changes nothing and whose own gradient holds that of the input, and a Flatten. In
 * cases that Keras computed as inference, batch norms are frozen and nothing is dropped.
 */
function trained(model: Model, training: boolean): Model {
  const [input] = model.inputs as [TensorReference];
  const slope = { layer: 'slope', call: 0, tensor: 0 };
  const moved = (reference: TensorReference): TensorReference => (reference.layer === input.layer ? slope : reference);
  const layers = model.layers.map((layer): ModelLayer => {
    const calls = layer.calls.map(({ inputs }) => ({ inputs: inputs.map(moved) }));
    const stays = training
      ? {}
      : layer.className === 'Dropout'
        ? { rate: 0 }
        : layer.className === 'BatchNormalization'
          ? { trainable: false }
          : {};
    return { ...layer, calls, config: { ...layer.config, ...stays } };
  });
  const added = (name: string, className: string, from: TensorReference): ModelLayer => ({
    name,
    className,
    config: { name },
    calls: [{ inputs: [from] }],
  });
  const [first, ...rest] = layers as [ModelLayer, ...ModelLayer[]];
  return {
    ...model,
    layers: [first, added('slope', 'PReLU', input), ...rest, added('flat', 'Flatten', moved(model.outputs[0]!))],
    outputs: [{ layer: 'flat', call: 0, tensor: 0 }],
  };
}

/** The gradients and statistics of one step, by the names of the golden file. The targets are such that the loss pulls as its cotangent does. */
async function stepOn(
  runtime: Runtime,
  model: Model,
  weights: ReadonlyMap<string, Tensor>,
  io: ReadonlyMap<string, Tensor>,
  batch: number,
) {
  const trainer = await runtime.openTrainer({
    training: { model, loss: { kind: 'mean-squared-error' }, optimizer: { kind: 'sgd' }, batch, batchesPerUpdate: 2 },
    weights: new Map(weights).set('slope/alpha', ones(planModel(model).weights[0]!.shape)),
    threads: 1,
  });
  const [output, cotangent] = [toFloat32(io.get('output')!), toFloat32(io.get('cotangent')!)];
  const targets = output.map((value, at) => value - (cotangent[at]! * output.length) / 2);
  const shape = [batch, output.length / batch];
  await trainer.step({ input: io.get('input')!, targets: float32Tensor(shape, targets) }, 0);
  const [state, after] = [trainer.state(), trainer.weights()];
  await trainer.dispose();
  const named = [...state.slots].map(([key, sum]) => [key.replace('/gradient_sum', ''), sum] as const);
  return {
    gradients: new Map(named.map(([key, sum]) => [key === 'slope/alpha' ? 'slope' : `grad/${key}`, sum])),
    statistics: new Map([...after].map(([key, tensor]) => [`after/${key}`, tensor])),
  };
}

const ones = (shape: readonly number[]): Tensor => float32Tensor(shape, new Float32Array(elementCount(shape)).fill(1));

/** Σ over the photos of gradient · min(input, 0). */
function slopeOf(input: Tensor, gradient: Tensor): Tensor {
  const shape = input.shape.slice(1);
  const sums = new Float32Array(elementCount(shape));
  const [values, slopes] = [toFloat32(input), toFloat32(gradient)];
  values.forEach((value, at) => (sums[at % sums.length]! += Math.min(value, 0) * slopes[at]!));
  return float32Tensor(shape, sums);
}
