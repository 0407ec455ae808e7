// A gesture that the journal could not hold is refused whole.
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { classWriter } from '../../../../src/main/store/classes.ts';
import { startGestures } from '../../../../src/main/store/gestures.ts';
import { importMethods } from '../../../../src/main/store/importing.ts';
import { createProject, openProject } from '../../../../src/main/store/open-project.ts';
import { openPhotoIndex } from '../../../../src/main/store/photo-index.ts';
import { newProject, scanned, temporaryFolder } from './project.ts';

/** A new project whose gestures may say this much. */
function projectOf(mostBytes: number) {
  const folder = path.join(temporaryFolder(), 'project');
  createProject(folder, newProject);
  const { db, tables, close } = openProject(folder);
  onTestFinished(close);
  const index = openPhotoIndex(tables);
  const gestures = startGestures({
    tables,
    transaction: work => db.transaction(work).immediate(),
    isGestureWhole: () => true,
    committed: () => index.invalidate(),
    mostBytes,
  });
  return { tables, index, gestures, imports: importMethods(tables, index, gestures, classWriter(tables)) };
}

const planOf = (photos: number) => ({
  newClasses: [{ name: '개미' }],
  sources: [{ prefix: 'ants/', folder: '/elsewhere/ants' }],
  files: 'ants.json',
  photos: Array.from({ length: photos }, (_, at) => ({
    photo: scanned(`ants/${at}.jpg`),
    split: null,
    nothing: [],
    annotations: [{ class: { newClass: 0 }, shape: null, attributes: {} }],
  })),
});
const refused = expect.objectContaining({ code: 'gesture-too-large' }) as Error;

test('an import that is too much for one line of the journal changes nothing; in parts it goes in', () => {
  const { tables, index, gestures, imports } = projectOf(20_000);
  expect(() => imports.importApply(planOf(100))).toThrow(refused);
  expect([tables.gesture.count(), index.size(), tables.source.all(), tables.class.all()]).toEqual([0, 0, [], []]);
  expect(gestures.history()).toEqual({ last: null, undo: null, redo: null });
  expect(imports.importApply(planOf(10)).result).toMatchObject({ annotations: 10, photos: 10, classes: 1 });
});

test('what was not refused can be undone, though the undo says more', () => {
  const measured = projectOf(1e6);
  measured.imports.importApply(planOf(10));
  const json = JSON.parse(measured.tables.gesture.journalLine(1)!) as { length: number };
  expect(() => projectOf(json.length - 1).imports.importApply(planOf(10))).toThrow(refused);
  const exact = projectOf(json.length + 1); // a comma more is counted
  exact.imports.importApply(planOf(10));
  exact.gestures.undo();
  expect(exact.tables.gesture.journalLine(2)!.length).toBeGreaterThan(exact.tables.gesture.journalLine(1)!.length);
  expect(exact.index.size()).toBe(0);
});
