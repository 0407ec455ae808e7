// Round trips of annotations: real data imported, exported to every format, imported into another project, and compared.
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createCore, type Core } from '../src/main/core/index.ts';
import { datasetWriters } from '../src/main/formats/datasets/index.ts';
import { fromErrorRecord, type ErrorRecord } from '../src/shared/errors.ts';
import type { DatasetNote, DatasetFormatId } from '../src/shared/records/dataset-format.ts';
import type { ImportPreview } from '../src/shared/records/import.ts';
import { sharedFolder } from '../test/support/shared.ts';
import { countsIn, likenessOf, statedIn, type StatedPhotos } from '../test/support/stated.ts';

type DataSet = {
  readonly name: string;
  readonly photos: string;
  readonly annotations: string;
  readonly format?: DatasetFormatId;
};
if (sharedFolder === null) throw new Error('round trips need ../shared/data');
const data = path.join(sharedFolder, 'data');
const resourcesFolder = path.resolve(import.meta.dirname, '../resources');
const wanted = process.env['FOVEA_ROUND_TRIPS']?.split(',');
const dataSets: readonly DataSet[] = [
  { name: 'coco128', photos: 'boxes/coco128', annotations: 'boxes/coco128' },
  { name: 'bccd', photos: 'boxes/bccd/JPEGImages', annotations: 'boxes/bccd' },
  { name: 'labelme', photos: 'boxes/labelme', annotations: 'boxes/labelme' },
  { name: 'masks coco128', photos: 'boxes/coco128', annotations: 'masks/coco128', format: 'masks' },
  { name: 'masks labelme', photos: 'masks/labelme_semantic', annotations: 'masks/labelme_semantic' },
  { name: 'hymenoptera', photos: 'photos/hymenoptera', annotations: 'photos/hymenoptera', format: 'class-folders' },
];

/** A core with folders of its own, in `home`. */
const openCore = (home: string): Promise<Core> =>
  createCore({
    resourcesFolder,
    dataFolder: path.join(home, 'data'),
    documentsFolder: path.join(home, 'documents'),
    shell: 'cli',
    version: '0.0.0',
    safeMode: false,
    log: line => console.error(line),
    threads: 1,
  });

async function imported(
  core: Core,
  photos: string,
  annotations: string,
  format: DatasetFormatId | null,
): Promise<ImportPreview> {
  await core.call('project:open', { grant: core.grants.add(photos) });
  for (const { id, kind } of await core.call('work:list', null)) if (kind === 'scan') await core.workEnded(id);
  const { id, work } = await core.call('import:start', { grants: [core.grants.add(annotations)], format });
  const ended = await core.workEnded(work);
  if (ended.error) throw fromErrorRecord(ended.error as ErrorRecord);
  const preview = await core.call('import:read', { id });
  await core.call('import:apply', { id });
  return preview;
}

const inWords = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => `${count} ${kind}`)
    .join(', ') || '0';
const notesInWords = (notes: readonly DatasetNote[]): string =>
  notes.map(({ code, count }) => `${code} ${count}`).join(', ');

const rows: Record<string, unknown>[] = [];

async function trip(
  core: Core,
  first: StatedPhotos,
  { name, photos }: DataSet,
  format: DatasetFormatId,
  home: string,
): Promise<void> {
  const out = path.join(home, `${name} ${format}`.replaceAll(' ', '-'));
  const row: Record<string, unknown> = { data: name, to: format };
  rows.push(row);
  try {
    const result = await core.exportAnnotations({ format, photos: 'none', frame: 'upright' }, out, () => undefined);
    row['read again'] = inWords(result.readAgain.annotations);
    row['notes'] = notesInWords(result.notes);
    const other = await openCore(path.join(home, `other-${name}-${format}`));
    try {
      await imported(other, path.join(data, photos), out, format);
      const { same, largestPx, onlyFirst, onlySecond } = likenessOf(first, await statedIn(other));
      Object.assign(row, { same, px: largestPx.toFixed(3), lost: inWords(onlyFirst), other: inWords(onlySecond) });
    } finally {
      await other.close();
    }
  } catch (error) {
    row['notes'] = `FAILED ${String(error).slice(0, 160)}`;
  }
}

for (const dataSet of dataSets) {
  if (wanted && !wanted.includes(dataSet.name)) continue;
  const home = await mkdtemp(path.join(os.tmpdir(), 'fovea-trips-'));
  const core = await openCore(home);
  try {
    const { photos, annotations, format } = dataSet;
    const preview = await imported(core, path.join(data, photos), path.join(data, annotations), format ?? null);
    const first = await statedIn(core);
    const [source] = preview.sources;
    console.log(
      `${dataSet.name}: ${source!.format}, ${source!.photos} photos, stated ${inWords(source!.annotations)}; imported ${inWords(countsIn(first))}; ${notesInWords(preview.notes)}`,
    );
    for (const to of Object.keys(datasetWriters) as DatasetFormatId[]) await trip(core, first, dataSet, to, home);
  } catch (error) {
    console.log(`${dataSet.name}: FAILED ${String(error)}`);
  } finally {
    await core.close();
    await rm(home, { recursive: true, force: true });
  }
}
console.table(rows);
console.log(JSON.stringify({ benchmark: 'round-trips', rows }));
