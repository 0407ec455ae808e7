// Annotations go out: what the plan says, what is in the files, in which frame, and what comes back of it.
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import type { Core } from '../../../../src/main/core/index.ts';
import type { AppError } from '../../../../src/shared/errors.ts';
import { datasetFormatId } from '../../../../src/shared/records/dataset-format.ts';
import { importAll, startImport, writeCoco } from '../../../support/coco-file.ts';
import { failure, openFolder, openTestCore, temporaryHome, writePhotos } from '../../../support/core.ts';
import { exported } from '../../../support/exported.ts';
import { plainColumns } from '../../../support/plain-columns.ts';
import { likenessOf, statedIn } from '../../../support/stated.ts';

const cases = path.resolve(import.meta.dirname, '../../../fixtures/cases');
const caseFolder = async (name: string): Promise<string> => {
  const folder = path.join(await temporaryHome(), name);
  await cp(path.join(cases, name), folder, { recursive: true });
  return folder;
};
/** `[class, left, top, width, height]` of every box, by path. */
async function boxesIn(core: Core): Promise<Record<string, readonly (string | number)[][]>> {
  const stated = await statedIn(core, 'path');
  return Object.fromEntries(
    [...stated].map(([name, all]) => [
      path.posix.basename(name),
      all.flatMap(one =>
        one.shape?.kind === 'box' ? [[one.class, ...Object.values(one.shape.box).map(Math.round)]] : [],
      ),
    ]),
  );
}

describe('photos that stand on their side', () => {
  async function turned() {
    const { core, home } = await openTestCore();
    const folder = path.join(home, 'phone');
    await mkdir(folder);
    const photo = sharp({ create: { width: 30, height: 20, channels: 3, background: '#208040' } });
    await writeFile(path.join(folder, 'tall.jpg'), await photo.withMetadata({ orientation: 6 }).jpeg().toBuffer());
    await openFolder(core, folder);
    const file = await writeCoco(path.join(home, 'a.json'), [
      { name: 'tall.jpg', size: [20, 30], boxes: [['ant', [14, 21, 4, 6]]] },
    ]);
    expect((await importAll(core, [file])).preview.questions).toEqual([]);
    return { core, folder };
  }
  type Coco = { images: { width: number; height: number; file_name: string }[]; annotations: { bbox: number[] }[] };
  const cocoIn = async (folder: string): Promise<Coco> =>
    JSON.parse(await readFile(path.join(folder, 'annotations.json'), 'utf8')) as Coco;

  test('go out as they are stored where that is asked for, with their boxes turned back', async () => {
    const { core, folder: photos } = await turned();
    const { folder, result } = await exported(core, { format: 'coco', frame: 'stored', photos: 'copy' });
    const coco = await cocoIn(folder);
    expect(coco.images[0]).toMatchObject({ width: 30, height: 20 });
    expect(coco.annotations[0]!.bbox).toEqual([21, 2, 6, 4]);
    expect(result.notes).toContainEqual(expect.objectContaining({ code: 'photos-stored', count: 1 }));
    const copy = await readFile(path.join(folder, coco.images[0]!.file_name.replace(/^(images\/)?/, 'images/')));
    expect(copy.equals(await readFile(path.join(photos, 'tall.jpg')))).toBe(true);
  });

  test('are copied upright otherwise, and a reader that knows no EXIF finds the box where it is', async () => {
    const { core } = await turned();
    const { folder, result } = await exported(core, { format: 'coco', photos: 'copy' });
    expect((await cocoIn(folder)).annotations[0]!.bbox).toEqual([14, 21, 4, 6]);
    expect(result.notes).toContainEqual(expect.objectContaining({ code: 'photo-baked', count: 1 }));
    const { width, height, orientation } = await sharp(path.join(folder, 'images/tall.jpg')).metadata();
    expect([width, height, orientation ?? 1]).toEqual([20, 30, 1]);
  });

  test('are named where only their annotations go out', async () => {
    const { core } = await turned();
    const plan = await core.call('annotations:plan', { format: 'coco', photos: 'none', frame: 'upright' });
    expect(plan).toMatchObject({ photos: 1, annotations: { box: 1 }, files: 2 });
    expect(plan.notes).toContainEqual(expect.objectContaining({ code: 'photos-turned', count: 1 }));
  });
});

test('excluded photos stay out and are counted; a page cannot ask for an export that is not there', async () => {
  const { core, home } = await openTestCore();
  await openFolder(core, await writePhotos(path.join(home, 'photos'), { '': 3 }));
  const file = await writeCoco(
    path.join(home, 'a.json'),
    [1, 2, 3].map(at => ({ name: `${at}.png`, boxes: [['ant', [1, 1, 5, 5]]] as const })),
  );
  await importAll(core, [file]);
  const { id } = plainColumns(await core.call('photos:query', { filter: {}, sort: 'name', group: 'none' }));
  await core.call('photos:exclude', { ids: id.slice(0, 1), excluded: true });
  const { result } = await exported(core, { format: 'csv' });
  expect(result).toMatchObject({ photos: 2, annotations: { box: 2 }, readAgain: { annotations: { box: 2 } } });
  expect(result.notes).toContainEqual({ code: 'photos-excluded', count: 1, examples: ['1.png'], details: {} });
  const answer = await core.handle(new Request('http://core/download/annotations?work=constructor'));
  expect(answer.status).toBe(404);
  expect((await failure(core.call('annotations:result', { work: 'none' as never }))).code).toBe('not-found');
});

describe('cases of other tools', () => {
  test.each(['yolo', 'voc', 'coco', 'csv', 'labelme'] as const)(
    'B12: three photos of one stem keep their own boxes through %s and back',
    async format => {
      const { core } = await openTestCore();
      const folder = await caseFolder('B12-one-stem-three-photos');
      await openFolder(core, path.join(folder, 'photos'));
      await importAll(core, [path.join(folder, 'instances.json')]);
      const before = await boxesIn(core);
      expect(before).toEqual({
        'shelf.jpg': [['book', 2, 2, 10, 8]],
        'shelf.png': [['book', 20, 10, 12, 10]],
        'shelf.webp.jpg': [['book', 8, 6, 20, 12]],
      });
      const out = await exported(core, { format, photos: 'copy' });
      expect(out.result.annotations.box).toBe(3);
      const other = await openTestCore();
      const { id, work } = await other.core.call('import:new-project', { grants: [other.core.grants.add(out.folder)] });
      await other.core.workEnded(work);
      await other.core.call('import:apply', { id });
      // By content: a format may have to rename a photo.
      const likeness = likenessOf(await statedIn(core), await statedIn(other.core));
      expect(likeness).toMatchObject({ same: 3, onlyFirst: {}, onlySecond: {} });
    },
  );

  test.each([
    [
      'yolo',
      { 'dock.png': 'crane', 'dock.rgb.png': 'barge', 'dock.rgb.night.png': 'crane', 'clip_01.mp4_t=3.png': 'barge' },
    ],
    [
      'voc',
      { 'dock.png': 'crane', 'dock.rgb.png': 'barge', 'dock.rgb.night.png': 'crane', 'clip_01.mp4_t=3.png': 'barge' },
    ],
  ] as const)('B06: names with dots keep their own annotations in %s', async (format, wanted) => {
    const { core } = await openTestCore();
    const folder = path.join(await caseFolder('B06-names-with-dots'), format);
    await openFolder(core, folder);
    const { preview } = await importAll(core, [folder]);
    expect(preview.sources[0]!.format).toBe(format);
    const boxes = await boxesIn(core);
    for (const [photo, name] of Object.entries(wanted)) {
      const own = boxes[photo]!.filter(([called]) => called !== 'mark');
      expect(own, photo).toHaveLength(1);
      expect(own[0]![0]).toBe(name);
    }
    expect(boxes['dock.png']!.find(([called]) => called === 'crane')).toEqual(['crane', 2, 2, 8, 6]);
  });

  test('B05: classes called NA, None, nan and null come in and go out as five classes', async () => {
    const { core } = await openTestCore();
    const folder = await caseFolder('B05-csv-class-called-NA');
    await openFolder(core, folder);
    await importAll(core, [path.join(folder, 'labels.csv')]);
    const names = (await core.call('classes:list', null)).map(({ name }) => name).toSorted();
    expect(names).toEqual(['NA', 'None', 'nan', 'north', 'null']);
    const out = await exported(core, { format: 'csv' });
    const other = await openTestCore();
    await openFolder(other.core, folder);
    await importAll(other.core, [out.folder]);
    expect(await statedIn(other.core)).toEqual(await statedIn(core));
  });

  test('L10: a data.yaml whose train and val are one folder gives no split, and the report says so', async () => {
    const { core, home } = await openTestCore();
    const folder = path.join(home, 'data');
    await writePhotos(path.join(folder, 'images'), { all: 4 });
    await mkdir(path.join(folder, 'labels/all'), { recursive: true });
    for (const at of [1, 2, 3, 4]) await writeFile(path.join(folder, `labels/all/${at}.txt`), '0 0.5 0.5 0.2 0.2\n');
    await writeFile(path.join(folder, 'data.yaml'), 'path: .\ntrain: images/all\nval: images/all\nnames: [ant]\n');
    await openFolder(core, folder);
    const preview = await startImport(core, [folder]);
    expect(preview.splits).toEqual({ train: 0, validation: 0, test: 0 });
    expect(preview.notes.map(({ code }) => code)).toContain('yolo-one-folder');
    expect(preview.willWrite).toBe(4);
  });

  test.each(['coco', 'yolo', 'voc'] as const)(
    'splits go out as %s and come in: photos keep their side',
    async format => {
      const { core, home } = await openTestCore();
      const photos = await writePhotos(path.join(home, 'photos'), { '': 6 });
      await openFolder(core, photos);
      const names = [1, 2, 3, 4, 5, 6].map(at => `${at}.png`);
      await importAll(core, [
        await writeCoco(
          path.join(home, 'a.json'),
          names.map(name => ({ name, boxes: [['ant', [1, 1, 5, 5]]] as const })),
        ),
      ]);
      const sides = async (of: Core) =>
        plainColumns(await of.call('photos:query', { filter: {}, sort: 'name', group: 'none' })).split;
      const before = await sides(core);
      const out = await exported(core, { format, photos: 'copy' });
      const other = await openTestCore();
      await openFolder(other.core, photos);
      const { preview } = await importAll(other.core, [out.folder], format);
      expect(preview.splits.train + preview.splits.validation).toBe(6);
      expect(await sides(other.core)).toEqual(before);
      expect(await readdir(photos)).toEqual(names);
    },
  );
});

test('a format that holds nothing of the project says so in the plan, and the export is refused by name', async () => {
  const { core, home } = await openTestCore();
  await openFolder(core, await writePhotos(path.join(home, 'photos'), { '': 2 }));
  const refusals = async (): Promise<Record<string, unknown>> => {
    const refused: Record<string, unknown> = {};
    for (const format of datasetFormatId.options) {
      const wish = { format, photos: 'none', frame: 'upright' } as const;
      const { holdsNothing } = await core.call('annotations:plan', wish);
      const out = path.join(await temporaryHome(), format);
      const end = await core
        .exportAnnotations(wish, out, () => undefined)
        .then(
          () => null,
          (error: AppError) => error,
        );
      expect(holdsNothing, format).toBe(end !== null);
      if (end !== null) refused[format] = [end.code, end.details, existsSync(out)];
    }
    return refused;
  };
  const refusal = (format: string) => [format, ['export-nothing', { format }, false]];
  expect(Object.keys(await refusals())).toEqual(['voc', 'labelme', 'x-anylabeling', 'createml']);

  const { id: ids } = plainColumns(await core.call('photos:query', { filter: {}, sort: 'name', group: 'none' }));
  const { id: classId } = await core.call('classes:create', { name: 'ant' });
  await core.call('labels:set', { ids: [...ids], classId, how: 'replace' });
  const boxesOnly = ['voc', 'yolo', 'createml', 'masks'];
  expect(await refusals()).toEqual(Object.fromEntries(boxesOnly.map(refusal)));
});
