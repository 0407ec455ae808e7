// What reference readers (pycocotools, supervision, labelme) see in annotations that Fovea wrote, beside what it meant: real data, 0.5 px.
// They are installed on the first call into an environment of their own (Python 3.11 or newer, about 800 MB); FOVEA_PYTHON names another.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { PreparedPhoto } from '../src/main/annotations/jobs.ts';
import { boundsOfShape } from '../src/main/annotations/prepare.ts';
import { runReadJob } from '../src/main/annotations/read-job.ts';
import { readLines } from '../src/main/annotations/staging.ts';
import { convertAnnotations } from '../src/main/core/convert-annotations.ts';
import { extentOfMask } from '../src/main/formats/datasets/masks.ts';
import type { DatasetFormatId } from '../src/shared/records/dataset-format.ts';
import type { Shape } from '../src/shared/records/shape.ts';
import { sharedFolder } from '../test/support/shared.ts';

if (sharedFolder === null) throw new Error('reference readers need ../shared/data');
const data = path.join(sharedFolder, 'data');
const versions = ['pycocotools==2.0.11', 'supervision==0.31.2', 'labelme==5.5.0'];
const environment = path.resolve('node_modules/.cache/annotation-readers');
const python = process.env['FOVEA_PYTHON'] ?? path.join(environment, 'bin/python');
const script = path.join(import.meta.dirname, 'peers/read_annotations.py');
/** `[name, folder, format]` */
const sources = [
  ['coco128', 'boxes/coco128', 'yolo'],
  ['bccd', 'boxes/bccd', 'voc'],
  ['labelme', 'boxes/labelme', 'labelme'],
  ['masks labelme', 'masks/labelme_semantic/data_dataset_voc', 'masks'],
] as const;
const readers: readonly (readonly [string, DatasetFormatId])[] = [
  ['pycocotools', 'coco'],
  ['supervision-coco', 'coco'],
  ['supervision-yolo', 'yolo'],
  ['supervision-voc', 'voc'],
  ['labelme', 'labelme'],
];
const mostPx = 0.5;

type Row = readonly [className: string, ...corners: number[]];
type Seen = Readonly<Record<string, readonly Row[]>>;

function run(command: string, args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(command, [...args], { encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (status === 0) return stdout;
  throw new Error(`${args.join(' ')}: ${error?.message ?? stderr.slice(-600)}`);
}

function install(): void {
  if (existsSync(python)) return;
  run('python3', ['-m', 'venv', environment]);
  run(python, ['-m', 'pip', 'install', '--no-cache-dir', '--disable-pip-version-check', ...versions]);
}

const boundsOf = (shape: Shape): readonly number[] => {
  if (shape.kind !== 'mask') return boundsOfShape(shape);
  const { x, y, width, height } = extentOfMask(shape.mask)!.box;
  return [x, y, x + width, y + height];
};

/** What the source says, as an import would take it. */
async function meant(chosen: string, format: DatasetFormatId, staging: string): Promise<Seen> {
  const places = { staging, owner: process.pid, known: [], lookIn: [], keepUnfound: true };
  const read = await runReadJob({ kind: 'read', chosen, format, answers: {}, ...places }, () => undefined);
  const seen: Record<string, Row[]> = {};
  for await (const { name, annotations, nothing } of readLines<PreparedPhoto>(read.lines)) {
    if (annotations.length === 0 && !nothing.things) continue;
    seen[path.parse(name).name] = annotations.flatMap(({ c, s }): Row[] =>
      s === null || s.kind === 'point' ? [] : [[read.classes[c]!, ...boundsOf(s)]],
    );
  }
  return seen;
}

/** Things that both have: the same photo, class and corners within half a pixel. */
function likeness(wanted: Seen, seen: Seen) {
  let [things, same, largestPx] = [0, 0, 0];
  for (const [photo, rows] of Object.entries(wanted)) {
    const left = [...(seen[photo] ?? [])];
    things += rows.length;
    for (const [name, ...corners] of rows) {
      const px = left.map(([other, ...others]) =>
        other === name ? Math.max(...corners.map((value, at) => Math.abs(value - others[at]!))) : Infinity,
      );
      const best = px.indexOf(Math.min(...px));
      if (best === -1 || px[best]! > mostPx + 1e-3) continue;
      same += 1;
      largestPx = Math.max(largestPx, px[best]!);
      left.splice(best, 1);
    }
  }
  const more = Object.values(seen).flat().length - same;
  return {
    photos: Object.keys(seen).length,
    of: Object.keys(wanted).length,
    things,
    same,
    more,
    px: largestPx.toFixed(3),
  };
}

install();
const home = await mkdtemp(path.join(os.tmpdir(), 'fovea-annotation-readers-'));
const rows: Record<string, unknown>[] = [];
try {
  for (const [name, folder, from] of sources) {
    const source = path.join(data, folder);
    const wanted = await meant(source, from, path.join(home, `${name} staging`));
    for (const [reader, format] of readers) {
      const out = path.join(home, `${name} ${format}`);
      const wish = { format, photos: 'copy', frame: 'upright' } as const;
      try {
        if (!existsSync(out))
          await convertAnnotations({ source, from, wish, out, version: '0', onProgress: () => undefined });
        const seen = JSON.parse(run(python, [script, reader, out]).split('\n').at(-2)!) as Seen;
        rows.push({ data: name, reader, ...likeness(wanted, seen) });
        console.error(JSON.stringify(rows.at(-1)));
      } catch (error) {
        rows.push({ data: name, reader, failed: String(error).slice(-200) });
      }
    }
  }
} finally {
  await rm(home, { recursive: true, force: true });
}
console.table(rows);
console.log(JSON.stringify({ bench: 'annotation-readers', rows }));
if (rows.some(row => row['failed'] !== undefined || row['same'] !== row['things'] || row['more'] !== 0))
  process.exitCode = 1;
