// The health of a project's photos through the whole core: twins across the splits, bursts, what is left out, and keeping together.
import { mkdir, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { expect, test } from 'vitest';
import type { Core } from '../../../../src/main/core/index.ts';
import type { AlikeGroup, HealthFix } from '../../../../src/shared/records/health.ts';
import { photoFilter, type FilterProblem } from '../../../../src/shared/records/photo.ts';
import { scene, tinyGif } from '../photos/make-photos.ts';
import { openFolder, openTestCore, temporaryHome } from '../../../support/core.ts';

const read = (core: Core) => core.call('health:read', null);
const pathsOf = (groups: readonly AlikeGroup[]) => groups.map(({ photos }) => photos.map(({ path: file }) => file));

/** Photos by path; a list of numbers is a scene by its seed. */
async function project(files: Readonly<Record<string, Sharp | Buffer | number>>) {
  const home = await temporaryHome();
  const folder = path.join(home, 'things');
  for (const [name, what] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    const photo = typeof what === 'number' ? scene(what) : what;
    await writeFile(
      path.join(folder, name),
      Buffer.isBuffer(photo) ? photo : await photo.jpeg({ quality: 92 }).toBuffer(),
    );
  }
  const { core } = await openTestCore(home);
  const opened = await openFolder(core, folder);
  if (opened.kind === 'question') await core.call('project:answer-class-folders', { use: true });
  return { core, folder };
}

const twins = async () => {
  const original = await scene(1).jpeg({ quality: 92 }).toBuffer();
  return {
    'train/bars/1.jpg': original,
    'train/bars/2.jpg': 2,
    'train/bars/3.jpg': 3,
    'train/disc/4.jpg': 4,
    'train/disc/5.jpg': 5,
    'val/bars/copy of 1.jpg': original,
    'val/bars/2 small.jpg': scene(2, 200, 150).linear(1.15, 5),
    'val/bars/6.jpg': 6,
    'val/disc/7.jpg': 7,
    'val/disc/4 cut.jpg': scene(4).extract({ left: 6, top: 5, width: 306, height: 229 }),
    'train/disc/4 grey.jpg': sharp(await scene(4).toColourspace('srgb').png().toBuffer()).greyscale(),
  };
};

test('A19: copies and near-duplicates across train and validation are found; kept together they lie on one side, until that is undone', async () => {
  const { core } = await project(await twins());
  const before = await read(core);
  expect(before).toMatchObject({ photos: 11, read: 11, missing: [], damaged: [], leftOut: [], scoreWithout: null });
  expect(pathsOf(before.across)).toEqual([
    ['train/bars/2.jpg', 'val/bars/2 small.jpg'],
    ['train/disc/4 grey.jpg', 'train/disc/4.jpg', 'val/disc/4 cut.jpg'],
  ]);
  expect(before.across.map(({ kind, together }) => [kind, together])).toEqual([
    ['near', false],
    ['near', false],
  ]);
  // Equal bytes were one group from the beginning, on the stricter side.
  expect(pathsOf(before.inOneSplit)).toEqual([['train/bars/1.jpg', 'val/bars/copy of 1.jpg']]);
  expect(before.inOneSplit).toMatchObject([{ kind: 'copy', alike: 1, together: true }]);

  await core.call('health:keep-together', { sets: before.across.map(({ photos }) => photos.map(({ id }) => id)) });
  const kept = await read(core);
  expect(kept.across).toEqual([]);
  const sides = kept.inOneSplit.map(({ together, photos }) => [together, ...new Set(photos.map(({ split }) => split))]);
  expect(sides.sort()).toEqual([
    [true, 'train'],
    [true, 'train'],
    [true, 'validation'],
  ]);

  await core.call('history:undo', null);
  expect(pathsOf((await read(core)).across)).toEqual(pathsOf(before.across));
});

test('near-duplicates are only shown, and move nobody: the sides are the same before and after health is read', async () => {
  const { core } = await project(await twins());
  const sides = async () => (await core.call('photos:counts', null)).splits;
  const before = await sides();
  await read(core);
  expect(await sides()).toEqual(before);
});

test('twenty different photos have no twin', async () => {
  const { core } = await project(Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`${i}.jpg`, 100 + i])));
  const { across, inOneSplit, bursts } = await read(core);
  expect([across, inOneSplit, bursts.groups]).toEqual([[], [], []]);
});

test('photos taken within three seconds are a burst, by their EXIF times', async () => {
  const taken = (seed: number, time: string, fraction: string) =>
    scene(seed).withExif({ IFD2: { DateTimeOriginal: `2026:05:01 ${time}`, SubSecTimeOriginal: fraction } });
  const { core } = await project({
    'a.jpg': taken(11, '12:00:00', '50'),
    'b.jpg': taken(12, '12:00:03', '25'),
    'c.jpg': taken(13, '12:00:05', '00'),
    'd.jpg': taken(14, '12:00:09', '00'),
    'other/e.jpg': taken(15, '12:00:01', '00'),
  });
  const { bursts } = await read(core);
  expect(bursts.withTime).toBe(5);
  expect(pathsOf(bursts.groups)).toEqual([['a.jpg', 'b.jpg', 'c.jpg']]);
});

test('where photos carry no time, running numbers are a burst only where the photos look alike', async () => {
  const wide = await scene(21, 400, 300).png().toBuffer();
  const piece = (left: number) => sharp(wide).extract({ left, top: 10, width: 360, height: 280 });
  const { core } = await project({
    'IMG_0041.jpg': piece(0),
    'IMG_0042.jpg': piece(12),
    'IMG_0043.jpg': piece(24),
    'IMG_0044.jpg': 31,
    'IMG_0047.jpg': piece(30),
  });
  expect(pathsOf((await read(core)).bursts.groups)).toEqual([['IMG_0041.jpg', 'IMG_0042.jpg', 'IMG_0043.jpg']]);
});

test('what is left out, damaged or missing is named, and the sizes and classes are counted', async () => {
  const whole = await scene(42).jpeg().toBuffer();
  const { core, folder } = await project({
    'bars/1.jpg': scene(41, 640, 480),
    'bars/2.jpg': whole,
    'bars/3.jpg': scene(43, 100, 80),
    'disc/4.jpg': await scene(44, 480, 640).jpeg().withMetadata({ orientation: 6 }).toBuffer(),
    'disc/5.svg': Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
    'disc/6.gif': tinyGif,
  });
  await truncate(path.join(folder, 'bars/2.jpg'), whole.length / 2);
  await rm(path.join(folder, 'bars/3.jpg'));
  await core.workEnded((await core.call('project:rescan', null)).work);
  await core.call('classes:create', { name: 'nobody' });
  const report = await read(core);
  expect(report.damaged.map(({ path: file }) => file)).toEqual(['bars/2.jpg']);
  expect(report.missing.map(({ path: file }) => file)).toEqual(['bars/3.jpg']);
  expect(report.leftOut).toMatchObject([
    { path: 'disc/5.svg', code: 'photo-format-unsupported', details: { format: 'SVG' } },
  ]);
  expect(report).toMatchObject({ photos: 5, read: 5, turned: 1, sizes: { smallestPx: 1, largestPx: 640, small: 2 } });
  expect(report.sizes.bins.reduce((sum, count) => sum + count, 0)).toBe(5);
  expect(report.emptyClasses).toHaveLength(1);
});

test('the score without the photos that have a twin in train is counted again from what the run said', async () => {
  const { core } = await project(await twins());
  const { work, run } = await core.call('training:start', { seed: 1 });
  expect(await core.workEnded(work)).toMatchObject({ state: 'done' });
  const { scoreWithout } = await read(core);
  expect(scoreWithout).toMatchObject({ runId: run, of: 4, ofNow: 6 });
  expect(scoreWithout!.rightNow - scoreWithout!.right).toBeLessThanOrEqual(2);
  expect(scoreWithout!.right).toBeLessThanOrEqual(scoreWithout!.of);
});

/** Paths that the grid shows for these problems. */
async function shown(core: Core, ...problems: FilterProblem[]): Promise<string[]> {
  const filter = photoFilter.parse({ problems });
  const { columns } = await core.call('photos:query', { filter, sort: 'name', group: 'none' });
  if (columns.id.length === 0) return [];
  return (await core.call('photos:read', { ids: [...columns.id] })).map(({ path: file }) => file);
}

test('everything of a kind is put right as one gesture, and one undo takes it back', async () => {
  const broken = await scene(42).jpeg().toBuffer();
  const { core, folder } = await project({
    ...(await twins()),
    'train/bars/8.jpg': broken,
    'train/bars/9.jpg': await scene(43).jpeg().toBuffer(),
    'train/bars/10.jpg': 44,
  });
  await truncate(path.join(folder, 'train/bars/8.jpg'), broken.length / 2);
  await truncate(path.join(folder, 'train/bars/9.jpg'), 1_000);
  await rm(path.join(folder, 'train/bars/10.jpg'));
  await core.workEnded((await core.call('project:rescan', null)).work);
  expect((await read(core)).totals).toMatchObject({ across: 2, acrossPhotos: 5, repeats: 1, damaged: 2, missing: 1 });
  const expected = {
    damaged: [2, { damaged: 0, excluded: 2 }],
    missing: [1, { missing: 0, excluded: 1 }],
    repeats: [1, { repeats: 0, excluded: 1 }],
    leaks: [5, { across: 0, repeats: 4, excluded: 0 }],
  } as const;
  for (const [what, [photos, totals]] of Object.entries(expected)) {
    const gestures = (await core.call('history:count', null)).gestures;
    expect(await core.call('health:put-right', { what: what as HealthFix })).toEqual({
      photos,
      gesture: expect.any(Number),
    });
    expect((await core.call('history:count', null)).gestures).toBe(gestures + 1);
    expect((await read(core)).totals).toMatchObject(totals);
    await core.call('history:undo', null);
    expect((await read(core)).totals).toMatchObject({ across: 2, repeats: 1, damaged: 2, missing: 1, excluded: 0 });
  }
  await core.call('health:put-right', { what: 'damaged' });
  await read(core);
  const { gestures } = await core.call('history:count', null);
  expect(await core.call('health:put-right', { what: 'damaged' })).toEqual({ photos: 0, gesture: null });
  expect((await core.call('history:count', null)).gestures).toBe(gestures);
});

test('photos are filtered by what is wrong with them, those found by the last check too', async () => {
  const { core, folder } = await project({
    ...(await twins()),
    'train/bars/8.jpg': 44,
    'train/bars/9.jpg': scene(45, 500, 400),
  });
  await truncate(path.join(folder, 'train/bars/8.jpg'), 1_000);
  await core.workEnded((await core.call('project:rescan', null)).work);
  expect(await shown(core, 'leak')).toEqual([]);
  await read(core);
  expect(await shown(core, 'damaged')).toEqual(['train/bars/8.jpg']);
  expect((await shown(core, 'leak')).sort()).toEqual([
    'train/bars/2.jpg',
    'train/disc/4 grey.jpg',
    'train/disc/4.jpg',
    'val/bars/2 small.jpg',
    'val/disc/4 cut.jpg',
  ]);
  expect((await shown(core, 'repeat', 'damaged')).sort()).toEqual([
    'train/bars/1.jpg',
    'train/bars/8.jpg',
    'val/bars/copy of 1.jpg',
  ]);
  expect(await shown(core, 'small')).toEqual(['val/bars/2 small.jpg']);
  await core.call('health:put-right', { what: 'leaks' });
  await read(core);
  expect(await shown(core, 'leak')).toEqual([]);
});

test('a long report is told in its first entries, with the totals of all', async () => {
  const { core } = await project(await twins());
  const [all, few] = [await read(core), await core.call('health:read', { most: 1 })];
  expect(few.totals).toEqual(all.totals);
  expect(few.across).toHaveLength(1);
  expect(few.across[0]).toMatchObject({ ids: all.across[0]!.ids, photos: [all.across[0]!.photos[0]] });
});

test('a test part is offered from a hundred photos on: a tenth of each class, none that a run has learned from', async () => {
  const files = Object.fromEntries(
    Array.from({ length: 110 }, (_, place) => [
      `${place < 70 ? 'bars' : 'disc'}/${place}.jpg`,
      scene(200 + place, 64, 48),
    ]),
  );
  const { core } = await project(files);
  const { splits, photos } = await core.call('photos:counts', null);
  expect({ photos, test: splits.test }).toEqual({ photos: 110, test: 0 });
  expect((await read(core)).testOffer).toBe(11);
  expect(await core.call('health:put-right', { what: 'test' })).toEqual({ photos: 11, gesture: expect.any(Number) });
  expect((await read(core)).balance.map(({ counts }) => counts.test)).toEqual([7, 4]);
  expect((await read(core)).testOffer).toBe(0);
});
