// Opens what a person chose for an import: a folder, a file, or an archive that is unpacked first, and finds the format it is in.
import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../shared/errors.ts';
import type { DatasetFormatId } from '../../shared/records/dataset-format.ts';
import type { ImportSource } from '../../shared/records/import.ts';
import { archiveKind } from '../formats/archives/archive-kind.ts';
import { unpackArchive } from '../formats/archives/unpack.ts';
import { datasetReaders, recogniseDataset } from '../formats/datasets/index.ts';
import type { DatasetReader, SourceFolder } from '../formats/datasets/read-dataset.ts';
import { openSourceFolder } from '../formats/datasets/source-folder.ts';
import { isOwnManifest, manifestName } from './manifest.ts';

export type OpenedSource = {
  readonly kind: ImportSource['kind'];
  /** Absolute: what the paths in `folder` are relative to. */
  readonly root: string;
  readonly folder: SourceFolder;
  /** Where the archive was unpacked; null for what was none. */
  readonly unpacked: string | null;
};

/**
 * `unpackedBefore`: where an earlier reading unpacked the archive. @throws AppError `file-missing`, `archive-refused` and what
 * `openSourceFolder` throws.
 */
export async function openSource(
  chosen: string,
  {
    into,
    owner,
    unpackedBefore,
  }: { readonly into: string; readonly owner: number; readonly unpackedBefore: string | null },
): Promise<OpenedSource> {
  const facts = await stat(chosen).catch((error: unknown) => {
    throw new AppError('file-missing', { file: path.basename(chosen) }, { cause: error });
  });
  const real = await realpath(chosen);
  if (facts.isDirectory()) return opened('folder', real, real, null);
  if (!facts.isFile())
    throw new AppError('dataset-damaged', { file: path.basename(chosen), reason: 'dataset-not-a-file' });
  if ((await archiveKind(chosen)) === null) return opened('file', real, path.dirname(real), null);
  const unpacked = unpackedBefore ?? (await unpackArchive(chosen, { into, owner })).folder;
  return opened('archive', unpacked, unpacked, unpacked);
}

async function opened(
  kind: OpenedSource['kind'],
  place: string,
  root: string,
  unpacked: string | null,
): Promise<OpenedSource> {
  const folder = await openSourceFolder(place);
  return { kind, root, folder: await withoutManifest(folder), unpacked };
}

/** What our own exports say of themselves holds no annotations, and would be one JSON among those that do. */
async function withoutManifest(folder: SourceFolder): Promise<SourceFolder> {
  const manifest = folder.files.find(file => file.path === manifestName);
  if (manifest === undefined || !isOwnManifest(await firstText(folder))) return folder;
  return { ...folder, files: folder.files.filter(file => file !== manifest) };
}

async function firstText(folder: SourceFolder): Promise<string> {
  for await (const piece of folder.pieces(manifestName)) return piece.subarray(0, 200).toString('latin1');
  return '';
}

/** The reader of the named format, or of the one that is recognised. @throws AppError `dataset-unknown` */
export async function readerOf(
  folder: SourceFolder,
  wanted: DatasetFormatId | null,
  shown: string,
): Promise<DatasetReader> {
  const format = wanted ?? (await recogniseDataset(folder));
  if (format === null) throw new AppError('dataset-unknown', { file: shown });
  return datasetReaders[format];
}
