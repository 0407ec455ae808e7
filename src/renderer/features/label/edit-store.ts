// The page's one queue of unsaved edits, bound to the core's calls and to what the page has read of a photo.
import { useSyncExternalStore } from 'react';
import { assertNever, fromErrorRecord, toErrorRecord } from '../../../shared/errors.ts';
import type { Annotation, PhotoDetail } from '../../../shared/records/photo.ts';
import { isUncertain } from '../../api/gesture-kinds.ts';
import { gestureLine } from '../../api/gesture-line.ts';
import { queries } from '../../api/query.ts';
import { keepUnsaved } from '../../api/saving.ts';
import { call, callKept } from '../../api/transport.ts';
import { createEditQueue, type QueueState } from './edit-queue.ts';
import { applyEdit, type Edit } from './edits.ts';
import { outcomeIn } from './uncertain-edits.ts';

/** Edits that may have been written already, each with the annotations that its photo had before. */
const uncertain = new WeakMap<Edit, readonly Annotation[]>();

const readKey = ({ photoId }: Edit) => ['photos:read', { ids: [photoId] }];

async function save(edit: Edit): Promise<Annotation | null> {
  const before = uncertain.get(edit);
  if (before) {
    const [photo] = await call('photos:read', { ids: [edit.photoId] });
    const outcome = outcomeIn(edit, before, photo?.annotations ?? []);
    if (outcome !== undefined) return outcome;
  }
  try {
    return await send(edit);
  } catch (error) {
    const record = toErrorRecord(error);
    // Undone or deleted meanwhile: it is gone, as was asked for.
    if (edit.kind === 'delete-thing' && record.code === 'not-found') return null;
    if (!before && isUncertain(record)) {
      const [photo] = queries.getQueryData<readonly PhotoDetail[]>(readKey(edit)) ?? [];
      uncertain.set(edit, photo?.annotations ?? []);
    }
    throw error;
  }
}

async function send(edit: Edit): Promise<Annotation | null> {
  const { photoId } = edit;
  switch (edit.kind) {
    case 'add-thing': {
      const added = await callKept('things:add', { photoId, things: [{ ...edit.shape, classId: edit.classId }] });
      return added[0] ?? null;
    }
    case 'change-thing':
      return callKept('things:update', {
        id: edit.id,
        ...(edit.classId ? { classId: edit.classId } : {}),
        ...(edit.shape ? { shape: edit.shape } : {}),
      });
    case 'delete-thing':
      return callKept('things:delete', { ids: [edit.id] });
    case 'set-label':
      return callKept('labels:set', { ids: [photoId], classId: edit.classId, how: edit.how });
    case 'nothing':
      return callKept('labels:nothing', { ids: [photoId], kind: edit.of });
    case 'clear':
      return callKept('labels:clear', { ids: [photoId], kind: edit.of });
    default:
      return assertNever(edit);
  }
}

/** Writes a saved edit into what was read of the photo, so that it does not vanish until the photo is read again. */
function saved(edit: Edit, result: Annotation | null): void {
  const key = readKey(edit);
  const known: Edit = edit.kind === 'add-thing' && result ? { ...edit, id: result.id } : edit;
  // A read that began before the save would bring the old state back.
  void queries.cancelQueries({ queryKey: key });
  queries.setQueryData<readonly PhotoDetail[]>(key, photos =>
    photos?.map(photo =>
      photo.id === edit.photoId ? { ...photo, annotations: applyEdit(photo.annotations, known) } : photo,
    ),
  );
  void queries.invalidateQueries({ queryKey: key });
}

export const edits = createEditQueue({
  save,
  saved,
  toError: error => fromErrorRecord(toErrorRecord(error)),
  inTurn: gestureLine.inTurn,
});

keepUnsaved({
  count: () => edits.get().edits.length,
  hasFailed: () => edits.get().failure !== null,
  subscribe: edits.subscribe,
  settled: edits.settled,
  retry: edits.retry,
  giveUp: edits.reset,
});

export function useEdits(): QueueState {
  return useSyncExternalStore(edits.subscribe, edits.get);
}
