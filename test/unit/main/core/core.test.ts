import { copyFile, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { calls, type CallName } from '../../../../src/shared/contract.ts';
import type { EventLine } from '../../../../src/shared/events.ts';
import type { PhotoId } from '../../../../src/shared/records/ids.ts';
import { plainColumns } from '../../../support/plain-columns.ts';
import { openFolder, openTestCore, temporaryHome, writePhotos } from '../../../support/core.ts';

const post = (name: string, body: string, type = 'application/json'): Request =>
  new Request(`http://core/call/${name}`, { method: 'POST', body, headers: { 'content-type': type } });

describe('arguments', () => {
  test('every call refuses arguments its schema does not know, with bad-request', async () => {
    const { core } = await openTestCore();
    for (const name of Object.keys(calls) as CallName[]) {
      for (const bad of [
        '17',
        '"../../etc/passwd"',
        '[1]',
        '{"id":-1,"ids":[],"folder":7,"grant":"/etc","seed":-1}',
        '{',
      ]) {
        const response = await core.handle(post(name, bad));
        const body = (await response.json()) as { error?: { code: string } };
        expect([name, bad, response.status, body.error?.code]).toEqual([name, bad, 400, 'bad-request']);
      }
    }
  });

  test('a body that is not announced as JSON is refused', async () => {
    const { core } = await openTestCore();
    for (const type of ['text/plain', 'multipart/form-data', 'application/x-www-form-urlencoded']) {
      expect((await core.handle(post('project:close', 'null', type))).status).toBe(400);
    }
  });

  test('an unknown call, route or method gives an error, not a crash', async () => {
    const { core } = await openTestCore();
    expect((await core.handle(post('project:explode', 'null'))).status).toBe(404);
    expect((await core.handle(post('constructor', 'null'))).status).toBe(404);
    expect((await core.handle(new Request('http://core/photo/1/..%2f..%2fetc'))).status).toBe(404);
    expect((await core.handle(new Request('http://core/call/app:info'))).status).toBe(400);
  });

  test('without a project the calls that need one say no-project-open', async () => {
    const { core } = await openTestCore();
    await expect(core.call('photos:counts', null)).rejects.toMatchObject({ code: 'no-project-open' });
    expect((await core.handle(new Request('http://core/photo/1?long=300'))).status).toBe(409);
  });
});

describe('opening a folder', () => {
  test('a folder without photos is refused by name and leaves no project behind', async () => {
    const { core, documentsFolder } = await openTestCore();
    const folder = path.join(await temporaryHome(), 'empty');
    await mkdir(folder);
    await writeFile(path.join(folder, 'layers.psd'), '8BPS');
    await expect(openFolder(core, folder)).rejects.toMatchObject({
      code: 'folder-empty',
      details: { folder, skipped: 1 },
    });
    await expect(readdir(documentsFolder)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('a missing folder, a file and a foreign grant are refused', async () => {
    const { core, home } = await openTestCore();
    await writeFile(path.join(home, 'file.txt'), '');
    await expect(openFolder(core, path.join(home, 'gone'))).rejects.toMatchObject({ code: 'folder-missing' });
    await expect(openFolder(core, path.join(home, 'file.txt'))).rejects.toMatchObject({ code: 'folder-not-a-folder' });
    await expect(core.call('project:open', { grant: 'abcdefgh' as never })).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  test('two sub-folders with photos are asked about once; the answer is one gesture; the same folder opens the same project', async () => {
    const { core, home } = await openTestCore();
    const folder = await writePhotos(path.join(home, 'things'), { disc: 3, bars: 2 });
    const opened = await openFolder(core, folder);
    expect(opened).toMatchObject({ kind: 'question', question: { withoutClass: 0 } });
    if (opened.kind !== 'question') return;
    expect(opened.question.folders.map(({ name, photos }) => [name, photos])).toEqual([
      ['bars', 2],
      ['disc', 3],
    ]);
    expect(await core.call('project:answer-class-folders', { use: true })).toMatchObject({ photos: 5, annotated: 5 });
    const history = await core.call('history:list', { before: null, limit: 10 });
    expect(history.map(({ kind, photos }) => [kind, photos])).toEqual([['class-folders', 5]]);
    await core.call('project:close', null);
    const again = await openFolder(core, folder);
    expect(again).toMatchObject({ kind: 'opened', project: { folder: opened.project.folder, annotated: 5 } });
    await core.call('history:undo', null);
    expect(await core.call('project:read', null)).toMatchObject({ annotated: 0 });
  });

  test('while its question is open a project is told to no page; a page loaded later, a second opening and a restart get the question', async () => {
    const { core, home } = await openTestCore();
    const folder = await writePhotos(path.join(home, 'things'), { disc: 6, bars: 6 });
    const told: EventLine[] = [];
    core.listen(line => told.push(line));
    const projectsTold = (): unknown[] =>
      told.flatMap(line => (line.event === 'project:changed' && line.data !== null ? [line.data.annotated] : []));
    const { project } = await openFolder(core, folder);
    const asked = await core.call('project:question', null);
    expect(asked).toMatchObject({
      project: { photos: 12 },
      question: {
        folders: [
          { name: 'bars', photos: 6 },
          { name: 'disc', photos: 6 },
        ],
      },
    });
    for (const { name, examples } of asked!.question.folders) {
      const shown = await core.call('photos:read', { ids: [...examples] as PhotoId[] });
      expect(new Set(shown.map(photo => photo.path)).size).toBe(4);
      expect(shown.every(photo => photo.path.startsWith(`${name}/`))).toBe(true);
    }
    expect(await core.call('app:info', null)).toMatchObject({ project: null });
    expect(await openFolder(core, folder)).toMatchObject({ kind: 'question', question: asked!.question });
    await core.workEnded((await core.call('project:rescan', null)).work);

    await core.call('project:close', null);
    expect(await core.call('project:question', null)).toBeNull();
    expect(await openFolder(core, project.folder)).toMatchObject({ kind: 'question' });
    expect(projectsTold()).toEqual([]);
    await core.call('project:answer-class-folders', { use: true });
    expect(projectsTold()[0]).toBe(12);
    expect(await core.call('project:question', null)).toBeNull();
    expect(await core.call('app:info', null)).toMatchObject({ project: { folder: project.folder, annotated: 12 } });
    expect(await openFolder(core, folder)).toMatchObject({ kind: 'opened' });
  });

  test('equal photos end on one side, also when the question is answered before they were read', async () => {
    const { core, home } = await openTestCore();
    const folder = await writePhotos(path.join(home, 'photos'), { ants: 12, bees: 12 });
    for (let n = 1; n <= 12; n++)
      await copyFile(path.join(folder, `ants/${n}.png`), path.join(folder, `ants/twin ${n}.png`));
    await core.call('project:open', { grant: core.grants.add(folder) });
    expect(await core.call('project:question', null)).toMatchObject({
      question: { folders: [{ photos: 24 }, { photos: 12 }] },
    });
    await core.call('project:answer-class-folders', { use: true });
    expect(await core.call('project:question', null)).toBeNull();
    const columns = plainColumns(await core.call('photos:query', { filter: {}, sort: 'name', group: 'none' }));
    const sideOf = new Map(
      (await core.call('photos:read', { ids: [...columns.id] })).map(photo => [photo.path, photo.split]),
    );
    for (let n = 1; n <= 12; n++) expect(sideOf.get(`ants/twin ${n}.png`)).toBe(sideOf.get(`ants/${n}.png`));
    expect(new Set(sideOf.values())).toEqual(new Set(['train', 'validation']));
  });

  test('equal photos in folders of both sides are held out together; those that become equal later are counted, and not trained on', async () => {
    const { core, home } = await openTestCore();
    const counts = { 'train/ants': 6, 'train/bees': 6, 'val/ants': 3, 'val/bees': 3 };
    const folder = await writePhotos(path.join(home, 'photos'), counts);
    await copyFile(path.join(folder, 'val/ants/1.png'), path.join(folder, 'train/ants/twin.png'));
    await openFolder(core, folder);
    await core.call('project:answer-class-folders', { use: true });
    expect(await core.call('photos:counts', null)).toMatchObject({
      acrossSplits: 0,
      splits: { train: 12, validation: 7 },
    });

    await copyFile(path.join(folder, 'val/ants/2.png'), path.join(folder, 'train/ants/2.png'));
    await core.workEnded((await core.call('project:rescan', null)).work);
    expect(await core.call('photos:counts', null)).toMatchObject({ acrossSplits: 2, splits: { train: 12 } });
    const { run, work } = await core.call('training:start', { seed: 1 });
    expect((await core.workEnded(work)).state).toBe('done');
    const { folder: projectFolder } = await core.call('project:read', null);
    const frozen = await readFile(path.join(projectFolder, `runs/${run}/run.json`), 'utf8');
    const seen = (JSON.parse(frozen) as { photos: { path: string }[] }).photos.map(photo => photo.path);
    expect(seen).toHaveLength(18);
    expect(seen).not.toContain('train/ants/2.png');

    const columns = plainColumns(
      await core.call('photos:query', { filter: { search: 'ants/2' }, sort: 'name', group: 'none' }),
    );
    await core.call('photos:exclude', { ids: [...columns.id], excluded: true });
    expect(await core.call('photos:counts', null)).toMatchObject({ acrossSplits: 0, excluded: 2 });
  });

  test('what a cancelled scan left unread is read before sides are drawn and before a run starts', async () => {
    const { core, home } = await openTestCore();
    const folder = await writePhotos(path.join(home, 'photos'), { ants: 40, bees: 40 });
    await core.call('project:open', { grant: core.grants.add(folder) });
    for (const { id, kind } of await core.call('work:list', null)) {
      if (kind !== 'scan') continue;
      await core.call('work:cancel', { id });
      expect((await core.workEnded(id)).state).toBe('cancelled');
    }
    await core.call('project:answer-class-folders', { use: true });
    const { photos, leftOut } = await core.call('training:plan', {});
    expect([photos.train + photos.validation + photos.test, leftOut.damaged]).toEqual([80, 0]);
  });

  test('photos that came since are found on reopening and by rescan', async () => {
    const { core, home } = await openTestCore();
    const folder = await writePhotos(path.join(home, 'things'), { disc: 1 });
    await openFolder(core, folder);
    await writePhotos(folder, { later: 2 });
    await core.workEnded((await core.call('project:rescan', null)).work);
    expect(await core.call('photos:counts', null)).toMatchObject({ photos: 3 });
  });

  test('a second core cannot open the project that the first has open', async () => {
    const { core, home } = await openTestCore();
    const opened = await openFolder(core, await writePhotos(path.join(home, 'things'), { disc: 1 }));
    const { core: other } = await openTestCore();
    await expect(openFolder(other, opened.project.folder)).rejects.toMatchObject({ code: 'project-in-use' });
  });
});

describe('pixels', () => {
  test('thumbnails come in one body, length 0 for what is no photo; a photo is kept for ever only under its hash', async () => {
    const { core, home } = await openTestCore();
    await openFolder(core, await writePhotos(path.join(home, 'things'), { disc: 2 }));
    const body = Buffer.from(await (await core.handle(new Request('http://core/thumbnails?ids=1,99'))).arrayBuffer());
    expect(body.readUInt32LE(0)).toBe(1);
    const length = body.readUInt32LE(4);
    expect(body.subarray(8, 10)).toEqual(Buffer.from([0xff, 0xd8]));
    expect([body.readUInt32LE(8 + length), body.readUInt32LE(12 + length), body.length]).toEqual([99, 0, 16 + length]);
    const [photo] = await core.call('photos:read', { ids: [1 as never] });
    const named = await core.handle(new Request(`http://core/photo/1?long=300&hash=${photo!.hash}`));
    expect(named.headers.get('cache-control')).toContain('immutable');
    const unnamed = await core.handle(new Request(`http://core/photo/1?long=300&hash=${'0'.repeat(64)}`));
    expect(unnamed.headers.get('cache-control')).toBe('no-store');
  });
});

describe('training', () => {
  test('one class only is an obstacle of the plan and refuses the start, and no run is made', async () => {
    const { core, home } = await openTestCore();
    await openFolder(core, await writePhotos(path.join(home, 'things'), { disc: 4 }));
    await core.call('project:answer-class-folders', { use: true });
    expect(await core.call('training:plan', {})).toMatchObject({
      obstacle: { code: 'train-one-class' },
      seconds: null,
    });
    await expect(core.call('training:start', {})).rejects.toMatchObject({ code: 'train-one-class' });
    expect(await core.call('runs:list', null)).toEqual([]);
  });

  test('a run ends with a score, a model and predictions; a second start meanwhile is refused', async () => {
    const { core, home } = await openTestCore();
    const photos = { 'train/disc': 6, 'train/bars': 6, 'val/disc': 3, 'val/bars': 3 };
    await openFolder(core, await writePhotos(path.join(home, 'things'), photos));
    await core.call('project:answer-class-folders', { use: true });
    const { run, work } = await core.call('training:start', { seed: 3 });
    await expect(core.call('training:start', {})).rejects.toMatchObject({ code: 'train-busy' });
    expect(await core.workEnded(work)).toMatchObject({ state: 'done', runId: run });
    const results = await core.call('runs:read', { id: run });
    expect(results.run).toMatchObject({
      state: 'finished',
      seed: 3,
      score: { total: 6 },
      photos: { train: 12, validation: 6 },
    });
    const cells = await core.call('runs:cell', { id: run, actual: null, predicted: null });
    expect(cells).toHaveLength(6);
    expect((await core.call('models:list', null)).map(({ id }) => id)).toEqual(['things-1', 'efficientnet-lite0']);
    await core.call('models:delete', { id: 'things-1' as never, deleted: true });
    await expect(core.call('models:card', { id: 'things-1' as never })).rejects.toMatchObject({ code: 'not-found' });
    await core.call('models:delete', { id: 'things-1' as never, deleted: false });
    expect(await core.call('models:card', { id: 'things-1' as never })).toMatchObject({ name: 'things 1' });
  });

  test('a killed engine worker fails the run with its reason and the core goes on', async () => {
    const { core, home } = await openTestCore();
    const photos = { 'train/disc': 4, 'train/bars': 4, 'val/disc': 2, 'val/bars': 2 };
    await openFolder(core, await writePhotos(path.join(home, 'things'), photos));
    await core.call('project:answer-class-folders', { use: true });
    const { run, work } = await core.call('training:start', {});
    for (const pid of await engineChildren()) process.kill(pid, 'SIGKILL');
    expect(await core.workEnded(work)).toMatchObject({ state: 'failed', error: { code: 'worker-died' } });
    expect((await core.call('runs:list', null))[0]).toMatchObject({
      id: run,
      state: 'failed',
      error: { code: 'worker-died' },
    });
    expect(await core.call('photos:counts', null)).toMatchObject({ photos: 12 });
  });
});

describe('events', () => {
  async function readLines(response: Response, count: number): Promise<EventLine[]> {
    const reader = response.body!.getReader();
    let text = '';
    while (text.split('\n').length <= count) text += new TextDecoder().decode((await reader.read()).value);
    await reader.cancel();
    return text
      .trim()
      .split('\n')
      .map(line => JSON.parse(line) as EventLine);
  }

  test('the stream goes on where a page stopped, and is reset for a new page, another core and a place that is gone', async () => {
    const { core, home } = await openTestCore();
    const [first] = await readLines(await core.handle(new Request('http://core/events')), 1);
    expect(first).toMatchObject({ event: 'stream:reset', seq: 0 });
    await openFolder(core, await writePhotos(path.join(home, 'things'), { disc: 1 }));
    const at = (id: string, seq: number): Promise<Response> =>
      core.handle(new Request(`http://core/events?core=${id}&seq=${seq}`));
    const missed = await readLines(await at(first!.core, 1), 2);
    expect(missed[0]!.seq).toBe(2);
    for (const gone of [await at('another', 1), await at(first!.core, 99_999), await at(first!.core, -1)]) {
      expect((await readLines(gone, 1))[0]).toMatchObject({ event: 'stream:reset', core: first!.core });
    }
    expect(core.pageCount()).toBe(0);
  });
});

/** Engine workers of this very process, by /proc. */
async function engineChildren(): Promise<number[]> {
  const { readFile } = await import('node:fs/promises');
  for (;;) {
    const pids = (await readdir('/proc')).filter(name => /^\d+$/.test(name)).map(Number);
    const found = await Promise.all(
      pids.map(async pid => {
        const [command, status] = await Promise.all([
          readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''),
          readFile(`/proc/${pid}/status`, 'utf8').catch(() => ''),
        ]);
        return command.includes('workers/engine') && status.includes(`PPid:\t${process.pid}\n`) ? [pid] : [];
      }),
    );
    if (found.flat().length > 0) return found.flat();
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}
