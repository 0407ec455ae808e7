// A path typed into the folder chooser is walked over what the core lists; the page itself knows no path.
import { describe, expect, test } from 'vitest';
import { isPath, walkPath, type ListFolder } from '../../../../../src/renderer/components/project/typed-path.ts';
import type { FolderListing } from '../../../../../src/shared/calls/app.ts';

/** A tree as the core lists it: ids are paths, which the walk must not look into. */
const tree: Readonly<Record<string, readonly string[]>> = {
  '': ['/home/ana', '/media/card'],
  '/home/ana': ['Photos', 'photos old', 'Data'],
  '/home/ana/Photos': ['ants', 'Bees', 'field.json'],
  '/home/ana/Photos/ants': [],
  '/home/ana/Photos/Bees': [],
  '/home/ana/photos old': [],
  '/home/ana/Data': ['A', 'a'],
  '/home/ana/Data/A': [],
  '/home/ana/Data/a': [],
  '/media/card': ['DCIM'],
  '/media/card/DCIM': [],
};
const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
const isFile = (path: string): boolean => tree[path] === undefined;

const list: ListFolder = folder => {
  const at = folder ?? '';
  const inside = tree[at]!.map(name => (folder === null ? name : `${at}/${name}`));
  const parents: { id: string; name: string }[] = [];
  for (let path = at; tree['']!.every(root => root !== path) && path !== '';) {
    path = path.slice(0, path.lastIndexOf('/'));
    parents.unshift({ id: path, name: nameOf(path) });
  }
  const entry = (path: string) => ({
    id: path,
    name: nameOf(path),
    photos: 0,
    folders: 0,
    project: false,
    problem: null,
  });
  const listing: FolderListing = {
    folder: folder === null ? null : { id: at, name: nameOf(at), display: at.replace('/home/ana', '~') },
    parents,
    entries: inside.filter(path => !isFile(path)).map(entry),
    files: inside.filter(isFile).map(path => ({ id: path, name: nameOf(path), bytes: 4 })),
  };
  return Promise.resolve(listing);
};
const walk = (typed: string, here = '/home/ana') => walkPath(typed, here, list);
const arrived = (folder: string) => ({ kind: 'arrived', folder, chosen: null });

describe('a typed path', () => {
  test.each([
    ['Photos/ants', '/home/ana/Photos/ants'],
    ['./photos/BEES/', '/home/ana/Photos/Bees'],
    ['~/Photos', '/home/ana/Photos'],
    ['~', '/home/ana'],
    ['"~/photos old"', '/home/ana/photos old'],
    ['/home/ana/Photos/ants', '/home/ana/Photos/ants'],
    ['/media/card/DCIM', '/media/card/DCIM'],
    ['Photos\\ants', '/home/ana/Photos/ants'],
    ['Data/a', '/home/ana/Data/a'],
  ])('%s leads to its folder', async (typed, folder) => {
    expect(await walk(typed)).toEqual(arrived(folder));
  });

  test('goes up from where one is, and a file at its end is chosen in its folder', async () => {
    expect(await walk('../Bees', '/home/ana/Photos/ants')).toEqual(arrived('/home/ana/Photos/Bees'));
    expect(await walk('../field.json', '/home/ana/Photos/ants')).toMatchObject({
      kind: 'arrived',
      folder: '/home/ana/Photos',
      chosen: { name: 'field.json', bytes: 4 },
    });
  });

  test('says at which folder it ends, and that a path outside the roots cannot be chosen here', async () => {
    expect(await walk('Photos/wasps/2026')).toEqual({ kind: 'missing', name: 'wasps', within: 'Photos' });
    expect(await walk('Photos/field.json/x')).toEqual({ kind: 'missing', name: 'field.json', within: 'Photos' });
    expect(await walk('../..')).toEqual({ kind: 'missing', name: '..', within: 'ana' });
    expect(await walk('/etc/passwd')).toEqual({ kind: 'elsewhere' });
  });

  test('a name alone is looked for, not walked', () => {
    expect(['ants', 'a.b', '', '~x'].map(isPath)).toEqual([false, false, false, false]);
    expect(['ants/', 'C:\\', '~', '/'].map(isPath)).toEqual([true, true, true, true]);
  });
});
