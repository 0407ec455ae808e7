// Whether a file is a video, by its first bytes. Playlists and scripts are none: ffmpeg would open whatever they name.
import { open } from 'node:fs/promises';
import { AppError } from '../../shared/errors.ts';
import { systemCode } from './disk.ts';

/** ffmpeg's names of the containers that are read; nothing else is tried, whatever the file says of itself. */
export const videoContainers = [
  'mov',
  'mp4',
  'matroska',
  'webm',
  'avi',
  'mpegts',
  'mpeg',
  'flv',
  'ogg',
  'asf',
] as const;

const headBytes = 400;
const packetBytes = 188;

/** Throws file-missing, or video-unreadable for what is no video. */
export async function checkVideo(file: string): Promise<void> {
  let head: Buffer;
  try {
    const handle = await open(file, 'r');
    try {
      if (!(await handle.stat()).isFile()) throw new AppError('video-unreadable', { file, reason: 'not-a-video' });
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0);
      head = buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('file-missing', { file, reason: systemCode(error) }, { cause: error });
  }
  if (!isVideo(head)) throw new AppError('video-unreadable', { file, reason: 'not-a-video' });
}

function isVideo(head: Buffer): boolean {
  const at = (from: number, to: number): string => head.toString('latin1', from, to);
  if (['ftyp', 'moov', 'mdat', 'wide'].includes(at(4, 8))) return true;
  if (at(0, 4) === 'RIFF' && at(8, 12) === 'AVI ') return true;
  if (head[0] === 0x47 && head[packetBytes] === 0x47) return true;
  // Matroska and WebM, MPEG program stream, Flash, Ogg, Windows Media.
  const signatures = ['\x1a\x45\xdf\xa3', '\0\0\x01\xba', 'FLV\x01', 'OggS', '\x30\x26\xb2\x75\x8e\x66\xcf\x11'];
  return signatures.some(signature => at(0, signature.length) === signature);
}
