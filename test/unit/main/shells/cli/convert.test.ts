// `fovea convert`: annotations from one format into another without a project.
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { writeCoco } from '../../../../support/coco-file.ts';
import { temporaryHome, writePhotos } from '../../../../support/core.ts';
import { run } from './run.ts';

const cases = path.resolve(import.meta.dirname, '../../../../fixtures/cases');

describe('fovea convert', () => {
  test('formats.md 4.0: one box through every format keeps its place', async () => {
    const home = await temporaryHome();
    const photo = sharp({ create: { width: 100, height: 50, channels: 3, background: '#20c040' } });
    let source = path.join(home, 'first');
    await mkdir(source);
    await writeFile(path.join(source, 'a.jpg'), await photo.jpeg().toBuffer());
    await writeCoco(path.join(source, 'instances.json'), [
      { name: 'a.jpg', size: [100, 50], boxes: [['thing', [10, 5, 20, 10]]] },
    ]);
    for (const [at, format] of (
      ['voc', 'labelme', 'x-anylabeling', 'createml', 'csv', 'label-studio', 'coco'] as const
    ).entries()) {
      const out = path.join(home, `${at} ${format}`);
      const { code, err } = await run('convert', source, out, '--to', format, '--photos', 'copy', '--json');
      expect([code, format, code === 0 ? '' : err]).toEqual([0, format, '']);
      source = out;
    }
    const coco = JSON.parse(await readFile(path.join(source, 'annotations.json'), 'utf8')) as {
      annotations: { bbox: number[] }[];
    };
    expect(coco.annotations.map(({ bbox }) => bbox)).toEqual([[10, 5, 20, 10]]);
  }, 120_000);

  test('reads sizes from the photos where the files state none', async () => {
    const home = await temporaryHome();
    const folder = path.join(home, 'yolo');
    await cp(path.join(cases, 'B06-names-with-dots/yolo'), folder, { recursive: true });
    const out = path.join(home, 'coco');
    const { code, out: said } = await run('convert', folder, out, '--from', 'yolo', '--to', 'coco', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(said)).toMatchObject({ annotations: { box: 4 }, photos: 4 });
    const coco = JSON.parse(await readFile(path.join(out, 'annotations.json'), 'utf8')) as {
      images: { id: number; file_name: string }[];
      annotations: { image_id: number; bbox: number[] }[];
    };
    const dock = coco.images.find(({ file_name }) => file_name === 'dock.png')!;
    expect(coco.annotations.find(({ image_id }) => image_id === dock.id)!.bbox).toEqual([2, 2, 8, 6]);
  });

  test('refuses to write into its own source, into a folder that holds anything, and formats that are none', async () => {
    const home = await temporaryHome();
    await writePhotos(path.join(home, 'set'), { '': 1 });
    await writeCoco(path.join(home, 'set/instances.json'), [{ name: '1.png', boxes: [['ant', [1, 1, 5, 5]]] }]);
    const set = path.join(home, 'set');
    expect(JSON.parse((await run('convert', set, path.join(set, 'out'), '--to', 'csv', '--json')).out)).toMatchObject({
      error: { code: 'not-allowed' },
    });
    expect(JSON.parse((await run('convert', set, home, '--to', 'csv', '--json')).out)).toMatchObject({
      error: { code: 'out-folder-not-empty' },
    });
    expect((await run('convert', set, path.join(home, 'x'), '--to', 'word')).code).toBe(2);
    expect((await readdir(set)).toSorted()).toEqual(['1.png', 'instances.json']);
  });
});
