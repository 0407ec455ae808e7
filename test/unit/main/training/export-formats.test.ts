// A model taken away in every format: whole, with what belongs beside it, and with the same answers as the app's after reading back.
import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { writeModel } from '../../../../src/engine/graph.ts';
import { initialWeights } from '../../../../src/engine/weights.ts';
import { createModelBuilder } from '../../../../src/engine/zoo/builder.ts';
import { modelSource, readModelFile } from '../../../../src/main/formats/models/model-formats.ts';
import { writeModelFolder } from '../../../../src/main/formats/models/model-folder.ts';
import { createDecodePool } from '../../../../src/main/photos/pool.ts';
import type { ExportJob } from '../../../../src/main/training/api.ts';
import { exportModel } from '../../../../src/main/training/export.ts';
import type { JobContext } from '../../../../src/main/training/job-context.ts';
import { mulberry32 } from '../../../../src/shared/random.ts';
import { exportFileName, type ExportFormat } from '../../../../src/shared/records/model-export.ts';
import { preprocessingKinds, type DeclaredPreprocessing } from '../../../../src/shared/records/preprocessing.ts';
import { makePhotos, resourcesFolder, temporaryFolder } from '../../../support/made-photos.ts';

const sidePx = 24;
const classes = ['ants', 'bees | wasps', 'neither\nnor'];

/** A small whole network, as one that was trained from scratch, of any preprocessing. */
async function modelFolderOf(folder: string, kind: DeclaredPreprocessing): Promise<string> {
  const builder = createModelBuilder();
  const input = builder.input('photo', [sidePx, sidePx, 3]);
  const convolved = builder.convolve('conv', input, { filters: 8, size: 3, stride: 2, activation: 'relu' });
  const pooled = builder.globalAveragePool('pool', builder.normalise('norm', convolved));
  const model = builder.model('small', builder.dense('top', pooled, { units: classes.length, activation: 'softmax' }));
  const modelFolder = path.join(folder, 'small-1');
  const zeros = Object.fromEntries(classes.map(name => [name, 4]));
  await writeModelFolder(modelFolder, {
    task: 'classification',
    graph: writeModel(model) as Record<string, unknown>,
    backbone: null,
    preprocessing: { heightPx: sidePx, widthPx: sidePx, ...preprocessingKinds[kind] },
    classes: classes.map((name, index) => ({ id: String(index + 1), name })),
    created: '2026-11-28T18:00:00.000Z',
    weights: initialWeights(model, mulberry32(5)),
    card: {
      name: 'Small 1',
      createdAt: '2026-11-28T18:00:00.000Z',
      task: 'classification',
      classes,
      backbone: { name: 'small', origin: 'made for a test', licence: 'none', sha256: '0' },
      trainedOn: { photos: 12, perClass: zeros, seed: 5 },
      score: null,
      scoredOn: 'validation',
      preprocessing: 'as it says',
      limits: [],
      files: {},
    },
  });
  return modelFolder;
}

async function exported(format: ExportFormat, kind: DeclaredPreprocessing, changes: Partial<ExportJob> = {}) {
  const folder = await temporaryFolder();
  const out = path.join(folder, 'out');
  await mkdir(out);
  const photos = await makePhotos(path.join(folder, 'photos'), 3);
  const file = path.join(out, exportFileName(format, 'small-1'));
  const job: ExportJob = {
    kind: 'export',
    format,
    resourcesFolder,
    cacheFolder: null,
    modelFolder: await modelFolderOf(folder, kind),
    threads: 1,
    file,
    stem: 'small-1',
    photos: photos.map(photo => ({ name: path.basename(photo.file), file: photo.file })),
    ...changes,
  };
  const pool = createDecodePool();
  onTestFinished(() => pool.dispose());
  const context: JobContext = {
    pixels: pool.pixels,
    decoderVersion: '1',
    report: () => undefined,
    isStopRequested: () => false,
  };
  return { out, file, job, outcome: await exportModel(job, context) };
}

const modelFormats = ['onnx', 'keras', 'h5', 'tfjs', 'safetensors'] as const;

describe.each(modelFormats)('as %s', format => {
  test.each(['minus-one-to-one', 'torchvision', 'caffe'] as const)('a %s model gives the same answers', async kind => {
    const { outcome, file } = await exported(format, kind);
    expect(outcome).toMatchObject({ kind: 'export', file, agreement: { photos: 6, same: 6 } });
    expect(outcome.agreement.largest).toBeLessThan(1e-5);
    expect(outcome.bytes).toBeGreaterThan(1_000);
  });

  test('classes, card and right checksums lie beside it, and nothing half-written', async () => {
    const { out, file } = await exported(format, 'caffe');
    const names = await readdir(out);
    expect(names.filter(name => name.startsWith('.'))).toEqual([]);
    for (const name of ['classes.json', 'classes.txt', 'card.json', 'card.md', 'sha256'])
      expect(names).toContain(`small-1.${name}`);
    const lines = (await readFile(path.join(out, 'small-1.sha256'), 'utf8')).trim().split('\n');
    expect(lines.map(line => line.split('  ')[1]).sort()).toEqual(
      names.filter(name => name !== 'small-1.sha256').sort(),
    );
    for (const line of lines) {
      const [hash, name] = line.split('  ');
      expect(
        createHash('sha256')
          .update(await readFile(path.join(out, name!)))
          .digest('hex'),
      ).toBe(hash);
    }
    const card = JSON.parse(await readFile(path.join(out, 'small-1.card.json'), 'utf8')) as { files: object };
    expect(Object.keys(card.files)).toContain(path.basename(file));
    const words = await readFile(path.join(out, 'small-1.card.md'), 'utf8');
    expect(words).toContain(format === 'onnx' ? 'any size' : 'Resizing to 24 x 24');
  });
});

describe('taking away', () => {
  test('the card alone writes no model and asks nothing', async () => {
    const { out, outcome } = await exported('card', 'zero-to-one');
    expect(outcome).toMatchObject({ bytes: 0, agreement: { photos: 0 } });
    const rest = ['card.json', 'card.md', 'classes.json', 'classes.txt', 'sha256'];
    expect((await readdir(out)).sort()).toEqual(rest.map(name => `small-1.${name}`));
  });

  test('turned channels are a Conv2D called normalisation, which is not trained on', async () => {
    const { file } = await exported('keras', 'caffe');
    const { model } = await readModelFile(await modelSource(file));
    const [, first] = model!.layers;
    expect(first).toMatchObject({ name: 'normalisation', className: 'Conv2D', config: { trainable: false } });
  });

  test('photos that cannot be read are left out of the proof, not of the file', async () => {
    const notPhotos = [{ name: 'notes.jpg', file: import.meta.filename }];
    const { outcome } = await exported('keras', 'zero-to-one', { photos: notPhotos });
    expect(outcome.agreement).toEqual({ photos: 0, same: 0, largest: 0 });
  });

  test('an older export is replaced, and a folder that is not there is named', async () => {
    const { job, out } = await exported('keras', 'zero-to-one');
    const context: JobContext = {
      pixels: () => Promise.reject(new Error('no photo is asked for')),
      decoderVersion: '1',
      report: () => undefined,
      isStopRequested: () => false,
    };
    await expect(exportModel({ ...job, photos: [] }, context)).resolves.toMatchObject({ kind: 'export' });
    const gone = path.join(out, 'no such folder', 'small-1.keras');
    await expect(exportModel({ ...job, file: gone, photos: [] }, context)).rejects.toMatchObject({
      code: 'export-failed',
      details: { reason: 'ENOENT' },
    });
  });
});
