// Which class a value of a mask PNG means: tables that come with masks, the VOC palette, and what is no class at all.
import { listOf, numberOf, objectOf, parseJson, textOf } from './json-values.ts';
import { baseOf } from './photo-names.ts';
import type { SourceFolder } from './read-dataset.ts';

export const ignoreValue = 255;

/** `names` by value; a name that is null is background. `colours` by `r,g,b` for masks that are RGB. */
export type MaskTable = {
  readonly names: ReadonlyMap<number, string | null>;
  readonly colours: ReadonlyMap<string, string | null>;
};

/** The colour that VOC, labelme and CVAT give a value: its bits spread over the three channels. */
export function vocColour(value: number): readonly [number, number, number] {
  let [red, green, blue, rest] = [0, 0, 0, value];
  for (let bit = 7; bit >= 0; bit--) {
    red |= (rest & 1) << bit;
    green |= ((rest >> 1) & 1) << bit;
    blue |= ((rest >> 2) & 1) << bit;
    rest >>= 3;
  }
  return [red, green, blue];
}

// prettier-ignore
export const vocNames = ['aeroplane', 'bicycle', 'bird', 'boat', 'bottle', 'bus', 'car', 'cat', 'chair', 'cow', 'diningtable', 'dog',
  'horse', 'motorbike', 'person', 'pottedplant', 'sheep', 'sofa', 'train', 'tvmonitor'] as const;

const isBackground = (name: string): boolean => /^_*(?:background|bg|unlabell?ed|void|none|nothing)_*$/i.test(name);
const isIgnore = (name: string): boolean => /^_*(?:ignore|ignored|boundary)_*$/i.test(name);
const namedOrBackground = (name: string): string | null => (isBackground(name) ? null : name);

const tableNames = [
  'class_names.txt',
  'labelmap.txt',
  'label_map.txt',
  'labels.txt',
  'classes.txt',
  'classes.json',
  'class_names.json',
  'labels.json',
];

/** The table of classes that lies beside the masks; null where there is none that can be read. */
export async function maskTable(source: SourceFolder): Promise<MaskTable | null> {
  const files = source.files.map(({ path }) => path);
  for (const name of tableNames) {
    const found = files
      .filter(path => baseOf(path).toLowerCase() === name)
      .toSorted((one, other) => one.length - other.length);
    const path = found[0];
    if (path === undefined) continue;
    const text = await source.text(path, 1e6);
    const table = path.endsWith('.json') ? ofJson(parseJson(text, path)) : ofLines(text);
    if (table !== null) return table;
  }
  return null;
}

/** One name a line, whose number is the value; or CVAT's `name:r,g,b:parts:actions`, whose colour is. */
function ofLines(text: string): MaskTable | null {
  const lines = text.split(/\r?\n/).filter(line => line.trim() !== '' && !line.startsWith('#'));
  if (lines.length === 0 || lines.length > 65_536) return null;
  const coloured = lines.map(line => /^(.+?):\s*(\d{1,3}),\s*(\d{1,3}),\s*(\d{1,3})\s*(?::|$)/.exec(line));
  if (coloured.every(found => found !== null)) {
    const colours = coloured.map(
      found => [found.slice(2, 5).map(Number).join(','), namedOrBackground(found[1]!.trim())] as const,
    );
    return { names: new Map(), colours: new Map(colours) };
  }
  const names = lines.map(line => line.trim());
  // labelme's list begins with what has the value -1.
  const list = isIgnore(names[0]!) ? names.slice(1) : names;
  return { names: new Map(list.map((name, value) => [value, namedOrBackground(name)])), colours: new Map() };
}

/** `["background", "cat"]`, `{"0": "background", "1": "cat"}`, or ours: `{"classes": [{"value": 1, "name": "cat", "colour": "#800000"}]}`. */
export function ofJson(value: unknown): MaskTable | null {
  const object = objectOf(value);
  const own = object === null ? [] : listOf(object['classes']);
  const entries: (readonly [number, string])[] = Array.isArray(value)
    ? value.map((name, place) => [place, textOf(name)] as const)
    : own.length > 0
      ? own.map(entry => [numberOf(objectOf(entry)?.['value']), textOf(objectOf(entry)?.['name'])] as const)
      : Object.entries(object ?? {}).map(([key, name]) => [numberOf(key), textOf(name)] as const);
  const isValue = ([place, name]: readonly [number, string]): boolean =>
    Number.isInteger(place) && place >= 0 && place <= 65_535 && name.trim() !== '';
  if (entries.length === 0 || entries.length > 65_536 || !entries.every(isValue)) return null;
  return { names: new Map(entries.map(([place, name]) => [place, namedOrBackground(name)])), colours: new Map() };
}
