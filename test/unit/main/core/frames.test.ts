// Frames of videos: with the ffmpeg of this computer where it has one, and with programs of that name that fail where it matters.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { findFfmpeg } from '../../../../src/main/core/ffmpeg.ts';
import { takeFrames } from '../../../../src/main/core/frames.ts';
import { openFolder, openTestCore, temporaryHome } from '../../../support/core.ts';
import { plainColumns } from '../../../support/plain-columns.ts';
import { required } from '../../../support/shared.ts';

const ffmpeg = await findFfmpeg();
if (ffmpeg === null && required.has('ffmpeg'))
  throw new Error('FOVEA_REQUIRE names ffmpeg, but there is none on the PATH');
if (ffmpeg === null) console.warn('Tests of real films are skipped: there is no ffmpeg on the PATH');
const mp4Head = Buffer.from('\0\0\0\x18ftypisom\0\0\0\0', 'latin1');
const quiet = { signal: new AbortController().signal, onProgress: () => undefined };

/** A folder with a program called ffmpeg that is this shell script, as the environment it is found in. */
async function fakeFfmpeg(home: string, script: string): Promise<NodeJS.ProcessEnv> {
  const bin = path.join(home, 'bin');
  await mkdir(bin);
  await writeFile(path.join(bin, 'ffmpeg'), `#!/bin/sh\n${script}\n`);
  await chmod(path.join(bin, 'ffmpeg'), 0o755);
  return { PATH: bin };
}
async function fakeVideo(home: string, content: Buffer | string = mp4Head): Promise<string> {
  await writeFile(path.join(home, 'clip.mp4'), content);
  return path.join(home, 'clip.mp4');
}

describe.skipIf(ffmpeg === null)('with the ffmpeg of this computer', () => {
  const make = (video: string, ...more: string[]): void =>
    void execFileSync(ffmpeg!, [
      '-loglevel',
      'error',
      '-f',
      'lavfi',
      '-i',
      'testsrc=size=160x120:rate=10:duration=5',
      ...more,
      video,
    ]);

  test.each([
    [1_000, 5],
    [500, 10],
    [2_000, 3],
    [60_000, 1],
    [300, 17],
  ])('one frame for every %i ms of five seconds makes %i', async (everyMs, count) => {
    const home = await temporaryHome();
    const video = path.join(home, '100% [clip] it’s.mp4');
    make(video);
    const { folder, frames } = await takeFrames({ video, out: home, everyMs, ...quiet });
    expect([path.basename(folder), frames]).toEqual(['100% [clip] it’s.mp4.frames', count]);
    expect((await readdir(folder)).at(-1)).toBe(`frame-${String(count).padStart(6, '0')}.jpg`);
    expect(await sharp(path.join(folder, 'frame-000001.jpg')).metadata()).toMatchObject({ width: 160, height: 120 });
  });

  test('a frame shows what the video shows at its time', async () => {
    const home = await temporaryHome();
    const video = path.join(home, 'grey.mkv');
    // Brightness grows by 20 every second, in steps of 2 a frame.
    make(video, '-vf', 'geq=lum=40+20*T:cb=128:cr=128', '-c:v', 'mpeg4', '-q:v', '1');
    const { folder } = await takeFrames({ video, out: home, everyMs: 1_000, ...quiet });
    const means = [];
    for (const name of await readdir(folder))
      means.push((await sharp(path.join(folder, name)).stats()).channels[0]!.mean);
    for (const [second, mean] of means.entries())
      expect(Math.abs(mean - means[0]! - second * 20 * 1.164)).toBeLessThan(4);
  });

  test('L13: all frames of a clip are one group, which no split parts', async () => {
    const home = await temporaryHome();
    const out = path.join(home, 'things');
    // Each in other colours: clips with equal frames are one group.
    for (const [at, name] of ['walk.mp4', 'run.mp4', 'sit.mp4', 'stand.mp4'].entries()) {
      const video = path.join(home, name);
      make(video, '-vf', `hue=h=${80 * at}`);
      await takeFrames({ video, out, everyMs: 200, ...quiet });
    }
    const { core } = await openTestCore(home);
    await openFolder(core, out);
    await core.call('project:answer-class-folders', { use: false });
    const columns = plainColumns(await core.call('photos:query', { filter: {}, sort: 'name', group: 'none' }));
    expect(columns.id).toHaveLength(100);
    const { id: classId } = await core.call('classes:create', { name: 'a' });
    await core.call('labels:set', { ids: [...columns.id], classId, how: 'replace' });
    const sides = new Map<string, Set<string>>();
    for (const { path: file, split } of await core.call('photos:read', { ids: [...columns.id] })) {
      const clip = file.split('/')[0]!;
      sides.set(clip, (sides.get(clip) ?? new Set()).add(String(split)));
    }
    expect([...sides.values()].map(({ size }) => size)).toEqual([1, 1, 1, 1]);
    expect(new Set([...sides.values()].flatMap(side => [...side])).size).toBeGreaterThan(1);
  });

  test('a film that is broken inside says so and leaves nothing', async () => {
    const home = await temporaryHome();
    const video = await fakeVideo(home, Buffer.concat([mp4Head, Buffer.alloc(5_000, 7)]));
    const refused = takeFrames({ video, out: path.join(home, 'out'), everyMs: 1_000, ...quiet });
    await expect(refused).rejects.toMatchObject({ code: 'video-unreadable', details: { reason: 'broken-data' } });
    expect(await readdir(path.join(home, 'out'))).toEqual([]);
  });
});

describe.skipIf(process.platform === 'win32')('whatever ffmpeg does', () => {
  test('without one on the PATH nothing is made, and entries that are no absolute folder are passed over', async () => {
    const home = await temporaryHome();
    const video = await fakeVideo(home);
    const attempt = takeFrames(
      { video, out: path.join(home, 'out'), everyMs: 1_000, ...quiet },
      { PATH: `:.:${home}` },
    );
    await expect(attempt).rejects.toMatchObject({ code: 'ffmpeg-missing' });
    expect(existsSync(path.join(home, 'out'))).toBe(false);
  });

  test('a playlist that names other files is no video, whatever it is called', async () => {
    const home = await temporaryHome();
    const environment = await fakeFfmpeg(home, 'touch ../started');
    for (const text of ['#EXTM3U\n/etc/passwd\n', "ffconcat version 1.0\nfile '/etc/passwd'\n", '']) {
      const attempt = takeFrames(
        { video: await fakeVideo(home, text), out: home, everyMs: 1_000, ...quiet },
        environment,
      );
      await expect(attempt).rejects.toMatchObject({ code: 'video-unreadable', details: { reason: 'not-a-video' } });
    }
    expect((await readdir(home)).sort()).toEqual(['bin', 'clip.mp4']);
  });

  test('when it fails after some frames, or the disk is full, none are left', async () => {
    const home = await temporaryHome();
    const environment = await fakeFfmpeg(home, 'touch frame-000001.jpg; echo "No space left on device" >&2; exit 1');
    const attempt = takeFrames({ video: await fakeVideo(home), out: home, everyMs: 1_000, ...quiet }, environment);
    await expect(attempt).rejects.toMatchObject({ code: 'disk-full' });
    expect((await readdir(home)).sort()).toEqual(['bin', 'clip.mp4']);
  });

  test('an older one, which knows the option by another name, is asked again', async () => {
    const home = await temporaryHome();
    const refuses = 'case "$*" in *fps_mode*) echo "Unrecognized option \'fps_mode\'." >&2; exit 1;; esac';
    const environment = await fakeFfmpeg(home, `${refuses}; : > frame-000001.jpg`);
    const { frames } = await takeFrames(
      { video: await fakeVideo(home), out: home, everyMs: 1_000, ...quiet },
      environment,
    );
    expect(frames).toBe(1);
  });

  test('cancelled, it is ended and leaves nothing', async () => {
    const home = await temporaryHome();
    const environment = await fakeFfmpeg(home, 'touch frame-000001.jpg; echo frame=1; exec sleep 60');
    const stop = new AbortController();
    const attempt = takeFrames(
      { video: await fakeVideo(home), out: home, everyMs: 1_000, signal: stop.signal, onProgress: () => stop.abort() },
      environment,
    );
    await expect(attempt).rejects.toMatchObject({ code: 'cancelled' });
    expect((await readdir(home)).sort()).toEqual(['bin', 'clip.mp4']);
  });

  test('frames that are there already are not written over', async () => {
    const home = await temporaryHome();
    const environment = await fakeFfmpeg(home, 'touch frame-000001.jpg');
    const take = async () =>
      takeFrames({ video: await fakeVideo(home), out: home, everyMs: 1_000, ...quiet }, environment);
    expect((await take()).frames).toBe(1);
    await expect(take()).rejects.toMatchObject({ code: 'out-folder-not-empty' });
    expect((await readdir(home)).sort()).toEqual(['bin', 'clip.mp4', 'clip.mp4.frames']);
  });
});
