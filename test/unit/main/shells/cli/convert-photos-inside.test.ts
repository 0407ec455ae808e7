// `fovea convert` with formats that hold the photos themselves, from an archive too: what is not there is left out and said.
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { temporaryHome } from '../../../../support/core.ts';
import { madeTar } from '../../../../support/made-archives.ts';
import { run } from './run.ts';

const labelme = (name: string, flag: string) =>
  JSON.stringify({
    version: '6.0.0',
    flags: { cat: flag === 'cat', dog: flag === 'dog' },
    shapes: [
      {
        label: flag,
        points: [
          [2, 2],
          [9, 7],
        ],
        shape_type: 'rectangle',
      },
    ],
    imagePath: name,
    imageData: null,
    imageHeight: 12,
    imageWidth: 16,
  });

test.each(['class-folders', 'tfrecord', 'idx'])(
  'an archive of labelme files becomes %s and comes back; a missing photo is named',
  { timeout: 120_000 },
  async format => {
    const home = await temporaryHome();
    const grey = sharp({ create: { width: 16, height: 12, channels: 3, background: '#808080' } });
    const tar = madeTar([
      { name: 'a.jpg', content: await grey.jpeg().toBuffer() },
      { name: 'a.json', content: labelme('a.jpg', 'cat') },
      { name: 'b.webp', content: await grey.webp().toBuffer() },
      { name: 'b.json', content: labelme('b.webp', 'dog') },
      { name: 'gone.json', content: labelme('gone.jpg', 'dog') },
    ]);
    const archive = path.join(home, 'set.tar');
    await writeFile(archive, tar);
    await mkdir(path.join(home, 'out'));
    const first = path.join(home, 'out', 'first');
    const { code, out, err } = await run('convert', archive, first, '--to', format, '--json');
    expect([code, code === 0 ? '' : err]).toEqual([0, '']);
    const said = JSON.parse(out) as { photos: number; notes: { code: string; count: number; examples: string[] }[] };
    expect(said.photos).toBe(2);
    expect(said.notes).toContainEqual({ code: 'photo-file-missing', count: 1, examples: ['gone.jpg'], details: {} });

    const back = await run('convert', first, path.join(home, 'out', 'second'), '--to', 'class-folders', '--json');
    expect([back.code, back.code === 0 ? '' : back.err]).toEqual([0, '']);
    expect(JSON.parse(back.out)).toMatchObject({ photos: 2, annotations: { label: 2 } });
    expect((await readdir(path.join(home, 'out', 'second'))).sort()).toEqual(expect.arrayContaining(['cat', 'dog']));
  },
);
