import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readJournalLine } from '../../../../src/main/store/journal-lines.ts';
import { mulberry32 } from '../../../../src/shared/random.ts';
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

describe('kill -9', () => {
  test('G1: loses no acknowledged gesture in 15 kills, and leaves a whole journal', async () => {
    const folder = path.join(temporaryFolder(), 'project');
    const store = new URL('../../../../src/main/store/index.ts', import.meta.url).pathname;
    const writer = `const { openStore } = await import(${JSON.stringify(store)});
      const folder = ${JSON.stringify(folder)};
      const create = process.argv[1] === 'create' ? { name: 'x', photosFolder: '/x', seed: 1, sample: false } : undefined;
      const store = await openStore(create ? { folder, create } : { folder });
      if (create) {
        await store.scanApply(Array.from({ length: 50 }, (_, n) => ({ path: n + '.jpg', bytes: 1, modifiedMs: 1, folderClass: null, folderSplit: null })), [], false);
        for (const name of ['ant', 'bee']) await store.classesCreate(name);
      }
      const ids = (await store.photosFiles(null)).map(file => file.id);
      const classes = (await store.classesList()).map(row => row.id);
      for (let n = 0; ; n++) {
        const done = await store.labelsSet([ids[n % 50]], classes[Math.floor(n / 50 + n) % 2], 'replace');
        process.stdout.write(done.history.last.sequence + '\\n');
      }`;
    const random = mulberry32(9);
    for (let round = 0; round < 15; round++) {
      const child = spawn(process.execPath, ['--input-type=module', '-e', writer, round === 0 ? 'create' : 'go'], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let acknowledged = '';
      const wanted = 5 + Math.floor(random() * 60);
      await new Promise<void>(resolve => {
        child.stdout.on('data', (part: Buffer) => {
          acknowledged += part.toString();
          if (acknowledged.split('\n').length > wanted) child.kill('SIGKILL');
        });
        child.once('close', () => resolve());
      });
      const last = Number(acknowledged.split('\n').at(-2));
      const after = await opened(folder);
      const found = (await after.historyState()).last!.sequence;
      expect(found).toBeGreaterThanOrEqual(last);
      expect(found).toBeLessThanOrEqual(last + 2);
      await after.close();
      expect(linesOf(folder).map(readJournalLine)).toEqual(Array.from({ length: found }, (_, place) => place + 1));
    }
  }, 60_000);
});
