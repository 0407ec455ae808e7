// Frames of a video as photos: one every so often, in a folder named after the video that keeps the clip together (shared/clips.ts).
import { mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { framesSuffix } from '../../shared/clips.ts';
import { AppError } from '../../shared/errors.ts';
import { writeError } from './disk.ts';
import { findFfmpeg, runFfmpeg } from './ffmpeg.ts';
import { checkVideo, videoContainers } from './video-file.ts';

/** A clip cannot fill the disk by itself. */
const mostFrames = 100_000;

export type FramesRequest = {
  /** Absolute. */
  readonly video: string;
  /** The folder in which the clip's folder is made. */
  readonly out: string;
  /** A frame for each of these spans: the first one shown in it. Milliseconds, at least 1. */
  readonly everyMs: number;
  readonly signal: AbortSignal;
  /** How many were written; how many there will be only the end tells. */
  readonly onProgress: (done: number) => void;
};

/**
 * Writes `<out>/<video's name>.frames/frame-000001.jpg` …, upright, the whole folder or nothing.
 * Throws ffmpeg-missing, file-missing, video-unreadable, out-folder-not-empty, `writeError`s, cancelled.
 */
export async function takeFrames(
  { video, out, everyMs, signal, onProgress }: FramesRequest,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<{ readonly folder: string; readonly frames: number }> {
  await checkVideo(video);
  const ffmpeg = await findFfmpeg(environment);
  if (ffmpeg === null) throw new AppError('ffmpeg-missing', {});
  const folder = path.join(out, `${path.basename(video)}${framesSuffix}`);
  const part = path.join(out, `.${path.basename(folder)}.part`);
  await makeEmpty(folder, part);
  try {
    const run = (everyFrame: readonly string[]) =>
      runFfmpeg(ffmpeg, ffmpegArguments(video, everyMs / 1_000, everyFrame), {
        folder: part,
        signal,
        onOutput(text) {
          const done = /^frame=\s*(\d+)/m.exec(text)?.[1];
          if (done !== undefined) onProgress(Number(done));
        },
      });
    let { code, said } = await run(['-fps_mode', 'passthrough']);
    // Before version 5.1 the option had another name.
    if (code !== 0 && said.includes('fps_mode')) ({ code, said } = await run(['-vsync', 'passthrough']));
    const frames = (await readdir(part)).length;
    if (/no space left on device/i.test(said)) throw new AppError('disk-full', { file: folder });
    if (code !== 0 || frames === 0) {
      const detail = said.trim().slice(-500);
      throw new AppError('video-unreadable', { file: video, reason: code === 0 ? 'no-frames' : 'broken-data', detail });
    }
    await rename(part, folder);
    return { folder, frames };
  } catch (error) {
    await rm(part, { recursive: true, force: true });
    throw writeError(error, folder);
  }
}

/** Takes the place: an empty folder of that name is used, and what an ended attempt left is removed. */
async function makeEmpty(folder: string, part: string): Promise<void> {
  try {
    await rm(part, { recursive: true, force: true });
    await mkdir(part, { recursive: true });
    // Windows cannot rename onto a folder, and nothing may lie in it anyway.
    await rmdir(folder).catch((error: unknown) => {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'ENOTEMPTY' || code === 'EEXIST' || code === 'ENOTDIR')
        throw new AppError('out-folder-not-empty', { folder });
      if (code !== 'ENOENT') throw error;
    });
  } catch (error) {
    await rm(part, { recursive: true, force: true });
    throw writeError(error, folder);
  }
}

/** @param everyFrame the option that keeps ffmpeg from leaving out or repeating frames for the sake of a steady rate. */
function ffmpegArguments(video: string, seconds: number, everyFrame: readonly string[]): string[] {
  // The first frame, and each that begins a new span of time. A millionth of a second, because times are rounded.
  const span = (time: string): string => `floor((${time}+0.000001)/${seconds})`;
  const chosen = `isnan(prev_t)+gt(${span('t')},${span('prev_t')})`;
  return [
    ...['-hide_banner', '-nostdin', '-loglevel', 'error', '-progress', 'pipe:1', '-nostats'],
    // Only this file is opened, and only as a video: a playlist could name others, here or elsewhere.
    ...['-protocol_whitelist', 'file', '-format_whitelist', videoContainers.join(',')],
    ...['-i', `file:${video}`, '-map', '0:v:0', '-an', '-sn', '-dn'],
    ...['-vf', `select='${chosen}'`, ...everyFrame, '-frames:v', String(mostFrames)],
    ...['-q:v', '2', '-f', 'image2', 'frame-%06d.jpg'],
  ];
}
