// Runs as the pages see them while they go on, and what is said where a click waits until every photo was read.
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Core } from '../../../../src/main/core/index.ts';
import type { WorkId } from '../../../../src/shared/records/ids.ts';
import type { EpochRecord } from '../../../../src/shared/records/run.ts';
import { plainColumns } from '../../../support/plain-columns.ts';
import { openFolder, openTestCore, writePhotos } from '../../../support/core.ts';

const counts = { 'train/disc': 8, 'train/bars': 8, 'val/disc': 4, 'val/bars': 4 };

async function withPhotos() {
  const { core, home } = await openTestCore();
  return { core, folder: await writePhotos(path.join(home, 'things'), counts) };
}
const scanOf = async (core: Core): Promise<WorkId> =>
  (await core.call('work:list', null)).findLast(({ kind, state }) => kind === 'scan' && state === 'running')!.id;

test('a run that goes on is announced and listed, tells its epochs from the first one on, and is not deleted', async () => {
  const { core, folder } = await withPhotos();
  await openFolder(core, folder);
  await core.call('project:answer-class-folders', { use: true });
  const announced: EpochRecord[] = [];
  const third = Promise.withResolvers<undefined>();
  core.listen(line => {
    if (line.event !== 'run:epoch') return;
    announced.push(line.data.epoch);
    if (announced.length === 3) third.resolve(undefined);
  });
  const first = Promise.withResolvers<unknown>();
  core.listen(({ event, data }) => event === 'run:changed' && first.resolve(data));
  const { run, work } = await core.call('training:start', { seed: 1 });
  expect(await first.promise).toMatchObject({ id: run, state: 'running' });
  expect(await core.call('runs:list', null)).toMatchObject([{ id: run, state: 'running', part: 'validation' }]);
  await third.promise;
  expect((await core.call('runs:epochs', { id: run })).slice(0, 3)).toEqual(announced.slice(0, 3));
  await expect(core.call('runs:delete', { id: run, deleted: true })).rejects.toMatchObject({ code: 'conflict' });

  await core.call('training:stop', { keep: false });
  await core.workEnded(work);
  await core.call('runs:delete', { id: run, deleted: true });
  expect(await core.call('runs:list', null)).toEqual([]);
  await core.call('runs:delete', { id: run, deleted: false });
  expect(await core.call('runs:list', null)).toMatchObject([{ id: run, state: 'stopped', stoppedEarly: false }]);
});

test('the plan shows a few photos of each class and of what it is judged on, spread over them', async () => {
  const { core, folder } = await withPhotos();
  await openFolder(core, folder);
  await core.call('project:answer-class-folders', { use: true });
  const { classes, heldOut } = await core.call('training:plan', {});
  const columns = plainColumns(await core.call('photos:query', { filter: {}, sort: 'name', group: 'none' }));
  const pathOf = async (id: number) => (await core.call('photos:read', { ids: [id as never] }))[0]!.path;
  for (const { name, examples } of classes) {
    const paths = await Promise.all(examples.map(({ id }) => pathOf(id)));
    expect(new Set(paths).size).toBe(7);
    for (const file of paths) expect(file).toMatch(new RegExp(`^train/${name}/`));
  }
  expect(heldOut).toMatchObject({ part: 'validation', examples: { length: 7 } });
  const hashes = new Map(columns.id.map((id, place) => [id, columns.hash[place]]));
  for (const { id, hash } of heldOut.examples) expect(hash).toBe(hashes.get(id));
});

test('cancelling the reading that an answer or a start waits for takes them back; asked again, they read the rest', async () => {
  const { core, folder } = await withPhotos();
  await core.call('project:open', { grant: core.grants.add(folder) });
  const answer = core.call('project:answer-class-folders', { use: true });
  await core.call('work:cancel', { id: await scanOf(core) });
  await expect(answer).rejects.toMatchObject({ code: 'cancelled' });
  expect(await core.call('project:question', null)).not.toBeNull();
  await core.call('project:answer-class-folders', { use: true });
  expect(await core.call('project:question', null)).toBeNull();

  await writePhotos(path.join(folder, 'more'), { disc: 40 });
  await core.call('project:rescan', null);
  const start = core.call('training:start', { seed: 1 });
  expect(await core.call('training:plan', {})).toMatchObject({ isStarting: true });
  await expect(core.call('training:start', {})).rejects.toMatchObject({ code: 'train-busy' });
  await core.call('work:cancel', { id: await scanOf(core) });
  await expect(start).rejects.toMatchObject({ code: 'cancelled' });
  expect(await core.call('training:plan', {})).toMatchObject({ isStarting: false });

  const { work } = await core.call('training:start', { seed: 1 });
  await core.call('training:stop', { keep: false });
  await core.workEnded(work);
});
