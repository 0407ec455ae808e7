// The health of a project's photos through the whole core: twins across the splits, bursts, what is left out, and keeping together.
import { mkdir, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { expect, test } from 'vitest';
import type { Core } from '../../../../src/main/core/index.ts';
import type { AlikeGroup } from '../../../../src/shared/records/health.ts';
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
