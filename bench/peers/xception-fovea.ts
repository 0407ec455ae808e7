// Xception in Fovea's engine: forward pass or training step with frozen batch norms, as often as it is asked; the peers' protocol.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { compileInference } from '../../src/engine/compile/inference.ts';
import { compileTrainingStep } from '../../src/engine/compile/training.ts';
import type { TrainingOptions } from '../../src/engine/compile/training.ts';
import type { Model } from '../../src/engine/model.ts';
import { planModel } from '../../src/engine/plan.ts';
import { splitModel } from '../../src/engine/split.ts';
import { elementCount, float32Tensor } from '../../src/engine/tensor.ts';
import type { Tensor, Weights } from '../../src/engine/tensor.ts';
import { xception } from '../../src/engine/zoo/xception.ts';
import { openSession } from '../../src/main/runtime/onnx.ts';
import { openRuntime } from '../../src/main/runtime/runtime.ts';
import { openTrainer } from '../../src/main/runtime/trainer.ts';
import { mulberry32 } from '../../src/shared/random.ts';
import type { EngineId } from '../../src/shared/records/recipe.ts';

export type Work = {
  readonly kind: 'forward' | 'step';
  readonly fromBlock: 1 | 7;
  readonly batch: number;
  readonly threads: number;
  /** Undefined: ONNX's own ops. */
  readonly blockSize?: number;
  /** Through the interface of engines, in the form that the engine chooses. */
  readonly engine?: { readonly id: EngineId; readonly folder: string | null };
};

const random = mulberry32(1);
const uniform = (shape: readonly number[], scale: number): Tensor =>
  float32Tensor(
    shape,
    Float32Array.from({ length: elementCount(shape) }, () => (2 * random() - 1) * scale),
  );

/** Weights as at the start of a training: activations keep their size from layer to layer. */
function startingWeight(key: string, shape: readonly number[]): Tensor {
  if (key.endsWith('gamma') || key.endsWith('variance'))
    return float32Tensor(shape, new Float32Array(elementCount(shape)).fill(1));
  if (!key.endsWith('kernel')) return float32Tensor(shape);
  const inputs = key.endsWith('depthwise_kernel') ? shape[0]! * shape[1]! : elementCount(shape.slice(0, -1));
  return uniform(shape, Math.sqrt(4 / inputs));
}

/** Batch norms frozen; of a suffix, what comes before the block is frozen and cut off. */
function xceptionFrom(block: 1 | 7): Model {
  const whole = xception({ classes: 2, sizePx: 224 });
  const first = whole.layers.findIndex(({ name }) => name.startsWith(`block${block}_`));
  const layers = whole.layers.map((layer, place) => {
    const isFrozen = layer.className === 'BatchNormalization' || place < first;
    return isFrozen ? { ...layer, config: { ...layer.config, trainable: false } } : layer;
  });
  return splitModel({ ...whole, layers }).trainable;
}

async function prepare({ kind, fromBlock, batch, threads, blockSize, engine }: Work): Promise<() => Promise<unknown>> {
  const model = xceptionFrom(fromBlock);
  const starting = (): Weights =>
    new Map(planModel(model).weights.map(({ key, shape }) => [key, startingWeight(key, shape)]));
  const input = uniform([batch, ...(planModel(model).inputs[0]!.shape.slice(1) as number[])], 1);
  const runtime = engine && (await openRuntime(engine.id, engine.folder));
  if (kind === 'forward' && runtime) {
    const running = await runtime.openModel(model, starting(), { threads });
    return () => running.run([input]);
  }
  if (kind === 'forward') {
    const session = await openSession(compileInference({ model, weights: starting(), batch }), { threads });
    return () => session.run({ input });
  }
  const training: TrainingOptions = {
    model,
    loss: { kind: 'categorical-cross-entropy', labels: 'class-numbers' },
    optimizer: { kind: 'sgd', momentum: 0.9 },
    batch,
  };
  const targets = {
    dtype: 'int32',
    shape: [batch],
    data: Int32Array.from({ length: batch }, (_, at) => at % 2),
  } as const;
  const compiled = { ...training, ...(blockSize === undefined ? {} : { blockSize }) };
  const trainer = runtime
    ? await runtime.openTrainer({ training, weights: starting(), threads })
    : await openTrainer(compileTrainingStep(compiled), starting(), { threads });
  return () => trainer.step({ input, targets }, 1e-3);
}

const say = (message: unknown): void => console.log(JSON.stringify(message));
let run: (() => Promise<unknown>) | undefined;
for await (const line of createInterface(process.stdin)) {
  if (!run) {
    run = await prepare(JSON.parse(line) as Work);
    await run();
    say({ ready: true });
    continue;
  }
  const seconds: number[] = [];
  for (let turn = 0; turn < Number(line); turn++) {
    const startMs = performance.now();
    await run();
    seconds.push((performance.now() - startMs) / 1_000);
  }
  const peakKb = Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]);
  say({ seconds, peakMb: peakKb / 1024 });
}
