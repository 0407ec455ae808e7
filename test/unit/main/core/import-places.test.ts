// Which folders become sources of the project when photos come with an import: never more than what a person chose.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { placeAdded } from '../../../../src/main/core/import-places.ts';
import { temporaryHome } from '../../../support/core.ts';

type Found = { readonly files: readonly string[]; readonly foundIn: readonly string[] };

/** A home with these photos, and a project elsewhere; paths are below the home. */
async function homeWith(...photos: readonly string[]) {
  const home = await temporaryHome();
  const project = await temporaryHome();
  const at = (place: string): string => path.resolve(home, place);
  for (const photo of photos) {
    await mkdir(path.dirname(at(photo)), { recursive: true });
    await writeFile(at(photo), photo);
  }
  const places = { projectFolder: project, photosFolder: path.join(project, 'photos'), sources: [] };
  const placed = async (...found: readonly Found[]) => {
    const added = found.map(({ files, foundIn }, place) => ({
      name: `${place}.json`,
      staging: path.join(project, 'importing', String(place)),
      files: files.map(at),
      foundIn: foundIn.map(at),
      notPhotos: [],
      copies: [],
    }));
    const { sources, photos: named, unnamed, around } = await placeAdded(places, [], added);
    return {
      folders: sources.map(({ folder }) => path.relative(home, folder)).toSorted(),
      named: [...named.values()].map(photo => photo.path).toSorted(),
      unnamed: unnamed.map(photo => photo.path),
      around,
    };
  };
  return { home, placed };
}

test('photos found in two folders that only the home has in common are two sources, and the home is none', async () => {
  const { placed } = await homeWith('one/a.png', 'two/deep/b.png', 'private.png', 'letters/c.png');
  const files = ['one/a.png', 'two/deep/b.png'];
  expect(await placed({ files, foundIn: ['labels', 'one', 'two'] })).toEqual({
    folders: ['one', 'two/deep'],
    named: ['deep/b.png', 'one/a.png'],
    unnamed: [],
    around: [],
  });
});

test(
  'photos found in places that have the root of the disk in common are two sources',
  { timeout: 20_000 },
  async () => {
    const { home, placed } = await homeWith('one/a.png');
    const fixture = path.resolve(import.meta.dirname, '../../../fixtures/cases/B06-names-with-dots/yolo');
    const files = ['one/a.png', path.join(fixture, 'dock.png')];
    const { folders, named } = await placed({ files, foundIn: ['one', fixture] });
    expect(folders).toEqual([path.relative(home, fixture), 'one'].toSorted());
    expect(named).toEqual(['one/a.png', 'yolo/dock.png']);
  },
);

test('in the root of the disk photos are found as in any folder', async () => {
  const { placed } = await homeWith('one/a.png');
  expect(await placed({ files: ['one/a.png'], foundIn: [path.parse(process.cwd()).root] })).toMatchObject({
    folders: ['one'],
    named: ['one/a.png'],
  });
});

test('where one of the places lies in another, their photos are in one source', async () => {
  const { placed } = await homeWith('data/a.png', 'data/more/b.png', 'data/more/c.png');
  expect(await placed({ files: ['data/a.png', 'data/more/b.png'], foundIn: ['data/more', 'data'] })).toEqual({
    folders: ['data'],
    named: ['data/a.png', 'data/more/b.png'],
    unnamed: ['data/more/c.png'],
    around: [],
  });
});

test('photos of one folder that two files name are one source, and none of them stays out', async () => {
  const { placed } = await homeWith('data/a.png', 'data/b.png');
  const one = { files: ['data/a.png'], foundIn: ['data'] };
  expect(await placed(one, { ...one, files: ['data/b.png'] })).toEqual({
    folders: ['data'],
    named: ['data/a.png', 'data/b.png'],
    unnamed: [],
    around: [],
  });
});
