// Photos that come inside a file of annotations (IDX, TFRecord) become files of their own, under the names they are given there.
import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ReadPhoto } from '../formats/datasets/read-dataset.ts';
import { plainName, stemOf } from '../formats/datasets/photo-names.ts';

/** Writes photos into `folder`; two of one name stay two. */
export function createPixelKeeper(folder: string) {
  const folders = new Set<string>();
  const taken = new Set<string>();

  /** A name that no file has yet on any system: some take no notice of case. */
  function freeName(name: string, extension: string): string {
    const hasSuffix = (extension === 'jpg' ? /\.jpe?g$/i : /\.png$/i).test(name);
    const [stem, suffix] = hasSuffix ? [stemOf(name), name.slice(stemOf(name).length)] : [name, `.${extension}`];
    for (let number = 1; ; number++) {
      const called = number === 1 ? `${stem}${suffix}` : `${stem} (${number})${suffix}`;
      if (taken.has(called.toLowerCase())) continue;
      taken.add(called.toLowerCase());
      return called;
    }
  }

  /** The photo's file; null where its name is refused, which is said when it is looked for. */
  return async (name: string, { bytes, extension }: NonNullable<ReadPhoto['pixels']>): Promise<string | null> => {
    const plain = plainName(name);
    if (plain === null) return null;
    const file = path.join(folder, ...freeName(plain.name, extension).split('/'));
    const into = path.dirname(file);
    if (!folders.has(into)) await mkdir(into, { recursive: true, mode: 0o700 });
    folders.add(into);
    // Under a temporary name until it is whole.
    const unfinished = `${file}.writing`;
    await writeFile(unfinished, await bytes());
    await rename(unfinished, file);
    return file;
  };
}
