// Times what a run does on this machine - a photo's way into the records, a step of learning - for the promise before the click.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { learningFrom } from '../../engine/freezing.ts';
import { stepMemory } from '../../engine/memory.ts';
import type { Model } from '../../engine/model.ts';
import { planModel } from '../../engine/plan.ts';
import { splitModel } from '../../engine/split.ts';
import { elementCount, float32Tensor, type Tensor, type Weights } from '../../engine/tensor.ts';
import { initialWeights } from '../../engine/weights.ts';
import { networks } from '../../engine/zoo/networks.ts';
import { invariant } from '../../shared/errors.ts';
import { mulberry32 } from '../../shared/random.ts';
import { preprocessingKinds } from '../../shared/records/preprocessing.ts';
import { temporaryPrefix } from '../../shared/temporary-name.ts';
import { cpuForm } from '../runtime/blocked-kernels.ts';
import { openRuntime, type Runtime } from '../runtime/runtime.ts';
import type { Rates, TimingJob } from './api.ts';
import { flipped, openExtractor, openResizer, original, type Extractor } from './extractor.ts';
import { headModel, joinModels } from './head-model.ts';
import type { DecodedPhoto, JobContext } from './job-context.ts';
import { loadAhead } from './load-ahead.ts';
import { madePhotoPng } from './made-photo.ts';
import { readSource, type NetworkSource } from './network-source.ts';

/** About what a photo of a collection costs to decode: larger ones are read at a fraction of their size. */
const photo = { widthPx: 800, heightPx: 600, kind: 'disc', seed: 1 } as const;
const variants = [original, flipped];
const [warmUpPhotos, photosAtMost, secondsAtMost] = [2, 24, 3];
const timedSteps = 2;
const photosAhead = 8;
/** The worker itself with its decode workers, and a network's weights more than once while it is opened. */
const [workerMb, copiesOfWeights] = [450, 3];

/** Throws as `readSource` and the engine do. */
export async function timePhotos(job: TimingJob, context: JobContext): Promise<{ kind: 'timing' } & Rates> {
  const { backbone, recipe, resourcesFolder, threads, classes } = job;
  const runtime = await openRuntime(job.engine, job.tfjsFolder);
  const passes = (work: Passing): Promise<number> => passRate(context, work);
  if (recipe.name === 'scratch') {
    const network = networks.find(({ id }) => backbone.kind === 'network' && id === backbone.network);
    invariant(network, 'a run from scratch names a network of the zoo');
    const model = network.build({ classes, sizePx: recipe.sidePx });
    const size = { ...preprocessingKinds['minus-one-to-one'], heightPx: recipe.sidePx, widthPx: recipe.sidePx };
    const resizer = await openResizer(size, threads);
    const pass = { atLeastPx: recipe.sidePx, variants: 1, work: (decoded: DecodedPhoto) => resizer.resized(decoded) };
    const rate = await passes(pass);
    await resizer.dispose();
    const weights = initialWeights(model, mulberry32(1));
    return {
      kind: 'timing',
      passes: rate,
      ...(await learnedRates(job, runtime, { model, weights, batch: recipe.batch })),
    };
  }
  invariant(backbone.kind !== 'network', 'only a run from scratch needs no pretrained network');
  const sidePx = recipe.name === 'textbook' ? recipe.sidePx : null;
  const source = await readSource(backbone, { sidePx, resourcesFolder });
  const unfreeze = recipe.name === 'textbook' ? recipe.unfreeze : null;
  const learning = unfreeze === null ? null : learningFrom(source.model, unfreeze);
  const { decoderVersion } = context;
  const extractor = await openExtractor({ source, learning, runtime, threads, decoderVersion });
  const rate = await passes(passingOf(extractor));
  await extractor.dispose();
  const fixedMb = workerMb + (copiesOfWeights * bytesOf(source.weights)) / 1e6;
  if (recipe.name === 'one-click' || learning === null)
    return { kind: 'timing', passes: rate, learned: null, tried: null, memoryMb: fixedMb };
  const learned = await learnedRates(job, runtime, openedPart(source, learning, { classes, batch: recipe.batch }));
  return { kind: 'timing', passes: rate, ...learned, memoryMb: learned.memoryMb + fixedMb - workerMb };
}

type Passing = {
  readonly atLeastPx: number;
  readonly variants: number;
  readonly work: (decoded: DecodedPhoto) => Promise<unknown>;
};

const passingOf = (extractor: Extractor): Passing => ({
  atLeastPx: extractor.atLeastPx,
  variants: variants.length,
  work: decoded => extractor.records(decoded, variants),
});

/** Variants a second, until so many photos or seconds are over. */
async function passRate(context: JobContext, { atLeastPx, variants: perPhoto, work }: Passing): Promise<number> {
  const folder = await mkdtemp(path.join(os.tmpdir(), temporaryPrefix('timing', process.pid)));
  try {
    const file = path.join(folder, 'made.png');
    await writeFile(file, madePhotoPng(photo));
    const decode = () => context.pixels(file, { atLeastPx });
    let [photos, startMs, elapsedMs] = [-warmUpPhotos, performance.now(), 0];
    for await (const { outcome } of loadAhead(
      Array.from({ length: warmUpPhotos + photosAtMost }),
      decode,
      photosAhead,
    )) {
      if (outcome.status === 'rejected') throw outcome.reason;
      if (photos === 0) startMs = performance.now();
      await work(outcome.value);
      photos += 1;
      elapsedMs = performance.now() - startMs;
      if (photos > 0 && elapsedMs > secondsAtMost * 1_000) break;
    }
    return (photos * perPhoto) / (elapsedMs / 1_000);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Learned = { readonly model: Model; readonly weights: Weights; readonly batch: number };

/** What a step of stage 2 trains. */
function openedPart(
  source: NetworkSource,
  learning: Model,
  { classes, batch }: { readonly classes: number; readonly batch: number },
): Learned {
  const head = headModel(source.features, classes);
  const weights = new Map([...source.weights, ...initialWeights(head, mulberry32(1))]);
  return { model: splitModel(joinModels(learning, head)).trainable, weights, batch };
}

/** Steps on made values: their time does not depend on them. */
async function learnedRates(
  { threads, classes }: TimingJob,
  runtime: Runtime,
  { model, weights, batch }: Learned,
): Promise<Omit<Rates, 'passes'>> {
  const optimizer = { kind: 'sgd', momentum: 0.9 } as const;
  const loss = { kind: 'categorical-cross-entropy', labels: 'class-numbers' } as const;
  const trainer = await runtime.openTrainer({ training: { model, loss, optimizer, batch }, weights, threads, seed: 1 });
  const random = mulberry32(1);
  const inputs = planModel(model).inputs.map(({ layer, shape }): [string, Tensor] => {
    const sizes = [batch, ...shape.slice(1).map(Number)];
    const values = Float32Array.from({ length: elementCount(sizes) }, () => random());
    return [model.inputs.length === 1 ? 'input' : layer, float32Tensor(sizes, values)];
  });
  const targets = {
    dtype: 'int32',
    shape: [batch],
    data: Int32Array.from({ length: batch }, (_, at) => at % classes),
  } as const;
  const step = () => trainer.step({ ...Object.fromEntries(inputs), targets }, 1e-6);
  const stepSeconds = await secondsOf(step, timedSteps);
  await trainer.dispose();
  const network = await runtime.openModel(model, weights, { threads });
  const tried = inputs.map(([, tensor]) => tensor);
  const triedSeconds = await secondsOf(() => network.run(tried), 1);
  await network.dispose();
  const { total } = stepMemory({ model, optimizer, batch, ...(await cpuForm()) });
  return { learned: batch / stepSeconds, tried: batch / triedSeconds, memoryMb: workerMb + total / 1e6 };
}

/** Of one, after one that warms up. */
async function secondsOf(work: () => Promise<unknown>, times: number): Promise<number> {
  await work();
  const startMs = performance.now();
  for (let count = 0; count < times; count++) await work();
  return (performance.now() - startMs) / 1_000 / times;
}

const bytesOf = (weights: Weights): number => [...weights.values()].reduce((sum, { data }) => sum + data.byteLength, 0);
