import { pbkdf2 } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { startJournal } from '../../../../src/main/store/journal.ts';
import { journalLine, readJournalLine } from '../../../../src/main/store/journal-lines.ts';
import { names, opened, scanned, temporaryFolder, withPhotos } from './project.ts';

const journalOf = (folder: string): string => path.join(folder, 'journal.jsonl');
const linesOf = (folder: string): string[] => fs.readFileSync(journalOf(folder), 'utf8').split('\n').slice(0, -1);

async function journalled() {
  const { folder, store, ids } = await withPhotos(names(5).map(name => scanned(name)));
  const ant = (await store.classesCreate('개미')).result.id;
  for (const id of ids) await store.labelsSet([id], ant, 'replace');
  await store.close();
  return { folder, content: fs.readFileSync(journalOf(folder)) };
}

describe('the journal', () => {
  test('holds every gesture as one whole line of JSON that names photos by path', async () => {
    const { folder } = await journalled();
    const lines = linesOf(folder);
    expect(lines.map(readJournalLine)).toEqual([1, 2, 3, 4, 5, 6]);
    const { gesture } = JSON.parse(lines[1]!) as { gesture: Record<string, unknown> };
    expect(gesture).toMatchObject({ kind: 'labels-set', details: { class: '개미', photos: 1 } });
    expect(JSON.stringify(gesture['photos'])).toContain('photo 1.jpg');
  });

  test('one flipped byte of a line is noticed', async () => {
    const { folder } = await journalled();
    expect(readJournalLine(linesOf(folder)[2]!.replace('labels-set', 'labels-sit'))).toBeNull();
  });

  test('a torn last line is cut and written whole again', async () => {
    const { folder, content } = await journalled();
    for (const cut of [1, 40, 200]) {
      fs.writeFileSync(journalOf(folder), content.subarray(0, content.length - cut));
      await (await opened(folder)).close();
      expect(fs.readFileSync(journalOf(folder)).equals(content)).toBe(true);
    }
  });

  test('lost lines, a lost file and rubbish in its place are made good from the database', async () => {
    const { folder, content } = await journalled();
    const lines = linesOf(folder);
    for (const damaged of [`${lines.slice(0, 2).join('\n')}\n`, '', 'rubbish\n\n\u0000\n', null]) {
      if (damaged === null) fs.rmSync(journalOf(folder));
      else fs.writeFileSync(journalOf(folder), damaged);
      await (await opened(folder)).close();
      expect(fs.readFileSync(journalOf(folder)).equals(content)).toBe(true);
    }
  });

  test('a journal of another project is set aside and kept', async () => {
    const { folder, content } = await journalled();
    const other = await journalled();
    fs.writeFileSync(journalOf(folder), other.content);
    await (await opened(folder)).close();
    expect(fs.readFileSync(journalOf(folder)).equals(content)).toBe(true);
    expect(fs.readFileSync(`${journalOf(folder)}.aside-1`).equals(other.content)).toBe(true);
  });
});

test('closing while the lines are being put on disk ends it: nothing is asked of the closed database, nothing is tried again', async () => {
  const failures: unknown[] = [];
  let isOpen = true;
  const source = {
    lastSequence: () => (isOpen ? 1 : expect.unreachable('the database is closed')),
    journalLine: () => null,
    iterateLinesAfter: () => [{ sequence: 1, line: journalLine('{"sequence":1}') }],
  };
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const journal = startJournal(temporaryFolder(), source, error => failures.push(error));
  journal.append();
  // Node's four threads are busy, so that the flush, half a second later, comes when its file is closed already.
  const busy = Array.from({ length: 4 }, () => promisify(pbkdf2)('a', 'b', 200_000, 64, 'sha512'));
  vi.advanceTimersByTime(500);
  journal.close();
  isOpen = false;
  vi.useRealTimers();
  await Promise.all(busy);
  await new Promise(resolve => setTimeout(resolve, 1_200));
  expect(failures).toEqual([]);
});
