// The sample project through the core: drawn, opened, annotated as drawn; opened again as it was left; a cancelled drawing leaves nothing.
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openTestCore } from '../../../support/core.ts';

test(
  'the sample is drawn once, with classes and boxes, and comes back as it was left',
  { timeout: 120_000 },
  async () => {
    const { core, home } = await openTestCore();
    const cancelled = await core.call('project:open-sample', null);
    await core.call('work:cancel', { id: cancelled.work });
    expect((await core.workEnded(cancelled.work)).state).toBe('cancelled');
    const left = await readdir(path.join(home, 'data')).catch(() => []);
    expect(left.filter(name => name.startsWith('sample'))).toEqual([]);
    expect(await core.call('app:info', null)).toMatchObject({ project: null });

    const { work } = await core.call('project:open-sample', null);
    expect(await core.workEnded(work)).toMatchObject({ state: 'done', done: 60, total: 60 });
    const project = await core.call('project:read', null);
    expect(project).toMatchObject({ sample: true, photos: 60, annotated: 60, photosFolderMissing: false });
    expect(await core.call('project:question', null)).toBeNull();
    const { classes } = await core.call('photos:counts', null);
    expect(classes).toHaveLength(3);
    expect(classes.every(({ photos, boxes }) => photos > 0 && boxes > 0)).toBe(true);
    for (const { id, kind } of await core.call('work:list', null)) if (kind === 'scan') await core.workEnded(id);
    expect(await core.call('training:plan', {})).toMatchObject({ obstacle: null });
    const first = (await core.call('photos:query', { filter: {}, sort: 'name', group: 'none' })).columns.id[0]!;
    await core.call('photos:exclude', { ids: [first], excluded: true });
    await core.call('project:close', null);

    const again = await core.call('project:open-sample', null);
    await core.workEnded(again.work);
    expect(await core.call('project:read', null)).toMatchObject({ folder: project.folder, annotated: 59 });
    expect(await core.call('photos:counts', null)).toMatchObject({ photos: 59, excluded: 1 });
  },
);
