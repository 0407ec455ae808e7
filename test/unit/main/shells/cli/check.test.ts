// `fovea check` and `fovea frames` as people type them: what they say, their JSON and their exit codes.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { scene } from '../../photos/make-photos.ts';
import { openFolder, openTestCore, temporaryHome } from '../../../../support/core.ts';
import { run } from './run.ts';

let home = '';
beforeEach(async () => {
  home = await temporaryHome();
  vi.stubEnv('FOVEA_DATA', path.join(home, 'data'));
  vi.stubEnv('LC_ALL', 'C');
});

/** A closed project of four photos in class folders; its folder and that of its photos. */
async function project(twin: boolean): Promise<{ readonly folder: string; readonly photos: string }> {
  const photos = path.join(home, 'things');
  const seeds = { 'train/a/1.jpg': 1, 'train/b/2.jpg': 2, 'val/a/3.jpg': 3, 'val/b/4.jpg': twin ? 1 : 4 };
  for (const [name, seed] of Object.entries(seeds)) {
    await mkdir(path.dirname(path.join(photos, name)), { recursive: true });
    const smaller = name === 'val/b/4.jpg' ? 0.6 : 1;
    await writeFile(
      path.join(photos, name),
      await scene(seed, 320 * smaller, 240 * smaller)
        .jpeg()
        .toBuffer(),
    );
  }
  const { core } = await openTestCore(home);
  await openFolder(core, photos);
  const { folder } = await core.call('project:answer-class-folders', { use: true });
  await core.close();
  return { folder, photos };
}

describe('check', () => {
  test('a project without faults ends with 0 and says so, and checking changes no annotation', async () => {
    const { folder } = await project(false);
    const before = await readFile(path.join(folder, 'journal.jsonl'));
    const { code, out } = await run('check', folder, '--json');
    expect([code, JSON.parse(out)]).toMatchObject([
      0,
      {
        ...{ project: folder, ok: true, file: { ok: true }, photos: 4, read: 4 },
        ...{ missing: [], damaged: [], leftOut: [], leaks: [], duplicates: [], bursts: [] },
      },
    ]);
    expect((await readFile(path.join(folder, 'journal.jsonl'))).equals(before)).toBe(true);
    const people = await run('check', folder);
    expect(people.out).toContain('Nothing to fix.');
    expect((await run('check', folder, '--lang', 'ko')).out).toContain('고칠 점이 없어요.');
  });

  test('missing and damaged photos, files left out and twins across the splits are named, and the exit code is 1', async () => {
    const { folder, photos } = await project(true);
    await rm(path.join(photos, 'val/a/3.jpg'));
    const second = await readFile(path.join(photos, 'train/b/2.jpg'));
    await writeFile(path.join(photos, 'train/b/2.jpg'), second.subarray(0, second.length / 2));
    await writeFile(path.join(photos, 'drawing.svg'), '<svg/>');
    const { code, out } = await run('check', folder, '--json');
    expect([code, JSON.parse(out)]).toMatchObject([
      1,
      {
        ...{ ok: false, file: { ok: true }, missing: ['val/a/3.jpg'], damaged: ['train/b/2.jpg'] },
        leftOut: [{ photo: 'drawing.svg', reason: expect.stringContaining('SVG') }],
        leaks: [
          {
            kind: 'near',
            photos: [
              { photo: 'train/a/1.jpg', split: 'train' },
              { photo: 'val/b/4.jpg', split: 'validation' },
            ],
          },
        ],
      },
    ]);
    const people = await run('check', folder);
    for (const text of ['val/a/3.jpg', 'train/b/2.jpg', 'drawing.svg', 'val/b/4.jpg (validation)'])
      expect(people.out).toContain(text);
  });

  test('a project file with a changed byte is not passed over: code 1, and it names the file', async () => {
    const { folder } = await project(false);
    const file = path.join(folder, 'project.fovea');
    const bytes = await readFile(file);
    const at = bytes.indexOf('val/a/3.jpg');
    bytes.write('XXXXXXXXXXXXXXXXXXXXXXXX', Math.max(at, 4_096) - 8, 'latin1');
    await writeFile(file, bytes);
    const { code, out, err } = await run('check', folder, '--json');
    expect(code).toBe(1);
    expect(`${out}${err}`).toMatch(/project-damaged|"ok":false/);
  });

  test('a folder that is no project is refused, and none is made of it', async () => {
    const photos = path.join(home, 'photos');
    await mkdir(photos);
    await writeFile(path.join(photos, '1.jpg'), await scene(1).jpeg().toBuffer());
    const { code, out } = await run('check', photos, '--json');
    expect([code, JSON.parse(out)]).toMatchObject([1, { error: { code: 'not-a-project', details: { file: photos } } }]);
  });
});

describe('frames', () => {
  test.each(['0s', '1', 'soon', '1d', '25h', '-1s', '1e3s'])(
    '“%s” is no time: code 2, and one line that says what is',
    async every => {
      const { code, err } = await run('frames', 'x.mp4', '--out', home, `--every=${every}`);
      expect([code, err.trimEnd().split('\n').length]).toEqual([2, 1]);
      expect(err).toContain(every);
    },
  );

  test('a file that is no video, or is not there, is named', async () => {
    const text = path.join(home, 'notes.txt');
    await writeFile(text, 'no film');
    const refused = await run('frames', text, '--out', path.join(home, 'out'), '--json');
    expect([refused.code, JSON.parse(refused.out)]).toMatchObject([
      1,
      { error: { code: 'video-unreadable', details: { file: text, reason: 'not-a-video' } } },
    ]);
    const gone = await run('frames', path.join(home, 'gone.mp4'), '--out', path.join(home, 'out'), '--json');
    expect(JSON.parse(gone.out)).toMatchObject({ error: { code: 'file-missing' } });
  });

  test('without ffmpeg it says what to install', async () => {
    const video = path.join(home, 'x.mp4');
    await writeFile(video, Buffer.from('\0\0\0\x18ftypisom\0\0\0\0', 'latin1'));
    vi.stubEnv('PATH', home);
    const { code, out, err } = await run('frames', video, '--out', path.join(home, 'out'), '--json');
    expect([code, JSON.parse(out)]).toMatchObject([1, { error: { code: 'ffmpeg-missing' } }]);
    expect(err).toContain('ffmpeg');
  });
});
