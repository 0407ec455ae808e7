// What a YOLO dataset says of itself: data.yaml of Ultralytics, obj.data and obj.names of Darknet, classes.txt; all of it untrusted text.
import { parseDocument } from 'yaml';
import { AppError } from '../../../shared/errors.ts';
import { damagedFile, noteDamage, placeInText } from './damage.ts';
import type { Split } from '../../../shared/records/photo.ts';
import type { Notes } from './notes.ts';
import { folderOf } from './photo-names.ts';
import type { SourceFolder } from './read-dataset.ts';

export type YoloTask = 'detect' | 'segment' | 'obb' | 'pose';
export type YoloConfig = {
  /** '' where there is none. */
  readonly file: string;
  /** By index; null where nothing names the classes. */
  readonly names: ReadonlyMap<number, string> | null;
  /** Folders, lists or both, as written. */
  readonly parts: readonly { readonly split: Split; readonly key: string; readonly written: string }[];
  /** Folder that the parts are relative to, as written; '' where none is named. */
  readonly path: string;
  readonly task: YoloTask | null;
  /** Whether things are said to have keypoints. */
  readonly hasKeypoints: boolean;
};

const mostYamlBytes = 1e6;
const mostClasses = 10_000;
const splitKeys: readonly (readonly [string, Split])[] = [
  ['train', 'train'],
  ['val', 'validation'],
  ['valid', 'validation'],
  ['test', 'test'],
];
const tasks: readonly string[] = ['detect', 'segment', 'obb', 'pose'];

/** Files that name classes, one a line. */
export const isNamesFile = (path: string): boolean =>
  /(?:^|\/)(?:(?:predefined_)?classes\.txt|[^/]*\.names)$/i.test(path);
const isYaml = (path: string): boolean => /\.ya?ml$/i.test(path);

/** The description nearest to the top; others are said to be passed over. */
export async function readYoloConfig(source: SourceFolder, notes: Notes): Promise<YoloConfig> {
  const depth = (path: string): number => path.split('/').length;
  const nearest = source.files.map(({ path }) => path).toSorted((one, other) => depth(one) - depth(other));
  const configs: YoloConfig[] = [];
  for (const file of nearest.filter(isYaml)) {
    try {
      const config = configOfYaml(await source.text(file, mostYamlBytes), file);
      if (config !== null) configs.push(config);
    } catch (error) {
      noteDamage(notes, file, error);
    }
  }
  for (const other of configs.slice(1)) notes.add('yolo-yaml-passed-over', other.file);
  if (configs.length > 0) return configs[0]!;
  const data = nearest.find(file => /\.data$/i.test(file));
  const darknet = data === undefined ? null : configOfDarknet(await source.text(data, mostYamlBytes), data);
  const namesFile = nearest.find(isNamesFile);
  const names = namesFile === undefined ? null : namesOfLines(await source.text(namesFile, mostYamlBytes), namesFile);
  return { file: '', parts: [], path: '', task: null, hasKeypoints: false, ...darknet, names };
}

/**
 * Every value is the text that stands there (the failsafe schema), so that a class may be called `null` or `007`; no aliases, and maps
 * instead of objects: `!!js/function` is a text, an alias bomb an error, `__proto__` a key like any other.
 * Null for YAML without `names`. @throws AppError `dataset-damaged`
 */
export function configOfYaml(text: string, file: string): YoloConfig | null {
  const yaml = mapOf(parsedYaml(text, file));
  const names = namesOfYaml(yaml.get('names'));
  if (names === null) return null;
  const task = yaml.get('task');
  const shape = yaml.get('kpt_shape');
  const [count, each] = Array.isArray(shape) ? shape.map(Number) : [];
  return {
    file,
    names,
    path: textOf(yaml.get('path')),
    parts: splitKeys.flatMap(([key, split]) => {
      const value = yaml.get(key);
      return (Array.isArray(value) ? value : [value])
        .map(textOf)
        .filter(written => written !== '')
        .map(written => ({ split, key, written }));
    }),
    task: typeof task === 'string' && tasks.includes(task) ? (task as YoloTask) : null,
    hasKeypoints: Number.isInteger(count) && (each === 2 || each === 3),
  };
}

function parsedYaml(text: string, file: string): unknown {
  try {
    const document = parseDocument(text, { schema: 'failsafe', merge: false, logLevel: 'silent', prettyErrors: false });
    const [fault] = document.errors;
    if (fault) throw damagedFile(file, 'dataset-not-yaml', placeInText(text, fault.pos[0]));
    return document.toJS({ mapAsMap: true, maxAliasCount: 0 });
  } catch (error) {
    if (error instanceof AppError) throw error;
    // An alias, or nesting that is deeper than the stack.
    throw new AppError('dataset-damaged', { file, reason: 'dataset-not-yaml' }, { cause: error });
  }
}

const mapOf = (value: unknown): ReadonlyMap<unknown, unknown> => (value instanceof Map ? value : new Map());
const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

/** A map or a list of names. Null for anything else. */
function namesOfYaml(value: unknown): ReadonlyMap<number, string> | null {
  const entries: [unknown, unknown][] | null =
    value instanceof Map ? [...(value as Map<unknown, unknown>)] : Array.isArray(value) ? [...value.entries()] : null;
  if (entries === null || entries.length > mostClasses) return null;
  const names = new Map<number, string>();
  for (const [key, name] of entries) {
    const index = Number(key);
    if (Number.isInteger(index) && index >= 0 && typeof name === 'string') names.set(index, name);
  }
  return new Map([...names].toSorted(([one], [other]) => one - other));
}

function namesOfLines(text: string, file: string): ReadonlyMap<number, string> {
  const lines = text.split(/\r\n|\r|\n/);
  while (lines.at(-1)?.trim() === '') lines.pop();
  if (lines.length > mostClasses) throw new AppError('dataset-damaged', { file, reason: 'dataset-too-many-classes' });
  return new Map(lines.map((line, index) => [index, line.trim()]));
}

/** `train = data/train.txt` and the like. */
function configOfDarknet(text: string, file: string): Pick<YoloConfig, 'file' | 'parts'> {
  const values = new Map(
    text.split(/[\r\n]+/).flatMap(line => {
      const [key, value] = line.split('=').map(part => part.trim());
      return key !== undefined && value !== undefined ? [[key, value]] : [];
    }),
  );
  const parts = splitKeys.flatMap(([key, split]) => {
    const written = values.get(key);
    return written === undefined ? [] : [{ split, key, written }];
  });
  return { file, parts };
}

/**
 * The folder or list that a part means: below the folder it is relative to, else by its own path without `../`, which Roboflow puts in front.
 * `folders` and `lists` are what the source holds; null where none of them is meant.
 */
export function partOf(
  written: string,
  { file, path }: YoloConfig,
  { folders, lists }: { readonly folders: ReadonlySet<string>; readonly lists: ReadonlySet<string> },
): { readonly kind: 'folder' | 'list'; readonly path: string } | null {
  const plain = (text: string): string =>
    text
      .replaceAll('\\', '/')
      .split('/')
      .filter(part => !['', '.', '..'].includes(part))
      .join('/');
  const joined = (...parts: string[]): string =>
    parts
      .map(plain)
      .filter(part => part !== '')
      .join('/');
  const beside = folderOf(file);
  // Absolute paths are another machine's: their end may be here.
  const ends = plain(written)
    .split('/')
    .map((_, from, all) => all.slice(from).join('/'));
  for (const wanted of [
    joined(beside, path, written),
    joined(beside, written),
    ...ends.map(end => joined(beside, end)),
  ]) {
    if (lists.has(wanted)) return { kind: 'list', path: wanted };
    if (folders.has(wanted)) return { kind: 'folder', path: wanted };
  }
  return null;
}
