// Frames of a film: they lie in a folder named after it, and a split never parts them.

/** What the name of a folder of frames ends in. */
export const framesSuffix = '.frames';

/** The folder of the clip that a photo is a frame of, with its last `/`; null where it is none. `path` is relative, with `/`. */
export function clipOf(path: string): string | null {
  const at = path.lastIndexOf(`${framesSuffix}/`);
  return at <= 0 || path[at - 1] === '/' ? null : path.slice(0, at + framesSuffix.length + 1);
}
