// Nothing a person drew is lost between the hand and the disk (lessons L2 to L4).
import { describe, expect, test } from 'vitest';
import { createGestureLine } from '../../../../../src/renderer/api/gesture-line.ts';
import { createEditQueue } from '../../../../../src/renderer/features/label/edit-queue.ts';
import { withEdits, type Edit } from '../../../../../src/renderer/features/label/edits.ts';
import { AppError, fromErrorRecord, toErrorRecord } from '../../../../../src/shared/errors.ts';
import type { AnnotationId, ClassId, PhotoId } from '../../../../../src/shared/records/ids.ts';
import type { Annotation } from '../../../../../src/shared/records/photo.ts';

const photoId = 5 as PhotoId;
const ants = 1 as ClassId;
const bees = 2 as ClassId;
const box = { x: 1, y: 2, width: 30, height: 40 };
const shape = { kind: 'box', box } as const;
const drawn = (id: number): Edit => ({ kind: 'add-thing', photoId, id: id as AnnotationId, classId: ants, shape });

/** A core that answers when told to, and holds what it was given. */
function slowCore() {
  const rows = new Map<number, Annotation>();
  const waiting: (() => void)[] = [];
  const sent: Edit[] = [];
  let nextId = 100;
  let failure: AppError | null = null;
  const save = async (edit: Edit): Promise<Annotation | null> => {
    sent.push(edit);
    await new Promise<void>(resolve => waiting.push(resolve));
    if (failure) throw failure;
    if (edit.kind === 'add-thing') {
      const row: Annotation = { id: nextId++ as AnnotationId, classId: edit.classId, ...edit.shape };
      rows.set(row.id, row);
      return row;
    }
    if (edit.kind === 'change-thing') {
      const row = rows.get(edit.id);
      if (row?.kind !== 'box') throw new AppError('not-found');
      const next: Annotation = { ...row, ...edit.shape, classId: edit.classId ?? row.classId };
      rows.set(row.id, next);
      return next;
    }
    if (edit.kind === 'delete-thing') rows.delete(edit.id);
    return null;
  };
  const tick = (): Promise<void> => new Promise(resolve => setTimeout(resolve));
  return {
    sent,
    rows,
    save,
    fail: (error: AppError | null) => (failure = error),
    answer: async (): Promise<void> => {
      waiting.shift()?.();
      await tick();
    },
  };
}

function queueFor(core: ReturnType<typeof slowCore>) {
  const saved: Edit[] = [];
  const toError = (error: unknown): AppError => fromErrorRecord(toErrorRecord(error));
  const line = createGestureLine();
  const queue = createEditQueue({ save: core.save, saved: edit => saved.push(edit), toError, inTurn: line.inTurn });

  return { queue, saved, line };
}

test('edits go to the core one after the other and stay on the screen until each is saved', async () => {
  const core = slowCore();
  const { queue, saved } = queueFor(core);
  const first = queue.newId();
  queue.add(drawn(first));
  queue.add(drawn(queue.newId()));
  expect(core.sent).toHaveLength(1);
  expect(queue.get().edits).toHaveLength(2);
  await core.answer();
  expect(core.sent).toHaveLength(2);
  expect(saved).toHaveLength(1);
  await core.answer();
  expect(queue.get()).toEqual({ edits: [], failure: null });
  expect(core.rows.size).toBe(2);
});

test('a box that is still being saved can be moved and deleted: the core gets its own id', async () => {
  const core = slowCore();
  const { queue } = queueFor(core);
  const id = queue.newId();
  queue.add(drawn(id));
  queue.add({ kind: 'change-thing', photoId, id, shape: { kind: 'box', box: { ...box, x: 9 } } });
  await core.answer();
  await core.answer();
  expect(core.sent[1]).toMatchObject({ kind: 'change-thing', id: 100 });
  expect(queue.knownId(id)).toBe(100);
  queue.add({ kind: 'delete-thing', photoId, id });
  await core.answer();
  expect(core.rows.size).toBe(0);
});

test('an undo goes after the edits that were made before it, and before those that were made later', async () => {
  const core = slowCore();
  const { queue, line } = queueFor(core);
  const order: string[] = [];
  const undo = (): Promise<void> => Promise.resolve(void order.push(`undo after ${core.sent.length}`));
  queue.add(drawn(queue.newId()));
  queue.add(drawn(queue.newId()));
  const undone = line.inTurn(undo);
  queue.add(drawn(queue.newId()));
  await core.answer();
  expect(order).toEqual([]);
  await core.answer();
  await undone;
  expect(order).toEqual(['undo after 2']);
  await core.answer();
  expect(queue.get().edits).toEqual([]);
});

describe('a save that fails (L3)', () => {
  test('keeps the edit and everything after it, says why, and sends nothing more', async () => {
    const core = slowCore();
    const { queue } = queueFor(core);
    core.fail(new AppError('disk-full', { freeMegabytes: 1 }));
    const id = queue.newId();
    queue.add(drawn(id));
    queue.add({ kind: 'change-thing', photoId, id, classId: bees });
    await core.answer();
    expect(queue.get().failure?.code).toBe('disk-full');
    expect(queue.get().edits).toHaveLength(2);
    queue.add(drawn(queue.newId()));
    expect(core.sent).toHaveLength(1);
    expect((await queue.settled()).failure?.code).toBe('disk-full');
  });

  test('is tried again, and then the rest follows in order', async () => {
    const core = slowCore();
    const { queue } = queueFor(core);
    core.fail(new AppError('disk-full'));
    const id = queue.newId();
    queue.add(drawn(id));
    queue.add({ kind: 'change-thing', photoId, id, classId: bees });
    await core.answer();
    core.fail(null);
    queue.retry();
    await core.answer();
    await core.answer();
    expect(queue.get()).toEqual({ edits: [], failure: null });
    expect([...core.rows.values()]).toMatchObject([{ classId: bees }]);
  });

  test('given up by the person takes the edits that need it along, and no others', async () => {
    const core = slowCore();
    const { queue } = queueFor(core);
    core.fail(new AppError('conflict'));
    const id = queue.newId();
    queue.add(drawn(id));
    queue.add({ kind: 'change-thing', photoId, id, classId: bees });
    queue.add({ kind: 'nothing', photoId: 6 as PhotoId, of: 'photo' });
    await core.answer();
    core.fail(null);
    queue.discard();
    expect(queue.get().edits).toMatchObject([{ kind: 'nothing', photoId: 6 }]);
    await core.answer();
    expect(queue.get().edits).toEqual([]);
  });
});

test('waiting for the queue ends when the last edit is saved', async () => {
  const core = slowCore();
  const { queue } = queueFor(core);
  queue.add(drawn(queue.newId()));
  let isSettled = false;
  const settled = queue.settled().then(() => (isSettled = true));
  await Promise.resolve();
  expect(isSettled).toBe(false);
  await core.answer();
  await settled;
  expect(isSettled).toBe(true);
});

describe('what the screen shows', () => {
  const label: Annotation = { id: 1 as AnnotationId, kind: 'label', classId: ants };
  const nothing: Annotation = { id: 2 as AnnotationId, kind: 'nothing', of: 'photo' };
  const row: Annotation = { id: 3 as AnnotationId, kind: 'box', classId: ants, box };

  test('a late read of the core never hides an edit that is not saved (L4)', () => {
    const lateRead: Annotation[] = [];
    expect(withEdits(lateRead, [drawn(-2)], photoId)).toMatchObject([{ id: -2, kind: 'box' }]);
    expect(withEdits([row], [drawn(-2)], photoId)).toHaveLength(2);
  });

  test('edits of other photos do not show', () => {
    expect(withEdits([row], [drawn(-2)], 6 as PhotoId)).toEqual([row]);
  });

  test('one class per photo: a key replaces; several: it toggles', () => {
    const set = (how: 'replace' | 'toggle', classId: ClassId): Edit => ({ kind: 'set-label', photoId, classId, how });
    expect(withEdits([label, row], [set('replace', bees)], photoId)).toMatchObject([{ id: 3 }, { classId: bees }]);
    expect(withEdits([label], [set('toggle', bees)], photoId)).toHaveLength(2);
    expect(withEdits([label], [set('toggle', ants)], photoId)).toEqual([]);
    expect(withEdits([nothing], [set('toggle', ants)], photoId)).toMatchObject([{ kind: 'label' }]);
  });

  test('nothing here of the whole photo leaves the boxes, and of the things the label', () => {
    const of = (kind: 'photo' | 'things'): Edit => ({ kind: 'nothing', photoId, of: kind });
    expect(withEdits([label, row], [of('photo')], photoId)).toMatchObject([
      { id: 3 },
      { kind: 'nothing', of: 'photo' },
    ]);
    expect(withEdits([label, row], [of('things')], photoId)).toMatchObject([
      { id: 1 },
      { kind: 'nothing', of: 'things' },
    ]);
  });

  test('a drawn box ends “nothing here” of the things alone', () => {
    const both: Annotation[] = [nothing, { id: 4 as AnnotationId, kind: 'nothing', of: 'things' }];
    expect(withEdits(both, [drawn(-2)], photoId)).toMatchObject([{ id: 2 }, { kind: 'box' }]);
  });
});
