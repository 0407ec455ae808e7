// What counts as unsaved, and how it is tried again.
import { beforeEach, expect, test } from 'vitest';
import {
  forgetUncertain,
  giveUpUnsaved,
  isUnsaved,
  keepUnsaved,
  onRefused,
  onSaving,
  retrySaving,
  savingSettled,
  trackSave,
} from '../../../../src/renderer/api/saving.ts';
import { isRepeatable, saveOptions } from '../../../../src/renderer/api/gesture-kinds.ts';
import { AppError } from '../../../../src/shared/errors.ts';

beforeEach(giveUpUnsaved);

/** A disk that is full until `room` is made, and what was written to it. */
function makeDisk() {
  const written: string[] = [];
  const disk = { isFull: true };
  const write = (name: string) => async (): Promise<void> => {
    await Promise.resolve();
    if (disk.isFull) throw new AppError('disk-full', { file: name });
    written.push(name);
  };
  return { written, write, makeRoom: () => (disk.isFull = false) };
}

test('a gesture on its way is unsaved until it is on disk', async () => {
  let answer = (_: string): void => undefined;
  const saved = trackSave(() => new Promise<string>(resolve => (answer = resolve)), { isKept: false });
  const told: boolean[] = [];
  const end = onSaving(() => told.push(isUnsaved()));
  expect(isUnsaved()).toBe(true);
  answer('done');
  expect(await saved).toBe('done');
  end();
  expect([isUnsaved(), told]).toEqual([false, [false]]);
});

test('failed gestures are tried again in their order, and once', async () => {
  const { written, write, makeRoom } = makeDisk();
  for (const name of ['first', 'second']) {
    await expect(trackSave(write(name), { isKept: false })).rejects.toMatchObject({ code: 'disk-full' });
  }
  expect(await savingSettled()).toMatchObject({ count: 2, error: { code: 'disk-full', details: { file: 'first' } } });
  await retrySaving();
  expect(await savingSettled()).toMatchObject({ count: 2 });
  makeRoom();
  await retrySaving();
  await retrySaving();
  expect(written).toEqual(['first', 'second']);
  expect(await savingSettled()).toEqual({ count: 0, error: null });
});

test('a refusal leaves nothing unsaved; one among the retries is told, and the later ones are saved', async () => {
  const { written, write, makeRoom } = makeDisk();
  const taken = new AppError('class-name-taken', { name: 'ant' });
  await expect(trackSave(() => Promise.reject(taken), { isKept: false })).rejects.toBe(taken);
  expect(isUnsaved()).toBe(false);
  let isRefused = false;
  const deleted = (): Promise<void> =>
    Promise.reject(isRefused ? new AppError('not-found', { what: 'class' }) : new AppError('disk-full', { file: 'x' }));
  await expect(trackSave(deleted, { isKept: false })).rejects.toMatchObject({ code: 'disk-full' });
  await expect(trackSave(write('later'), { isKept: false })).rejects.toMatchObject({ code: 'disk-full' });
  isRefused = true;
  makeRoom();
  await expect(retrySaving()).rejects.toMatchObject({ code: 'not-found' });
  expect([written, (await savingSettled()).count]).toEqual([['later'], 0]);
});

test('what failed is sent before the next gesture, so that the later one has the last word', async () => {
  const { written, write, makeRoom } = makeDisk();
  const told: string[] = [];
  onRefused(({ code }) => told.push(code));
  await expect(trackSave(write('label 1'), { isKept: false })).rejects.toMatchObject({ code: 'disk-full' });
  makeRoom();
  await trackSave(write('label 2'), { isKept: false });
  expect(written).toEqual(['label 1', 'label 2']);
  expect(await savingSettled()).toEqual({ count: 0, error: null });
  let isFull = true;
  const gone = (): Promise<void> => Promise.reject(new AppError(isFull ? 'disk-full' : 'not-found', { what: 'photo' }));
  await expect(trackSave(gone, { isKept: false })).rejects.toMatchObject({ code: 'disk-full' });
  isFull = false;
  await trackSave(write('label 3'), { isKept: false });
  expect([told, written.at(-1), isUnsaved()]).toEqual([['not-found'], 'label 3', false]);
});

test('an undo is not made while what it would take back is unsaved, and never by itself later', async () => {
  const { written, write, makeRoom } = makeDisk();
  const undo = saveOptions('history:undo', null);
  await expect(trackSave(write('label'), { isKept: false })).rejects.toMatchObject({ code: 'disk-full' });
  await expect(trackSave(write('undo'), undo)).rejects.toMatchObject({ code: 'disk-full' });
  expect((await savingSettled()).count).toBe(1);
  makeRoom();
  await retrySaving();
  expect(written).toEqual(['label']);
  const failed = { is: true };
  keepUnsaved({
    count: () => Number(failed.is),
    hasFailed: () => failed.is,
    subscribe: () => undefined,
    settled: () => Promise.resolve(),
    retry: () => undefined,
    giveUp: () => undefined,
  });
  await expect(trackSave(write('undo'), undo)).rejects.toMatchObject({ code: 'unsaved-first' });
  failed.is = false;
  await trackSave(write('undo'), undo);
  expect(written).toEqual(['label', 'undo']);
});

test('what fails after its project was closed is not counted for the next', async () => {
  let fail = (_: AppError): void => undefined;
  const saved = trackSave(() => new Promise<void>((_, reject) => (fail = reject)), { isKept: false });
  giveUpUnsaved();
  fail(new AppError('disk-full'));
  await expect(saved).rejects.toMatchObject({ code: 'disk-full' });
  expect(isUnsaved()).toBe(false);
});

test('what a keeper keeps counts once, is waited for, and is tried again by the keeper alone', async () => {
  const { written, write, makeRoom } = makeDisk();
  let kept: string[] = ['box'];
  const sending = { last: Promise.resolve() };
  const send = (): void => {
    sending.last = trackSave(write('box'), { isKept: true }).then(
      () => void (kept = []),
      () => undefined,
    );
  };
  keepUnsaved({
    count: () => kept.length,
    hasFailed: () => false,
    subscribe: () => undefined,
    settled: () => sending.last,
    retry: () => kept.length > 0 && send(),
    giveUp: () => void (kept = []),
  });
  send();
  expect((await savingSettled()).count).toBe(1);
  makeRoom();
  await retrySaving();
  expect(await savingSettled()).toEqual({ count: 0, error: null });
  expect(written).toEqual(['box']);
});

test('what could not be saved never reaches another project', async () => {
  const { written, write, makeRoom } = makeDisk();
  await expect(trackSave(write('old'), { isKept: false })).rejects.toMatchObject({ code: 'disk-full' });
  giveUpUnsaved();
  makeRoom();
  await retrySaving();
  expect([written, isUnsaved()]).toEqual([[], false]);
});

test('G2: a gesture that the dying core may have written is sent again only where twice is as good as once', async () => {
  const died = (worker: string) => (): Promise<never> =>
    Promise.reject(new AppError('worker-died', { worker, reason: 'no answer' }));
  const undo = saveOptions('history:undo', null);
  const exclude = saveOptions('photos:exclude', { ids: [1], excluded: true });
  for (const [send, how] of [
    [died('core'), undo],
    [died('core'), exclude],
    [died('core'), saveOptions('classes:create', { name: 'ant' })],
  ] as const) {
    await expect(trackSave(send, how)).rejects.toMatchObject({ code: 'worker-died' });
  }
  expect(await savingSettled()).toMatchObject({ count: 2 });
  expect([forgetUncertain(), forgetUncertain()]).toEqual([1, 0]);
});

test('G2: a label is sent again where it replaces, never where it toggles', () => {
  expect(isRepeatable('labels:set', { ids: [1], classId: 1, how: 'replace' })).toBe(true);
  expect(isRepeatable('labels:set', { ids: [1], classId: 1, how: 'toggle' })).toBe(false);
  expect(isRepeatable('things:add', { photoId: 1, things: [] })).toBe(false);
});
