// Tries on this machine everything a person will need: disk, decoding, the training step against numbers worked out here, and one
// tiny run from made photos to an exported file that is read back. Each row says what was measured, or why it failed.
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { toErrorRecord } from '../../shared/errors.ts';
import type { SelfTestRow } from '../../shared/records/self-test.ts';
import { readBuiltIn } from '../formats/models/built-in.ts';
import { runtimeFacts } from '../runtime/onnx.ts';
import type { JobOutcome, SelfTestJob, TrainJob } from './api.ts';
import { exportModel } from './export.ts';
import type { JobContext } from './job-context.ts';
import { madePhotoPng } from './made-photo.ts';
import { trainOneClick } from './one-click.ts';
import { devicesRow, kernelsRow } from './self-test-engine.ts';
import { comparedSteps, largestStepDifference } from './step-check.ts';
import { cpuFeatures } from './versions.ts';

type Row = Omit<SelfTestRow, 'thing'>;
type Photo = TrainJob['train'][number];

type Measured = NonNullable<SelfTestRow['measured']>;
type Reason = Exclude<SelfTestRow['reason'], { code: unknown } | null>;

const works = (key: Measured['key'], params: Measured['params']): Row => ({
  state: 'works',
  measured: { key, params },
  reason: null,
});
const fails = (key: Reason['key'], params: Reason['params']): Row => ({
  state: 'failed',
  measured: null,
  reason: { key, params },
});

const diskTestBytes = 8 * 1024 ** 2;
const classes = [
  { id: 1, name: 'disc' },
  { id: 2, name: 'bars' },
] as const;
const [trainPhotosPerClass, heldOutPhotosPerClass] = [8, 4];
/** float32 rounding of a few sums; a wrong kernel is off by far more. */
const largestStepError = 1e-5;
const largestExportError = 1e-4;

/** Does a self-test job; a row that fails ends nothing but what stands on it. */
export async function selfTest(
  job: SelfTestJob,
  context: JobContext,
): Promise<Extract<JobOutcome, { kind: 'self-test' }>> {
  await mkdir(job.workFolder, { recursive: true });
  const folder = await mkdtemp(path.join(job.workFolder, 'self-test-'));
  let passed = true;
  const row = async (thing: SelfTestRow['thing'], measure: () => Row | Promise<Row>): Promise<void> => {
    const result = await measured(measure);
    if (result.state === 'failed') passed = false;
    context.report({ kind: 'row', row: { thing, ...result } });
  };
  // Inside, a run's own progress, epochs and photos would be taken for this job's.
  const quiet: JobContext = { ...context, report: () => undefined, isStopRequested: () => false };
  try {
    await row('self-test.thing.vector', () =>
      works('self-test.measured.vector', { features: cpuFeatures(), threads: job.threads }),
    );
    await row('self-test.thing.onnx-runtime', runtimeRow);
    await row('self-test.thing.temporary-folder', () => diskRow(folder));
    await row('self-test.thing.built-in-model', () => builtInRow(job.resourcesFolder));
    await row('self-test.thing.training-step', stepRow);
    await row('self-test.thing.blocked-kernels', kernelsRow);
    await row('self-test.thing.devices', () => devicesRow(job.threads));
    const photos = await writePhotos(folder);
    await row('self-test.thing.decoding', () => decodeRow(photos, context));
    const train = trainJob(job, folder, photos);
    await row('self-test.thing.one-click-run', () => runRow(train, quiet));
    await row('self-test.thing.export', () => exportRow(train, quiet));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return { kind: 'self-test', passed };
}

async function measured(measure: () => Row | Promise<Row>): Promise<Row> {
  try {
    return await measure();
  } catch (error) {
    return { state: 'failed', measured: null, reason: toErrorRecord(error) };
  }
}

const secondsSince = (startMs: number): number => Math.round((performance.now() - startMs) / 100) / 10;

function runtimeRow(): Row {
  const { version, providers } = runtimeFacts();
  return works('self-test.measured.onnx-runtime', { version, providers: providers.join(', ') });
}

async function diskRow(folder: string): Promise<Row> {
  const startMs = performance.now();
  const handle = await open(path.join(folder, 'disk'), 'wx');
  try {
    await handle.writeFile(Buffer.alloc(diskTestBytes, 7));
    await handle.sync();
  } finally {
    await handle.close();
  }
  const elapsedSeconds = (performance.now() - startMs) / 1_000;
  return works('self-test.measured.temporary-folder', { rate: Math.round(diskTestBytes / 1e6 / elapsedSeconds) });
}

async function builtInRow(resourcesFolder: string): Promise<Row> {
  const { weights, classes: names } = await readBuiltIn(resourcesFolder);
  return works('self-test.measured.built-in-model', {
    name: 'EfficientNet-Lite0',
    weights: weights.size,
    classes: names.length,
  });
}

async function stepRow(): Promise<Row> {
  const difference = await largestStepDifference();
  const shown = difference.toExponential(1);
  if (difference > largestStepError) return fails('self-test.reason.step-off', { difference: shown });
  return works('self-test.measured.training-step', { steps: comparedSteps, difference: shown });
}

async function decodeRow(photos: readonly Photo[], context: JobContext): Promise<Row> {
  const startMs = performance.now();
  const decoded = await Promise.all(photos.map(({ file }) => context.pixels(file, { atLeastPx: 224 })));
  const count = decoded.filter(({ hash }, index) => hash !== photos[index]!.hash).length;
  if (count > 0) return fails('self-test.reason.decoded-differently', { count, photos: photos.length });
  return works('self-test.measured.decoding', { photos: photos.length, seconds: secondsSince(startMs) });
}

async function runRow(train: TrainJob, context: JobContext): Promise<Row> {
  const startMs = performance.now();
  const { score, skipped } = await trainOneClick(train, context);
  const total = heldOutPhotosPerClass * classes.length;
  const { correct } = score;
  if (skipped.length > 0 || score.total !== total)
    return fails('self-test.reason.photos-unreadable', { count: skipped.length });
  if (correct < total) return fails('self-test.reason.not-told-apart', { correct, total });
  return works('self-test.measured.one-click-run', {
    photos: train.train.length,
    correct,
    total,
    seconds: secondsSince(startMs),
  });
}

async function exportRow(train: TrainJob, context: JobContext): Promise<Row> {
  const startMs = performance.now();
  const { resourcesFolder, cacheFolder, modelFolder, threads } = train;
  const photos = train.heldOut.map(({ id, file }) => ({ name: String(id), file }));
  const file = path.join(modelFolder, '..', 'exported.onnx');
  const { bytes, agreement } = await exportModel(
    {
      kind: 'export',
      format: 'onnx',
      stem: 'exported',
      resourcesFolder,
      cacheFolder,
      modelFolder,
      threads,
      file,
      photos,
    },
    context,
  );
  const { same, largest } = agreement;
  const facts = { same, photos: photos.length, difference: largest.toExponential(1) };
  if (same < photos.length || largest > largestExportError) return fails('self-test.reason.export-differs', facts);
  return works('self-test.measured.export', {
    ...facts,
    megabytes: Math.round(bytes / 1e5) / 10,
    seconds: secondsSince(startMs),
  });
}

async function writePhotos(folder: string): Promise<Photo[]> {
  const photos: Photo[] = [];
  for (const { id: classId, name: kind } of classes) {
    for (let index = 0; index < trainPhotosPerClass + heldOutPhotosPerClass; index++) {
      const id = photos.length + 1;
      const bytes = madePhotoPng({ widthPx: 320, heightPx: 240, kind, seed: id });
      const file = path.join(folder, `${kind}-${index}.png`);
      await writeFile(file, bytes);
      photos.push({ id, file, hash: createHash('sha256').update(bytes).digest('hex'), classId, group: id });
    }
  }
  return photos;
}

function trainJob({ resourcesFolder, threads }: SelfTestJob, folder: string, photos: readonly Photo[]): TrainJob {
  const perClass = trainPhotosPerClass + heldOutPhotosPerClass;
  const isHeldOut = (index: number): boolean => index % perClass >= trainPhotosPerClass;
  return {
    kind: 'train',
    backbone: { kind: 'built-in' },
    backboneName: 'EfficientNet-Lite0',
    recipe: { name: 'one-click' },
    engine: 'onnx',
    tfjsFolder: null,
    resourcesFolder,
    cacheFolder: path.join(folder, 'cache'),
    modelFolder: path.join(folder, 'model'),
    modelName: 'Self-test',
    seed: 1,
    threads,
    classes,
    train: photos.filter((_, index) => !isHeldOut(index)),
    heldOut: photos.filter((_, index) => isHeldOut(index)),
    heldOutPart: 'validation',
    choosing: [],
    predictOnly: [],
  };
}
