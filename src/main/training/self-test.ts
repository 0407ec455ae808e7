// Tries on this machine everything a person will need: disk, decoding, the training step against numbers worked out here, and one
// tiny run from made photos to an exported file that is read back. Each row says what was measured, or why it failed.
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError, toErrorRecord } from '../../shared/errors.ts';
import type { SelfTestRow } from '../../shared/calls/app.ts';
import { readBuiltIn } from '../formats/models/built-in.ts';
import { runtimeFacts } from '../runtime/onnx.ts';
import type { JobOutcome, SelfTestJob, TrainJob } from './api.ts';
import { exportOnnx } from './export.ts';
import type { JobContext } from './job-context.ts';
import { madePhotoPng } from './made-photo.ts';
import { trainOneClick } from './one-click.ts';
import { largestStepDifference } from './step-check.ts';
import { cpuFeatures } from './versions.ts';

type Row = Omit<SelfTestRow, 'thing'>;
type Photo = TrainJob['train'][number];

const works = (measured: string): Row => ({ state: 'works', measured, reason: '' });
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
  const row = async (thing: string, measure: () => Row | Promise<Row>): Promise<void> => {
    const result = await measured(measure);
    if (result.state === 'failed') passed = false;
    context.report({ kind: 'row', row: { thing, ...result } });
  };
  // Inside, a run's own progress, epochs and photos would be taken for this job's.
  const quiet: JobContext = { ...context, report: () => undefined, isStopRequested: () => false };
  try {
    await row('Vector instructions', () => works(`${cpuFeatures()}, ${job.threads} threads`));
    await row('ONNX Runtime', () =>
      works(`ONNX Runtime ${runtimeFacts().version}: ${runtimeFacts().providers.join(', ')}; in use: cpu`),
    );
    await row('Temporary folder', () => diskRow(folder));
    await row('Built-in model', () => builtInRow(job.resourcesFolder));
    await row('Training step', stepRow);
    const photos = await writePhotos(folder);
    await row('Decoding', () => decodeRow(photos, context));
    const train = trainJob(job, folder, photos);
    await row('One-click run', () => runRow(train, quiet));
    await row('Export and reading back', () => exportRow(train, quiet));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return { kind: 'self-test', passed };
}

async function measured(measure: () => Row | Promise<Row>): Promise<Row> {
  try {
    return await measure();
  } catch (error) {
    const { code, details } = toErrorRecord(error);
    return { state: 'failed', measured: '', reason: `${code} ${JSON.stringify(details)}`.slice(0, 2_000) };
  }
}

const seconds = (startMs: number): string => `${((performance.now() - startMs) / 1_000).toFixed(1)} s`;

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
  return works(`${(diskTestBytes / 1e6 / elapsedSeconds).toFixed(0)} MB/s, flushed`);
}

async function builtInRow(resourcesFolder: string): Promise<Row> {
  const { weights, classes: names } = await readBuiltIn(resourcesFolder);
  return works(`EfficientNet-Lite0, ${weights.size} weights and ${names.length} class names, checksums right`);
}

async function stepRow(): Promise<Row> {
  const difference = await largestStepDifference();
  if (difference <= largestStepError) return works(`5 steps, largest difference ${difference.toExponential(1)}`);
  throw new AppError('engine-failed', { reason: `a training step is off by ${difference.toExponential(1)}` });
}

async function decodeRow(photos: readonly Photo[], context: JobContext): Promise<Row> {
  const startMs = performance.now();
  const decoded = await Promise.all(photos.map(({ file }) => context.pixels(file, { atLeastPx: 224 })));
  const same = decoded.filter(({ hash }, index) => hash === photos[index]!.hash).length;
  if (same < photos.length) throw new AppError('disk-failed', { file: photos[0]!.file, reason: 'content-changed' });
  return works(`${photos.length} photos in ${seconds(startMs)}, the decoder's start included`);
}

async function runRow(train: TrainJob, context: JobContext): Promise<Row> {
  const startMs = performance.now();
  const { score, skipped } = await trainOneClick(train, context);
  const total = heldOutPhotosPerClass * classes.length;
  if (skipped.length > 0 || score.total !== total)
    throw new AppError('engine-failed', { reason: `${skipped.length} made photos unreadable` });
  if (score.correct < total)
    throw new AppError('engine-failed', { reason: `only ${score.correct} of ${total} discs and bars told apart` });
  return works(`${train.train.length} photos, ${score.correct} of ${total} held out right, ${seconds(startMs)}`);
}

async function exportRow(train: TrainJob, context: JobContext): Promise<Row> {
  const startMs = performance.now();
  const { resourcesFolder, cacheFolder, modelFolder, threads } = train;
  const photos = train.heldOut.map(({ id, file }) => ({ name: String(id), file }));
  const file = path.join(modelFolder, '..', 'exported.onnx');
  const { bytes, agreement } = await exportOnnx(
    { kind: 'export', resourcesFolder, cacheFolder, modelFolder, threads, file, photos },
    context,
  );
  const { same, largest } = agreement;
  if (same < photos.length || largest > largestExportError) {
    throw new AppError('export-failed', {
      file,
      reason: `${same} of ${photos.length} the same, largest difference ${largest}`,
    });
  }
  return works(
    `${(bytes / 1e6).toFixed(1)} MB, ${same} of ${photos.length} the same, largest difference ${largest.toExponential(1)}, ${seconds(startMs)}`,
  );
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
    predictOnly: [],
  };
}
