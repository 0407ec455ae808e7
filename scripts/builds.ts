// What is built, and when it is out of date: the page, and Electron's two entries. The core runs straight from src.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'vite';

type Part = {
  readonly name: string;
  readonly out: string;
  readonly sources: readonly string[];
  readonly build: () => Promise<void>;
};

/** The page, as vite.config.ts says. */
async function buildPage(): Promise<void> {
  await build({ configFile: 'vite.config.ts', logLevel: 'warn' });
}

/** Electron main and preload as CommonJS for the oldest Electron of the tests (environment.md): one file each, Electron left outside. */
async function buildDesktop(): Promise<void> {
  const entries = { main: 'src/main/shells/desktop/main.ts', preload: 'src/preload/preload.ts' };
  for (const [name, entry] of Object.entries(entries)) {
    await build({
      configFile: false,
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

const parts: readonly Part[] = [
  {
    name: 'page',
    out: 'dist/page/index.html',
    sources: ['src/renderer', 'src/shared', 'vite.config.ts', 'package-lock.json'],
    build: buildPage,
  },
  {
    name: 'desktop',
    out: 'dist/desktop/main.cjs',
    sources: ['src/main/shells/desktop', 'src/main/core/starts.ts', 'src/preload', 'src/shared', 'package-lock.json'],
    build: buildDesktop,
  },
];

/** SHA-256 over names and contents of the sources, so that a checkout with fresh times is not built again. */
function fingerprint(sources: readonly string[]): string {
  const hash = createHash('sha256');
  const add = (file: string): void => {
    if (statSync(file).isDirectory()) for (const name of readdirSync(file).sort()) add(path.join(file, name));
    else hash.update(`${file}\0`).update(readFileSync(file)).update('\0');
  };
  sources.forEach(add);
  return hash.digest('hex');
}

const stampOf = (part: Part): string => `dist/${part.name}.stamp`;
const isFresh = (part: Part): boolean =>
  existsSync(part.out) &&
  existsSync(stampOf(part)) &&
  readFileSync(stampOf(part), 'utf8') === fingerprint(part.sources);

async function buildPart(part: Part): Promise<void> {
  await part.build();
  writeFileSync(stampOf(part), fingerprint(part.sources));
}

export async function buildAll(): Promise<void> {
  for (const part of parts) await buildPart(part);
}

/** Builds what is missing or older than its sources, and says so once. */
export async function buildMissing(): Promise<void> {
  const stale = parts.filter(part => !isFresh(part));
  if (stale.length === 0) return;
  console.error(`Building ${stale.map(part => part.name).join(' and ')} …`);
  for (const part of stale) await buildPart(part);
}
