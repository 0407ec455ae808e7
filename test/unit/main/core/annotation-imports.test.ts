// Annotations come in through the calls that a page makes: looked at, chosen, written as one gesture, taken back by one undo.
import { copyFile, cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import type { Core } from '../../../../src/main/core/index.ts';
import { importAll, startImport, writeCoco } from '../../../support/coco-file.ts';
import { failure, openFolder, openTestCore, temporaryHome, writePhotos } from '../../../support/core.ts';
import { exported } from '../../../support/exported.ts';
import { countsIn, likenessOf, statedIn } from '../../../support/stated.ts';

const cases = path.resolve(import.meta.dirname, '../../../fixtures/cases');

/** A project of `a/1.png`, `a/2.png`, `b/1.png`, and a folder for files beside it. */
async function opened(): Promise<{ core: Core; home: string; photos: string }> {
  const { core, home } = await openTestCore();
  const photos = await writePhotos(path.join(home, 'photos'), { a: 2, b: 1 });
  await openFolder(core, photos);
  return { core, home, photos };
}
const stateOf = async (core: Core, photo: string) => (await statedIn(core, 'path')).get(photo);
const openPhotos = async (core: Core): Promise<number> => (await core.call('project:read', null)).photos;

describe('an import', () => {
  test('is shown first, is one gesture, and one undo takes all of it back', async () => {
    const { core, home } = await opened();
    const file = await writeCoco(path.join(home, 'field.json'), [
      { name: 'a/1.png', boxes: [['ant', [1, 2, 10, 12]]] },
      {
        name: 'b/1.png',
        boxes: [
          ['bee', [5, 5, 8, 8]],
          ['bee', [0, 0, 0, 8]],
        ],
      },
      { name: 'c/9.png', boxes: [['bee', [0, 0, 5, 5]]] },
      { name: 'a/2.png' },
    ]);
    const preview = await startImport(core, [file]);
    expect(preview).toMatchObject({
      sources: [{ name: 'field.json', kind: 'file', format: 'coco', recognised: true, photos: 4, classNames: 2 }],
      photos: { now: 3, after: 3, added: 0, known: 3, notFound: 1 },
      classesNow: 0,
      newClasses: ['ant', 'bee'],
      out: { leftOut: 0, invalid: 1, photoNotFound: 1, alreadyHere: 0 },
      willWrite: 3,
      after: { box: 2, nothing: 1 },
    });
    expect(preview.notes.map(({ code, count }) => [code, count])).toEqual([
      ['box-empty', 1],
      ['photo-not-found', 1],
    ]);
    expect(countsIn(await statedIn(core))).toEqual({});
    expect(await core.call('import:apply', { id: preview.id })).toMatchObject({
      annotations: 3,
      classes: 2,
      photos: 0,
    });
    expect(countsIn(await statedIn(core))).toEqual({ box: 2, 'nothing things': 1 });
    await core.call('history:undo', null);
    expect(countsIn(await statedIn(core))).toEqual({});
    expect(await core.call('classes:list', null)).toEqual([]);
    await core.call('history:redo', null);
    expect(countsIn(await statedIn(core))).toEqual({ box: 2, 'nothing things': 1 });
  });

  test('C11: of the same files again writes nothing, and says that all of it is there', async () => {
    const { core, home } = await opened();
    const file = await writeCoco(path.join(home, 'field.json'), [
      {
        name: 'a/1.png',
        boxes: [
          ['ant', [1.123456, 2, 10, 12]],
          ['bee', [1, 1, 5, 5]],
        ],
      },
      { name: 'a/2.png' },
    ]);
    expect((await importAll(core, [file])).preview.willWrite).toBe(3);
    const again = await importAll(core, [file]);
    expect(again.preview).toMatchObject({ willWrite: 0, out: { alreadyHere: 2 }, newClasses: [] });
    expect(again.result).toMatchObject({ annotations: 0, classes: 0 });
    expect(countsIn(await statedIn(core))).toEqual({ box: 2, 'nothing things': 1 });
  });

  test('lays its boxes beside what a person drew, and ends "nothing here" where it states something', async () => {
    const { core, home } = await opened();
    const file = await writeCoco(path.join(home, 'one.json'), [
      { name: 'a/1.png' },
      { name: 'a/2.png', boxes: [['ant', [1, 1, 5, 5]]] },
    ]);
    await importAll(core, [file]);
    const more = await writeCoco(path.join(home, 'two.json'), [
      { name: 'a/1.png', boxes: [['ant', [2, 2, 6, 6]]] },
      { name: 'a/2.png', boxes: [['ant', [9, 9, 6, 6]]] },
    ]);
    const { preview } = await importAll(core, [more]);
    expect(preview.after).toMatchObject({ box: 3, nothing: 0 });
    expect(countsIn(await statedIn(core))).toEqual({ box: 3 });
  });

  test('C10: maps classes by name, whatever their order in the file, and never by case alone where both are there', async () => {
    const { core, home } = await opened();
    for (const name of ['ant', 'Bee', 'A']) await core.call('classes:create', { name });
    const file = await writeCoco(
      path.join(home, 'other-order.json'),
      [
        {
          name: 'a/1.png',
          boxes: [
            ['bee', [1, 1, 5, 5]],
            ['ant', [2, 2, 5, 5]],
            ['a', [3, 3, 5, 5]],
            ['A', [4, 4, 5, 5]],
            ['new', [5, 5, 5, 5]],
          ],
        },
      ],
      ['unused', 'bee', 'ant', 'a'],
    );
    const { preview } = await importAll(core, [file]);
    expect(preview.classes.map(({ name, why }) => [name, why])).toEqual([
      ['unused', 'unused'],
      ['bee', 'case-differs'],
      ['ant', 'same-name'],
      ['a', 'new-class'],
      ['A', 'same-name'],
      ['new', 'new-class'],
    ]);
    const stated = (await stateOf(core, 'a/1.png'))!.map(one => one.class);
    expect(stated.toSorted()).toEqual(['A', 'Bee', 'a', 'ant', 'new']);
  });

  test('writes what is chosen: classes merged, renamed and left out; a photo of left-out classes alone is not annotated', async () => {
    const { core, home } = await opened();
    const file = await writeCoco(path.join(home, 'field.json'), [
      {
        name: 'a/1.png',
        boxes: [
          ['ant', [1, 1, 5, 5]],
          ['emmet', [20, 20, 5, 5]],
        ],
      },
      { name: 'a/2.png', boxes: [['car', [1, 1, 5, 5]]] },
    ]);
    const preview = await startImport(core, [file]);
    const key = (name: string) => preview.classes.find(row => row.name === name)!.key;
    const chosen = await core.call('import:choose', {
      id: preview.id,
      classes: {
        [key('emmet')]: { kind: 'new', name: 'ant' },
        [key('car')]: { kind: 'leave-out' },
      },
    });
    expect(chosen).toMatchObject({ willWrite: 2, newClasses: ['ant'], out: { leftOut: 1 } });
    expect(chosen.notes).toContainEqual(expect.objectContaining({ code: 'photos-left-out', count: 1 }));
    await core.call('import:apply', { id: preview.id });
    expect(await stateOf(core, 'a/2.png')).toEqual([]);
    expect((await stateOf(core, 'a/1.png'))!.map(one => one.class)).toEqual(['ant', 'ant']);
  });

  test('L1: of a name that is in two folders takes neither photo, and says so', async () => {
    const { core, home } = await opened();
    const file = await writeCoco(path.join(home, 'flat.json'), [
      { name: '1.png', boxes: [['ant', [1, 1, 5, 5]]] },
      { name: '2.png', boxes: [['ant', [1, 1, 5, 5]]] },
    ]);
    const { preview } = await importAll(core, [file]);
    expect(preview.notes).toContainEqual(expect.objectContaining({ code: 'photo-ambiguous', examples: ['1.png'] }));
    expect(preview.willWrite).toBe(1);
    expect(await stateOf(core, 'a/2.png')).toHaveLength(1);
  });

  test('L1: never puts what one name says on the photo of another', async () => {
    const { core, home } = await opened();
    const file = await writeCoco(path.join(home, 'moved.json'), [
      { name: 'b/1.png', boxes: [['ant', [1, 1, 5, 5]]] },
      { name: 'z/2.png', boxes: [['ant', [2, 2, 5, 5]]] },
      { name: 'y/2.png', boxes: [['ant', [3, 3, 5, 5]]] },
    ]);
    const { preview } = await importAll(core, [file]);
    expect(preview.notes).toContainEqual(expect.objectContaining({ code: 'photo-ambiguous', count: 2 }));
    expect(await stateOf(core, 'a/2.png')).toEqual([]);
    expect(await stateOf(core, 'b/1.png')).toHaveLength(1);
  });

  test('is gone with its project, and its files are not kept', async () => {
    const { core, home, photos } = await opened();
    const file = await writeCoco(path.join(home, 'field.json'), [{ name: 'a/1.png', boxes: [['ant', [1, 1, 5, 5]]] }]);
    const { id } = await startImport(core, [file]);
    const { folder } = await core.call('project:read', null);
    expect(await readdir(folder)).toContain('importing');
    expect(await core.call('import:current', null)).toMatchObject({ id });
    await core.call('project:close', null);
    expect(await readdir(folder)).not.toContain('importing');
    await openFolder(core, photos);
    expect(await failure(core.call('import:read', { id }))).toMatchObject({ code: 'import-gone' });
    expect(await core.call('import:current', null)).toBeNull();
  });

  test('of a file that is no annotation file fails by name, and another can be started', async () => {
    const { core, home } = await opened();
    const file = path.join(home, 'notes.txt');
    await writeFile(file, 'buy milk');
    expect(await failure(startImport(core, [file]))).toMatchObject({ code: 'dataset-unknown' });
    expect(await failure(startImport(core, [path.join(home, 'gone.json')]))).toMatchObject({ code: 'file-missing' });
    const good = await writeCoco(path.join(home, 'field.json'), [{ name: 'a/1.png', boxes: [['ant', [1, 1, 5, 5]]] }]);
    expect((await startImport(core, [good])).willWrite).toBe(1);
  });
});

describe('photos that come along', () => {
  test('become part of the project under a folder name of their own, and go with the undo', async () => {
    const { core, home } = await opened();
    const other = path.join(home, 'elsewhere/images');
    await mkdir(other, { recursive: true });
    for (const name of ['x.png', 'y.png', 'unnamed.png']) await writePhoto(path.join(other, name), name);
    await writeCoco(path.join(home, 'elsewhere/instances.json'), [
      { name: 'x.png', size: [30, 20], boxes: [['ant', [1, 1, 5, 5]]] },
      { name: 'y.png', size: [30, 20] },
    ]);
    const { preview, result } = await importAll(core, [path.join(home, 'elsewhere')]);
    expect(preview.photos).toEqual({ now: 3, after: 6, added: 3, known: 0, notFound: 0 });
    expect(preview.notes).toContainEqual(expect.objectContaining({ code: 'photos-unnamed', count: 1 }));
    expect(result).toMatchObject({ photos: 3, annotations: 2 });
    for (const { id, kind } of await core.call('work:list', null)) if (kind === 'scan') await core.workEnded(id);
    expect(await openPhotos(core)).toBe(6);
    expect(await stateOf(core, 'images/x.png')).toHaveLength(1);
    const again = await importAll(core, [path.join(home, 'elsewhere')]);
    expect(again.preview).toMatchObject({ willWrite: 0, photos: { added: 0, known: 2 } });
    // An import that writes nothing is no gesture.
    await core.call('history:undo', null);
    expect(await openPhotos(core)).toBe(3);
  });

  test('and are in the project already by content are those photos', async () => {
    const { core, home, photos } = await opened();
    await cp(path.join(photos, 'a'), path.join(home, 'copy'), { recursive: true });
    await writeCoco(path.join(home, 'copy/instances.json'), [
      { name: '1.png', boxes: [['ant', [1, 1, 5, 5]]] },
      { name: '2.png', boxes: [['ant', [1, 1, 5, 5]]] },
    ]);
    const { preview } = await importAll(core, [path.join(home, 'copy')]);
    expect(preview.photos).toMatchObject({ added: 0, known: 2 });
    expect(await stateOf(core, 'a/2.png')).toHaveLength(1);
  });

  test('and by their names stand for photos that a server no longer had stay out, as when a folder is opened', async () => {
    const { core, home } = await openTestCore();
    await openFolder(core, await writePhotos(path.join(home, 'mine'), { '': 1 }));
    const other = await writePhotos(path.join(home, 'other'), { ants: 2, bees: 1 });
    await copyFile(path.join(other, 'ants/1.png'), path.join(other, 'ants/imageNotFound.png'));
    const { preview } = await importAll(core, [other], 'class-folders');
    expect(preview.photos).toMatchObject({ added: 3, notFound: 1 });
    const examples = ['ants/imageNotFound.png'];
    expect(preview.notes).toContainEqual({ code: 'photo-placeholder', count: 1, examples, details: {} });
  });

  test('and were not found are found in a folder that a person names', async () => {
    const { core, home } = await opened();
    await mkdir(path.join(home, 'lost'));
    await writePhoto(path.join(home, 'lost/x.png'), 'x');
    const file = await writeCoco(path.join(home, 'labels/field.json'), [
      { name: 'pictures/x.png', size: [30, 20], boxes: [['ant', [1, 1, 5, 5]]] },
    ]);
    const before = await startImport(core, [file]);
    expect(before).toMatchObject({ willWrite: 0, photos: { notFound: 1 }, out: { photoNotFound: 1 } });
    const after = await core.call('import:find-photos', {
      id: before.id,
      grant: core.grants.add(path.join(home, 'lost')),
    });
    expect(after).toMatchObject({ willWrite: 1, photos: { added: 1, notFound: 0 } });
  });

  test('are asked about where EXIF turns them and the file states the stored size: boxes end on the same thing either way', async () => {
    const { core, home } = await opened();
    const folder = path.join(home, 'phone');
    await mkdir(folder);
    await writePhoto(path.join(folder, 'tall.jpg'), 'tall', 6);
    await writeCoco(path.join(folder, 'instances.json'), [
      { name: 'tall.jpg', size: [30, 20], boxes: [['ant', [21, 2, 6, 4]]] },
    ]);
    const preview = await startImport(core, [folder]);
    const [question] = preview.questions;
    expect(question).toMatchObject({
      about: 'turned',
      count: 1,
      chosen: 'stored',
      options: [
        { value: 'upright', fits: 0 },
        { value: 'stored', fits: 1 },
      ],
      example: { name: 'tall.jpg', widthPx: 20, heightPx: 30 },
    });
    // Stored 30 × 20 and turned clockwise: left of the stored photo is the top of the upright one.
    expect(question!.example!.boxes['stored']).toEqual([[14, 21, 4, 6]]);
    const upright = await core.call('import:choose', { id: preview.id, answers: { [question!.key]: 'upright' } });
    expect(upright.out.invalid).toBe(1);
    await core.call('import:choose', { id: preview.id, answers: { [question!.key]: 'stored' } });
    await core.call('import:apply', { id: preview.id });
    expect((await stateOf(core, 'phone/tall.jpg'))![0]!.shape).toMatchObject({
      box: { x: 14, y: 21, width: 4, height: 6 },
    });
  });
});

test('boxes drawn on the upright photo beside its stored size are kept whole: the likelier reading is the one they fit', async () => {
  const { core, home } = await opened();
  const folder = path.join(home, 'phone');
  await mkdir(folder);
  await writePhoto(path.join(folder, 'tall.jpg'), 'tall', 6);
  await writeCoco(path.join(folder, 'instances.json'), [
    { name: 'tall.jpg', size: [30, 20], boxes: [['ant', [14, 21, 4, 6]]] },
  ]);
  const preview = await startImport(core, [folder]);
  expect(preview.questions).toMatchObject([{ chosen: 'upright', options: [{ fits: 1 }, { fits: 0 }] }]);
  await core.call('import:apply', { id: preview.id });
  const [stated] = (await stateOf(core, 'phone/tall.jpg'))!;
  expect(stated!.shape).toMatchObject({ box: { x: 14, y: 21, width: 4, height: 6 } });
});

describe('a new project', () => {
  test('of a folder has its photos and the import of its annotations', async () => {
    const { core } = await openTestCore();
    const folder = path.join(await temporaryHome(), 'B12');
    await cp(path.join(cases, 'B12-one-stem-three-photos'), folder, { recursive: true });
    const { opened: project, id, work } = await core.call('import:new-project', { grants: [core.grants.add(folder)] });
    expect(project).toMatchObject({ kind: 'opened', found: 3 });
    await core.workEnded(work);
    expect(await core.call('import:apply', { id })).toMatchObject({ annotations: 3 });
    expect(countsIn(await statedIn(core))).toEqual({ box: 3 });
  });
});

describe('photos inside a file', () => {
  /** A project of three photos with boxes, given away with its photos. */
  async function givenAway(format: 'coco' | 'tfrecord') {
    const { core, home } = await opened();
    const names = ['a/1.png', 'a/2.png', 'b/1.png'];
    await importAll(core, [
      await writeCoco(
        path.join(home, 'all.json'),
        names.map((name, at) => ({ name, boxes: [['ant', [1 + at, 2, 10, 12]]] })),
      ),
    ]);
    const given = await exported(core, { format, photos: 'copy' });
    return { ...given, stated: await statedIn(core) };
  }
  async function newProject(file: string) {
    const { core, documentsFolder } = await openTestCore();
    const { opened: project, id, work } = await core.call('import:new-project', { grants: [core.grants.add(file)] });
    const ended = await core.workEnded(work);
    expect(ended.state).toBe('done');
    const preview = await core.call('import:read', { id });
    await core.call('import:apply', { id });
    for (const { id: scan, kind } of await core.call('work:list', null))
      if (kind === 'scan') await core.workEnded(scan);
    return { core, documentsFolder, project, preview };
  }

  test('an archive becomes a project that keeps its photos, and importing it again adds nothing', async () => {
    const { archive, stated } = await givenAway('coco');
    const { core, documentsFolder, project, preview } = await newProject(archive);
    expect(project).toMatchObject({ kind: 'opened', project: { name: 'export', photos: 0 } });
    expect(preview).toMatchObject({
      sources: [{ kind: 'archive', format: 'coco' }],
      photos: { added: 3 },
      willWrite: 3,
    });
    expect(likenessOf(stated, await statedIn(core))).toMatchObject({ same: 3, onlyFirst: {}, onlySecond: {} });
    expect(await readdir(path.join(documentsFolder, 'export/photos/export'), { recursive: true })).toHaveLength(5);
    const again = await importAll(core, [archive]);
    expect(again.preview).toMatchObject({ willWrite: 0, photos: { added: 0, known: 3 } });
    expect(await readdir(path.join(documentsFolder, 'export/photos'))).toEqual(['export']);
  });

  test('an archive adds its photos to a project that has others, below a folder of its own', async () => {
    const { archive } = await givenAway('coco');
    const { core, home } = await openTestCore();
    await openFolder(core, await writePhotos(path.join(home, 'other photos'), { far: 1, near: 5 }));
    const { preview, result } = await importAll(core, [archive]);
    // Of equal content with photos that are there already.
    expect(preview.photos.added + preview.photos.known).toBe(3);
    expect(result.annotations).toBe(3);
    const { folder } = await core.call('project:read', null);
    expect(await readdir(folder)).not.toContain('importing');
  });

  test('a TFRecord gives its photos and their boxes', async () => {
    const { folder, stated } = await givenAway('tfrecord');
    const { core, preview } = await newProject(folder);
    expect(preview).toMatchObject({ photos: { added: 3 } });
    expect(likenessOf(stated, await statedIn(core))).toMatchObject({ same: 3, onlyFirst: {} });
  });
});

describe('two sources', () => {
  test('are one import; one of them can be taken out again', async () => {
    const { core, home } = await opened();
    const one = await writeCoco(path.join(home, 'one.json'), [{ name: 'a/1.png', boxes: [['ant', [1, 1, 5, 5]]] }]);
    const two = await writeCoco(path.join(home, 'two.json'), [
      {
        name: 'a/1.png',
        boxes: [
          ['ant', [1, 1, 5, 5]],
          ['bee', [9, 9, 5, 5]],
        ],
      },
    ]);
    const { id } = await startImport(core, [one]);
    const { work } = await core.call('import:add', { id, grants: [core.grants.add(two)] });
    await core.workEnded(work);
    expect(await core.call('import:read', { id })).toMatchObject({
      willWrite: 2,
      out: { alreadyHere: 1 },
      newClasses: ['ant', 'bee'],
    });
    const left = await core.call('import:remove', { id, source: 1 });
    expect(left).toMatchObject({ willWrite: 1, newClasses: ['ant'], sources: [{ name: 'one.json' }] });
    await core.call('import:cancel', { id });
    expect(countsIn(await statedIn(core))).toEqual({});
    await rm(one);
  });
});

/** 30 × 20 pixels of a colour that belongs to the name. */
async function writePhoto(file: string, name: string, orientation?: number): Promise<void> {
  const grey = [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 256, 7);
  const photo = sharp({ create: { width: 30, height: 20, channels: 3, background: { r: grey, g: 9, b: 200 } } });
  const turned = orientation === undefined ? photo : photo.withMetadata({ orientation });
  await writeFile(file, await (file.endsWith('.png') ? turned.png() : turned.jpeg()).toBuffer());
}
