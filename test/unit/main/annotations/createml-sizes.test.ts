// CreateML's JSON states no size of a photo: it comes from the project, or from the photo beside the file; where neither is, that is said.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { errorText, noteText } from '../../../../src/shared/messages.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import type { KnownPhoto, PreparedPhoto } from '../../../../src/main/annotations/jobs.ts';
import { runReadJob } from '../../../../src/main/annotations/read-job.ts';
import { datasetFolder } from '../../../support/dataset-trips.ts';

const coordinates = { x: 20, y: 10, width: 20, height: 10 };
const entries = ['a.jpg', 'b.jpg'].map(image => ({ image, annotations: [{ label: 'ant', coordinates }] }));
const known = (name: string, at: number): KnownPhoto => ({
  ...{ id: at + 1, path: name, file: `/photos/${name}`, hash: String(at), widthPx: 100, heightPx: 50, orientation: 1 },
});

async function read(photos: readonly KnownPhoto[]) {
  const chosen = path.join(await datasetFolder({ 'boxes.json': entries }), 'boxes.json');
  const places = { staging: await datasetFolder(), owner: process.pid, known: photos, lookIn: [], keepUnfound: true };
  const outcome = await runReadJob({ kind: 'read', chosen, format: null, answers: {}, ...places }, () => undefined);
  const lines = (await readFile(outcome.lines, 'utf8')).trim().split('\n');
  return { outcome, photos: lines.map(line => JSON.parse(line) as PreparedPhoto) };
}

test('CreateML without photos beside it: their sizes are those of the project', async () => {
  const { outcome, photos } = await read(['a.jpg', 'b.jpg'].map(known));
  expect(outcome.format).toBe('createml');
  expect(photos.map(({ annotations }) => annotations.map(({ s }) => s))).toEqual(
    ['a.jpg', 'b.jpg'].map(() => [{ kind: 'box', box: { x: 10, y: 5, width: 20, height: 10 } }]),
  );
  expect(outcome.notes).toEqual([]);
});

test('CreateML without photos anywhere: boxes are left out, counted, and the reason is said', async () => {
  const { outcome, photos } = await read([known('a.jpg', 0)]);
  expect(photos.map(({ annotations, refused }) => [annotations.length, refused.length])).toEqual([
    [1, 0],
    [0, 1],
  ]);
  const notes = outcome.notes.map(note => [note.code, note.count, note.examples[0]]);
  expect(notes).toEqual([
    ['photo-not-found', 1, 'b.jpg'],
    ['photo-size-unknown', 1, 'b.jpg: ant (1)'],
  ]);
  for (const note of outcome.notes) expect(noteText('ko', note)).not.toMatch(/[{}]/);
});

test('errors about what was chosen name it as it was chosen, without the folders above it', async () => {
  const folder = await datasetFolder({ 'readme.txt': 'hello', 'inner/readme.txt': 'hello' });
  const places = { owner: process.pid, known: [], lookIn: [], keepUnfound: true };
  for (const [chosen, shown] of [
    [path.join(folder, 'readme.txt'), 'readme.txt'],
    [path.join(folder, 'inner'), 'inner'],
    [path.join(folder, 'none.json'), 'none.json'],
  ] as const) {
    const job = { kind: 'read', chosen, format: null, answers: {}, staging: await datasetFolder(), ...places } as const;
    const error = await runReadJob(job, () => undefined).then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(AppError);
    expect((error as AppError).details['file']).toBe(shown);
    expect(errorText('en', error as AppError)).not.toContain(path.dirname(folder));
  }
});
