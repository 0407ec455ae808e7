// Size, orientation and content hash of photos that the project does not know yet, each read at most once in a job.
import { createHash } from 'node:crypto';
import { prepareDecoder, readHeader } from '../photos/open-photo.ts';
import { isPhotoError } from '../photos/photo-error.ts';
import { withPhotoFile } from '../photos/photo-file.ts';
import type { Size } from './frame.ts';

export type Header = Size & {
  /** EXIF orientation 1…8; width and height are those of the upright photo. */
  readonly orientation: number;
  /** SHA-256, hex; null where nobody asked. */
  readonly hash: string | null;
};

export type Headers = {
  /** null for what is no photo that can be read. `wantsHash` is asked when the size is known. */
  read(file: string, wantsHash?: (size: Size) => boolean): Promise<Header | null>;
};

export function createHeaders(): Headers {
  prepareDecoder();
  const known = new Map<string, Header | null>();
  return {
    async read(file, wantsHash = () => false) {
      const before = known.get(file);
      if (before === null || (before !== undefined && (before.hash !== null || !wantsHash(before)))) return before;
      const header = await headerOf(file, wantsHash);
      known.set(file, header);
      return header;
    },
  };
}

async function headerOf(file: string, wantsHash: (size: Size) => boolean): Promise<Header | null> {
  try {
    const bytes = withPhotoFile(file, photo => photo.read());
    const { widthPx, heightPx, orientation } = await readHeader(bytes);
    const hash = wantsHash({ widthPx, heightPx }) ? createHash('sha256').update(bytes).digest('hex') : null;
    return { widthPx, heightPx, orientation, hash };
  } catch (error) {
    if (isPhotoError(error)) return null;
    throw error;
  }
}
