import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { FromEngine, PredictJob } from '../../../../src/main/training/api.ts';
import { startJob } from '../../../../src/main/training/supervise.ts';
import { openSession } from '../../../../src/main/runtime/onnx.ts';
import { madeTrainJob, resourcesFolder, temporaryFolder } from '../../../support/made-photos.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function trainedModel() {
  const folder = await temporaryFolder();
  const job = await madeTrainJob(folder);
  await startJob(job).result;
  const photos = job.heldOut.map(({ id, file }) => ({ name: `${id}.png`, file }));
  return { folder, job, photos };
}

async function predicted(job: Omit<PredictJob, 'kind' | 'resourcesFolder' | 'cacheFolder' | 'threads'>) {
  const messages: FromEngine[] = [];
  const whole = { kind: 'predict', resourcesFolder, cacheFolder: null, threads: 2, ...job } as const;
  await startJob(whole, { onMessage: message => messages.push(message) }).result;
  return {
    photos: messages.flatMap(message => (message.kind === 'predicted' ? message.photos : [])),
    skipped: messages.filter(message => message.kind === 'skipped'),
  };
}

describe('predicting and exporting', () => {
  test('the exported file alone gives the same probabilities to 1e-4 on the saved input', async () => {
    const { folder, job, photos } = await trainedModel();
    const file = path.join(folder, 'out.onnx');
    const { modelFolder, cacheFolder } = job;
    const rest = { resourcesFolder, cacheFolder, modelFolder, threads: 2, file, photos };
    const exported = { kind: 'export', format: 'onnx', stem: 'out', ...rest } as const;
    const { agreement, bytes } = await startJob(exported).result;
    expect(agreement).toMatchObject({ photos: photos.length, same: photos.length });
    expect(agreement.largest).toBeLessThan(1e-4);
    const onnx = await readFile(file);
    expect(onnx.byteLength).toBe(bytes);

    const saveInput = path.join(folder, 'x.npy');
    const result = await predicted({ modelFolder, photos, top: 2, saveInput });
    expect(result.photos.map(({ index }) => index)).toEqual([...photos.keys()]);
    const npy = await readFile(saveInput);
    const data = npy.subarray(10 + npy.readUInt16LE(8));
    const session = await openSession(onnx, { threads: 1 });
    const outputs = await session.run({
      photo: { dtype: 'uint8', shape: [1, 260, 300, 3], data: Uint8Array.from(data) },
    });
    await session.dispose();
    const classes = JSON.parse(await readFile(path.join(folder, 'out.classes.json'), 'utf8')) as string[];
    for (const { class: name, probability } of result.photos[0]!.top) {
      const theirs = outputs['probabilities']!.data[classes.indexOf(name)] as number;
      expect(Math.abs(theirs - probability)).toBeLessThan(1e-4);
    }
  });

  test('class list, examples, card and right checksums lie beside the file, and nothing half-written', async () => {
    const { folder, job, photos } = await trainedModel();
    const out = path.join(folder, 'out');
    await mkdir(out);
    const file = path.join(out, 'ants & bees.onnx');
    const { modelFolder } = job;
    const rest = { resourcesFolder, cacheFolder: null, modelFolder, threads: 1, file, photos };
    await startJob({ kind: 'export', format: 'onnx', stem: 'ants & bees', ...rest }).result;
    const names = [
      'classes.json',
      'classes.txt',
      'card.json',
      'card.md',
      'example.mjs',
      'example.py',
      'onnx',
      'sha256',
    ];
    expect((await readdir(out)).sort()).toEqual(names.map(name => `ants & bees.${name}`).sort());
    for (const line of (await readFile(path.join(out, 'ants & bees.sha256'), 'utf8')).trim().split('\n')) {
      const [hash, name] = line.split('  ');
      expect(sha256(await readFile(path.join(out, name!)))).toBe(hash);
    }
    expect(await readFile(path.join(out, 'ants & bees.card.md'), 'utf8')).toContain('95 % interval');
  });

  test('L19: a failed export keeps the trained model and leaves nothing half-written', async () => {
    const { folder, job, photos } = await trainedModel();
    const { modelFolder } = job;
    const before = await readFile(path.join(modelFolder, 'weights.safetensors'));
    const file = path.join(folder, 'no such folder', 'out.onnx');
    const exported = {
      kind: 'export',
      format: 'onnx',
      stem: 'out',
      resourcesFolder,
      cacheFolder: null,
      modelFolder,
      threads: 1,
      file,
      photos,
    } as const;
    await expect(startJob(exported).result).rejects.toMatchObject({
      code: 'export-failed',
      details: { reason: 'ENOENT' },
    });
    expect(await readFile(path.join(modelFolder, 'weights.safetensors'))).toEqual(before);
  });

  test('the built-in network predicts ImageNet classes, and a file that is no photo is named', async () => {
    const { photos } = await trainedModel();
    const files = [photos[0]!, { name: 'notes.jpg', file: import.meta.filename }, photos[1]!];
    const result = await predicted({ modelFolder: null, photos: files, top: 3, saveInput: null });
    expect(result.photos.map(({ index, top }) => [index, top.length])).toEqual([
      [0, 3],
      [2, 3],
    ]);
    expect(result.skipped).toMatchObject([{ index: 1, code: 'photo-not-an-image', details: { file: 'notes.jpg' } }]);
  });

  test('the self-test passes on this machine, and the timing gives a rate', async () => {
    const rows: FromEngine[] = [];
    const workFolder = await temporaryFolder();
    const { passed } = await startJob(
      { kind: 'self-test', resourcesFolder, workFolder, threads: 2 },
      { onMessage: message => rows.push(message) },
    ).result;
    const found = rows.flatMap(message => (message.kind === 'row' ? [message.row] : []));
    // A machine need not have any other device, but it says why there is none.
    const missing = found.filter(({ state }) => state !== 'works');
    expect(missing.filter(({ thing, reason }) => thing !== 'self-test.thing.devices' || !reason)).toEqual([]);
    expect(found).toHaveLength(10);
    expect(passed).toBe(true);
    expect(await readdir(workFolder)).toEqual([]);
    const { backbone, recipe, engine, tfjsFolder } = await madeTrainJob(workFolder);
    const timing = {
      kind: 'timing',
      backbone,
      recipe,
      engine,
      tfjsFolder,
      classes: 2,
      resourcesFolder,
      threads: 2,
    } as const;
    const { passes, learned } = await startJob(timing).result;
    expect(passes).toBeGreaterThan(0);
    expect(learned).toBeNull();
  });
});
