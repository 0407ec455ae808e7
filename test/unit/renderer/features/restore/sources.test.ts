// What a project can be brought back from, which is chosen for the person, and what they are told comes back.
import { expect, test } from 'vitest';
import { isUsable, outlookOf, recommended, sourcesOf } from '../../../../../src/renderer/features/restore/sources.ts';
import type { Backup, BackupId, RestoreState } from '../../../../../src/shared/records/restore.ts';

const counts = { photos: 3, annotated: 2, labels: 2, things: 0, classes: 1, runs: 0, gestures: 9 };
const backup = (number: number, given: Partial<Backup> = {}): Backup => ({
  id: `00000${number}-x-work.fovea` as BackupId,
  at: `2026-11-28T1${number}:00:00Z`,
  sequence: 10 * number,
  reason: 'work',
  bytes: 100,
  keptAs: 'latest',
  counts,
  intact: true,
  ...given,
});
const state = (given: Partial<RestoreState> = {}): RestoreState => ({
  projectName: 'Bees',
  folder: '/bees',
  problem: 'damaged',
  findings: [],
  backups: [backup(2), backup(1)],
  journal: { lines: 25, lastSequence: 25, lastAt: '2026-11-28T12:30:00Z', torn: false },
  isRestoring: false,
  ...given,
});
const keys = (given: RestoreState): string[] => sourcesOf(given).map(({ key }) => key);

test('a damaged project offers its backups, newest first, and the journal alone last', () => {
  expect(keys(state())).toEqual(['000002-x-work.fovea', '000001-x-work.fovea', 'journal']);
});

test('a file that is only older than the journal comes first; an open project offers its backups alone', () => {
  expect(keys(state({ problem: 'journal-ahead' }))[0]).toBe('file');
  expect(keys(state({ problem: 'none' }))).toEqual(['000002-x-work.fovea', '000001-x-work.fovea']);
});

test('a damaged backup is shown and never chosen; without a whole one the journal is', () => {
  const one = state({ backups: [backup(2, { intact: false }), backup(1)] });
  expect(recommended(sourcesOf(one))?.key).toBe('000001-x-work.fovea');
  const none = state({ backups: [backup(2, { intact: false })] });
  expect(sourcesOf(none).filter(isUsable)).toHaveLength(1);
  expect(recommended(sourcesOf(none))?.key).toBe('journal');
});

test('all work is promised only where a whole journal goes on from the backup', () => {
  const outlook = (given: Partial<RestoreState>) => outlookOf(state(given), recommended(sourcesOf(state(given))));
  expect(outlook({}).what).toBe('all-back');
  expect(outlook({ problem: 'journal-ahead' }).what).toBe('all-back');
  expect(outlook({ backups: [] }).what).toBe('journal-back');
  const journal = state().journal;
  expect(outlook({ journal: { ...journal, torn: true } })).toEqual({ what: 'some-back', upTo: journal.lastAt });
  expect(outlook({ journal: { lines: 0, lastSequence: 0, lastAt: null, torn: false } })).toEqual({
    what: 'some-back',
    upTo: '2026-11-28T12:00:00Z',
  });
  expect(outlook({ backups: [], journal: { lines: 0, lastSequence: 0, lastAt: null, torn: false } }).what).toBe(
    'nothing-back',
  );
});

test('what is intact of a damaged file comes last, and is chosen only where nothing else is there', () => {
  const findings = [{ what: 'annotations', state: 'damaged', found: 10, of: 11, detail: '' }] as const;
  expect(keys(state({ findings })).at(-1)).toBe('intact');
  expect(recommended(sourcesOf(state({ findings })))?.kind).toBe('backup');
  const alone = state({ findings, backups: [], journal: { lines: 0, lastSequence: 0, lastAt: null, torn: false } });
  expect(keys(alone)).toEqual(['intact']);
  expect(outlookOf(alone, recommended(sourcesOf(alone)))).toEqual({ what: 'intact-back', upTo: null });
  const unreadable = [{ what: 'annotations', state: 'not-looked-at', found: 0, of: 0, detail: '' }] as const;
  expect(keys(state({ findings: unreadable }))).not.toContain('intact');
  expect(keys(state({ findings, problem: 'journal-ahead' }))).not.toContain('intact');
});
