// The import table of ARCHITECTURE.md as an ESLint rule: it resolves every relative import to its folder under src/
// and refuses what the table does not allow; it also refuses a package outside the folder that owns it.
import path from 'node:path';
import type { Rule } from 'eslint';

/** What each folder may import, most specific folder first. `x/*` stands for any one folder; `{1}` is the same folder again. */
export const mayImport: readonly (readonly [folder: string, allowed: readonly string[]])[] = [
  ['shared', ['shared']],
  ['engine', ['engine', 'shared']],
  ['preload', ['preload', 'shared']],
  // Masks come as run lengths, which are read by the arithmetic that scores them.
  [
    'renderer/features/label',
    ['renderer/features/label', 'renderer/components', 'renderer/api', 'renderer/styles', 'engine/metrics', 'shared'],
  ],
  [
    'renderer/features/*',
    ['renderer/features/{1}', 'renderer/components', 'renderer/api', 'renderer/styles', 'shared'],
  ],
  ['renderer/components', ['renderer/components', 'renderer/api', 'renderer/styles', 'shared']],
  ['renderer/api', ['renderer/api', 'shared']],
  ['renderer', ['renderer', 'shared']],
  ['main/store', ['main/store', 'shared']],
  ['main/photos', ['main/photos', 'shared']],
  ['main/formats/models', ['main/formats', 'engine', 'shared']],
  // Masks are run lengths, and polygons become masks, by the same arithmetic that scores them.
  ['main/formats/datasets', ['main/formats', 'engine/metrics', 'shared']],
  ['main/formats', ['main/formats', 'shared']],
  ['main/processes', ['main/processes', 'shared']],
  // tfjs-node is given the very model.json that is written for TF.js.
  ['main/runtime', ['main/runtime', 'main/formats/models', 'engine', 'shared']],
  ['main/training', ['main/training', 'main/processes', 'main/runtime', 'main/formats/models', 'engine', 'shared']],
  // Annotations on their way in and out: the readers and writers of formats/ meet the photos here, in a process that can be killed.
  ['main/annotations', ['main/annotations', 'main/processes', 'main/photos', 'main/formats', 'engine', 'shared']],
  [
    'main/workers',
    [
      'main/workers',
      'main/photos',
      'main/formats',
      'main/annotations',
      'main/training',
      'main/runtime',
      'engine',
      'shared',
    ],
  ],
  [
    'main/core',
    ['main/core', 'main/store', 'main/photos', 'main/formats', 'main/annotations', 'main/training', 'engine', 'shared'],
  ],
  // The command line's `serve` starts the serve shell; otherwise shells do not know each other.
  ['main/shells/cli', ['main/shells/cli', 'main/shells/serve', 'main/shells/web', 'main/core', 'shared']],
  ['main/shells/*', ['main/shells/{1}', 'main/shells/web', 'main/core', 'shared']],
];

/** The folder that alone may name a package; unlisted packages are refused everywhere under src/. */
export const packageOwners: Readonly<Record<string, readonly string[]>> = {
  zod: ['shared'],
  'better-sqlite3': ['main/store'],
  sharp: ['main/photos'],
  'libheif-js': ['main/photos'],
  yauzl: ['main/formats/archives'],
  yazl: ['main/formats'],
  // data.yaml of YOLO.
  yaml: ['main/formats/datasets'],
  h5wasm: ['main/formats/models'],
  'onnxruntime-node': ['main/runtime'],
  electron: ['main/shells/desktop', 'preload'],
  react: ['renderer'],
  'react-dom': ['renderer'],
  '@mantine': ['renderer'],
  '@tabler': ['renderer'],
  '@tanstack': ['renderer'],
  uplot: ['renderer/components'],
  'get-nonce': ['renderer'],
  pretendard: ['renderer/styles', 'renderer'],
  vite: ['renderer'],
};

const withoutNode = ['shared', 'engine', 'renderer', 'preload'];
const inside = (folder: string, parent: string): boolean => folder === parent || folder.startsWith(`${parent}/`);

/** The row of the table for a file, or undefined where no row covers it. */
function rowOf(file: string): string[] | undefined {
  for (const [pattern, allowed] of mayImport) {
    const found = new RegExp(`^${pattern.replace('*', '([^/]+)')}(?:/|\\.[tj]sx?$)`).exec(file);
    if (found) return allowed.map(entry => entry.replace('{1}', found[1] ?? ''));
  }
  return undefined;
}

/** Why `file` (relative to src/) may not import `specifier`; undefined when it may. */
export function refusal(file: string, specifier: string): string | undefined {
  const row = rowOf(file);
  if (!row) return `${file} is in no folder of the import table`;
  if (specifier.startsWith('.')) {
    const target = path.posix.join(path.posix.dirname(file), specifier);
    if (target.startsWith('../')) return target.endsWith('package.json') ? undefined : 'src/ imports only from src/';
    if (row.some(folder => inside(target.replace(/\.[tj]sx?$/, ''), folder))) return undefined;
    return `${path.posix.dirname(file)} may not import ${target}`;
  }
  if (specifier.startsWith('node:')) {
    return withoutNode.some(folder => inside(file, folder)) ? 'this folder runs without Node' : undefined;
  }
  const name = specifier.split('/')[0]!;
  const owners = packageOwners[name];
  if (!owners) return `the package ${name} has no owner in scripts/import-table.js`;
  return owners.some(owner => inside(file, owner)) ? undefined : `only ${owners.join(', ')} knows ${name}`;
}

export const importTable: Rule.RuleModule = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    const file = path.relative(path.join(context.cwd, 'src'), context.filename).split(path.sep).join('/');
    if (file.startsWith('../')) return {};
    const check = (node: { source?: unknown }): void => {
      const source = node.source as (Rule.Node & { value?: unknown }) | null | undefined;
      if (typeof source?.value !== 'string') return;
      const reason = refusal(file, source.value);
      if (reason) context.report({ node: source, message: reason });
    };
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
    };
  },
};
