// What is built and when it is out of date.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'vite';
import { root } from './node.mjs';

/** The page, as vite.config.ts says. */
async function buildPage() {
  await build({ configFile: path.join(root, 'vite.config.ts'), logLevel: 'warn' });
}

/** Electron main and preload as CommonJS for the oldest Electron of the tests (environment.md): one file each, Electron left outside. */
async function buildDesktop() {
  for (const [name, entry] of [
    ['main', 'src/main/shells/desktop/main.ts'],
    ['preload', 'src/preload/preload.ts'],
  ]) {
    await build({
      configFile: false,
      root,
      logLevel: 'warn',
      publicDir: false,
      build: {
        outDir: 'dist/desktop',
        emptyOutDir: false,
        target: 'node16',
        minify: false,
        lib: { entry, formats: ['cjs'], fileName: () => `${name}.cjs` },
        rollupOptions: { external: [/^electron/, /^node:/] },
      },
    });
  }
}

const parts = [
  {
    name: 'page',
    out: 'dist/page/index.html',
    sources: ['src/renderer', 'src/shared', 'vite.config.ts', 'package-lock.json'],
    build: buildPage,
  },
  {
    name: 'desktop',
    out: 'dist/desktop/main.cjs',
    sources: ['src/main/shells/desktop', 'src/preload', 'src/shared', 'package-lock.json'],
    build: buildDesktop,
  },
];

/** SHA-256 over names, sizes and contents of the sources, so that a checkout with fresh times is not built again. */
function fingerprint(sources) {
  const hash = createHash('sha256');
  const add = file => {
    if (statSync(file).isDirectory()) for (const name of readdirSync(file).sort()) add(path.join(file, name));
    else hash.update(path.relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
  };
  for (const source of sources) add(path.join(root, source));
  return hash.digest('hex');
}

const stampOf = part => path.join(root, `dist/${part.name}.stamp`);
const isFresh = part =>
  existsSync(path.join(root, part.out)) &&
  existsSync(stampOf(part)) &&
  readFileSync(stampOf(part), 'utf8') === fingerprint(part.sources);

async function buildPart(part) {
  await part.build();
  writeFileSync(stampOf(part), fingerprint(part.sources));
}

export async function buildAll() {
  for (const part of parts) await buildPart(part);
}

/** Builds what is missing or older than its sources; says so once. */
export async function buildMissing() {
  const stale = parts.filter(part => !isFresh(part));
  if (stale.length === 0) return;
  console.error(`Building ${stale.map(part => part.name).join(' and ')} …`);
  for (const part of stale) await buildPart(part);
}
