// Which files of a folder may be models, or hold annotations, by their names: what the chooser offers. What is in them is read in a worker
// only.
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { folderError, systemCode } from './disk.ts';

const offered = {
  /** Of the formats that are read; TF.js' is a JSON among many others, so only by its usual name. */
  models: /\.(keras|h5|hdf5|onnx|safetensors|zip|pt|pth)$|^model.*\.json$/i,
  /** Formats of whole folders are offered by their lists: `data.yaml`, `train.txt`. Packed IDX is named `…-ubyte.gz`. */
  annotations:
    /\.(json|xml|csv|tsv|txt|ya?ml|zip|tar|tgz|tar\.gz|tfrecords?|record)$|ubyte(\.gz)?$|\.tfrecord-\d+-of-\d+$/i,
} as const;

export type OfferedFile = { readonly path: string; readonly name: string; readonly bytes: number };

/** In natural order; hidden files and whatever is no plain file are left out. @throws AppError of `folderError`. */
export async function offeredFiles(folder: string, kind: keyof typeof offered): Promise<OfferedFile[]> {
  try {
    const found: OfferedFile[] = [];
    for (const name of await readdir(folder)) {
      if (name.startsWith('.') || !offered[kind].test(name)) continue;
      const file = path.join(folder, name);
      const bytes = await sizeOfFile(file);
      if (bytes !== null) found.push({ path: file, name, bytes });
    }
    const byName = new Intl.Collator('en', { numeric: true }).compare;
    return found.sort((a, b) => byName(a.name, b.name));
  } catch (error) {
    throw folderError(error, folder);
  }
}

async function sizeOfFile(file: string): Promise<number | null> {
  try {
    const facts = await stat(file);
    return facts.isFile() ? facts.size : null;
  } catch (error) {
    if (systemCode(error) === '') throw error;
    return null; // a link that leads nowhere, or a file that left meanwhile
  }
}
