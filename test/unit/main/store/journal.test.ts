import { pbkdf2 } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { startJournal } from '../../../../src/main/store/journal.ts';
import { journalFacts, journalLine, lastWholeLine, readJournalLine } from '../../../../src/main/store/journal-lines.ts';
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

describe('a line that is too long', () => {
  const longest = 1000;
  const lineOf = (sequence: number, text: string): string =>
    journalLine(
      JSON.stringify({ sequence, kind: 'x', details: { text }, at: '2026', target: null, changes: [], photos: [] }),
    );
  /** A journal of these lines, the last one with its newline. */
  function journalOfLines(...lines: readonly string[]): string {
    const file = journalOf(temporaryFolder());
    fs.writeFileSync(file, lines.map(line => `${line}\n`).join(''));
    return file;
  }
  function lastOf(file: string): number | null {
    const descriptor = fs.openSync(file, 'r');
    onTestFinished(() => fs.closeSync(descriptor));
    const last = lastWholeLine(descriptor, longest);
    return last === null ? null : readJournalLine(last.line);
  }
  const short = (sequence: number): string => lineOf(sequence, '');

  test.each([longest, 3_000_000])('costs only itself: %i bytes', bytes => {
    const long = lineOf(2, 'y'.repeat(bytes));
    const file = journalOfLines(short(1), long, short(3), short(4));
    expect(journalFacts(file, longest)).toMatchObject({ lines: 3, damaged: 1, lastSequence: 4, torn: false });
    expect(journalFacts(file)).toMatchObject({ lines: 4, damaged: 0 });
    expect(lastOf(file)).toBe(4);
    const atEnd = journalOfLines(short(1), long, long);
    expect(journalFacts(atEnd, longest)).toMatchObject({ lines: 1, damaged: 2, lastSequence: 1, torn: false });
    expect(lastOf(atEnd)).toBe(1);
    fs.truncateSync(atEnd, fs.statSync(atEnd).size - 1);
    expect(journalFacts(atEnd, longest)).toMatchObject({ lines: 1, damaged: 1, torn: true });
    expect(lastOf(atEnd)).toBe(1);
    expect(lastOf(journalOfLines(long))).toBeNull();
  });

  test('is one of more bytes, none of as many; and lines that end where a piece of the file does are whole', () => {
    const spare = longest - Buffer.byteLength(lineOf(2, ''));
    const exact = lineOf(2, 'y'.repeat(spare - 1)); // the length itself has a digit more
    expect(Buffer.byteLength(exact)).toBe(longest);
    const many = Array.from({ length: 2_200 }, (_, at) => (at % 2 === 0 ? exact : short(at)));
    expect(journalFacts(journalOfLines(...many), longest)).toMatchObject({ lines: 2_200, damaged: 0 });
    expect(lastOf(journalOfLines(short(1), exact))).toBe(2);
    const over = lineOf(2, 'y'.repeat(spare));
    expect(lastOf(journalOfLines(short(1), over))).toBe(1);
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
