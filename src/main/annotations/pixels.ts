// Photos that come inside a file of annotations (IDX, TFRecord) become files of their own, under the names they are given there.
import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ReadPhoto } from '../formats/datasets/read-dataset.ts';
import { plainName } from '../formats/datasets/photo-names.ts';

const made = new Set<string>();

/** The photo's file in `folder`; null where its name is refused, which is said when it is looked for. */
export async function keepPixels(
  folder: string,
  name: string,
  { bytes, extension }: NonNullable<ReadPhoto['pixels']>,
): Promise<string | null> {
  const plain = plainName(name);
  if (plain === null) return null;
  const hasSuffix = (extension === 'jpg' ? /\.jpe?g$/i : /\.png$/i).test(plain.name);
  const file = path.join(folder, ...(hasSuffix ? plain.name : `${plain.name}.${extension}`).split('/'));
  const into = path.dirname(file);
  if (!made.has(into)) await mkdir(into, { recursive: true, mode: 0o700 });
  made.add(into);
  // Under a temporary name until it is whole.
  const unfinished = `${file}.writing`;
  await writeFile(unfinished, await bytes());
  await rename(unfinished, file);
  return file;
}
