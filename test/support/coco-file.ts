// COCO files for tests of imports, and the calls that bring them in.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Core } from '../../src/main/core/index.ts';
import { fromErrorRecord, type ErrorRecord } from '../../src/shared/errors.ts';
import type { DatasetFormatId } from '../../src/shared/records/dataset-format.ts';
import type { ImportPreview } from '../../src/shared/records/import.ts';

export type CocoPhoto = {
  readonly name: string;
  readonly size?: readonly [widthPx: number, heightPx: number];
  /** Class and `[left, top, width, height]`. */
  readonly boxes?: readonly (readonly [className: string, box: readonly (number | string)[]])[];
};

/** Ids from 1; categories in the order in which they come, those of `categories` first. */
export function cocoText(photos: readonly CocoPhoto[], categories: readonly string[] = []): string {
  const names = [...new Set([...categories, ...photos.flatMap(photo => (photo.boxes ?? []).map(([name]) => name))])];
  const boxes = photos.flatMap(({ boxes: own = [] }, at) =>
    own.map(([name, bbox]) => ({ name, bbox, image_id: at + 1 })),
  );
  return JSON.stringify({
    images: photos.map(({ name, size: [width, height] = [64, 48] }, at) => ({
      id: at + 1,
      file_name: name,
      width,
      height,
      coco_url: 'http://192.0.2.1/never-asked.jpg',
    })),
    categories: names.map((name, at) => ({ id: at + 1, name })),
    annotations: boxes.map(({ name, bbox, image_id }, at) => ({
      id: at + 1,
      image_id,
      category_id: names.indexOf(name) + 1,
      bbox,
      area: 1,
      iscrowd: 0,
      segmentation: [],
    })),
  });
}

export async function writeCoco(file: string, ...given: Parameters<typeof cocoText>): Promise<string> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, cocoText(...given));
  return file;
}

/** Rejects with the error that the reading ended with. */
export async function startImport(
  core: Core,
  files: readonly string[],
  format: DatasetFormatId | null = null,
): Promise<ImportPreview> {
  const { id, work } = await core.call('import:start', { grants: files.map(file => core.grants.add(file)), format });
  const { error } = await core.workEnded(work);
  if (error) throw fromErrorRecord(error as ErrorRecord);
  return core.call('import:read', { id });
}

export async function importAll(core: Core, files: readonly string[], format: DatasetFormatId | null = null) {
  const preview = await startImport(core, files, format);
  return { preview, result: await core.call('import:apply', { id: preview.id }) };
}
