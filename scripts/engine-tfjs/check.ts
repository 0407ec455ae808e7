// `node check.ts <folder>`: whether the tfjs-node in a folder trains LeNet-5 as ONNX Runtime does. A process of its own, because it may crash.
import { compileTrainingStep } from '../../src/engine/compile/training.ts';
import type { TrainingOptions } from '../../src/engine/compile/training.ts';
import { initialWeights } from '../../src/engine/weights.ts';
import { lenet5 } from '../../src/engine/zoo/lenet5.ts';
import { madeBatch } from '../../src/main/runtime/made-batch.ts';
import { onnxRuntime, openRuntime } from '../../src/main/runtime/runtime.ts';
import type { Runtime } from '../../src/main/runtime/runtime.ts';
import { mulberry32 } from '../../src/shared/random.ts';

const allowed = 1e-4;
const steps = 3;
const training: TrainingOptions = {
  model: lenet5({ classes: 3 }),
  loss: { kind: 'categorical-cross-entropy', labels: 'class-numbers' },
  optimizer: { kind: 'sgd', momentum: 0.9 },
  batch: 4,
};

async function losses(runtime: Runtime): Promise<number[]> {
  const random = mulberry32(1);
  const weights = initialWeights(training.model, random);
  const trainer = await runtime.openTrainer({ training, weights, threads: 1 });
  const batch = madeBatch(compileTrainingStep(training), random);
  const found: number[] = [];
  for (let step = 0; step < steps; step++) found.push((await trainer.step(batch, 0.01)).loss);
  await trainer.dispose();
  return found;
}

const tfjs = await openRuntime('tfjs', process.argv[2]!);
const expected = await losses(onnxRuntime());
const apart = (await losses(tfjs)).map((loss, step) => Math.abs(loss - expected[step]!));
// Written so that NaN is refused too.
if (!apart.every(difference => difference <= allowed))
  throw new Error(`its losses are ${apart.join(', ')} from those of ONNX Runtime, ${allowed} allowed`);
console.log(tfjs.version());
