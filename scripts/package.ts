// `npm run package`: the program as people get it. With `--test-electron` around the Electron of the tests (environment.md), which is the
// only one a machine without the wider network can have; such a package is for tests and is never given away.
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parseArgs } from 'node:util';
import ts from 'typescript';
import { buildMissing } from './builds.ts';
import { setFuses } from './fuses.ts';

const { values } = parseArgs({
  options: {
    'test-electron': { type: 'string' },
    shim: { type: 'string' },
    dir: { type: 'boolean', default: false },
    out: { type: 'string', default: 'release' },
  },
});
const core = 'dist/core';
const require = createRequire(import.meta.url);

/** Packages the core needs at run time, and the decoder of HEIC, which it can do without; those named by their dependencies come along. */
const runtimePackages = [
  ...Object.keys(
    (JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: Record<string, string> }).dependencies,
  ),
  'libheif-js',
];
/** Parts of packages that the program never reads: installers, sources, other systems' binaries. */
const leftOut = [
  /\/better-sqlite3\/(deps|src|binding\.gyp)/,
  /\/onnxruntime-node\/(script|node_modules)(\/|$)/,
  /\/h5wasm\/(src|test|dist\/(iife|node))(\/|$)/,
  /\/libheif-js\/(libheif(\/|$)|libheif-wasm\/libheif-bundle)/,
  /\.(md|map|markdown|d\.ts|d\.mts|d\.cts)$/i,
];
const notNeeded = new Set(['adm-zip', 'global-agent', 'node-addon-api']);

/** Types are stripped file by file; the folder tree stays, so that children find their entries as they do in a checkout. */
function transpileCore(): void {
  const options: ts.CompilerOptions = {
    module: ts.ModuleKind.ESNext,
    target: ts.ScriptTarget.ES2024,
    verbatimModuleSyntax: true,
    rewriteRelativeImportExtensions: true,
  };
  const visit = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const source = path.join(folder, entry.name);
      if (entry.isDirectory()) visit(source);
      else if (source.endsWith('.ts')) {
        const out = path.join(core, path.relative('src', source).replace(/\.ts$/, '.js'));
        mkdirSync(path.dirname(out), { recursive: true });
        writeFileSync(
          out,
          ts.transpileModule(readFileSync(source, 'utf8'), { compilerOptions: options, fileName: source }).outputText,
        );
      }
    }
  };
  for (const folder of ['src/shared', 'src/engine', 'src/main']) visit(folder);
  for (const name of ['main', 'dialogs', 'policy', 'forward', 'places'])
    rmSync(path.join(core, `main/shells/desktop/${name}.js`), { force: true });
  writeFileSync(path.join(core, 'package.json'), JSON.stringify({ type: 'module' }));
}

function copyPackages(): void {
  const seen = new Set<string>();
  const foreign = foreignBinaries();
  const visit = (name: string): void => {
    const from = `node_modules/${name}`;
    if (seen.has(name) || notNeeded.has(name) || !existsSync(from)) return;
    seen.add(name);
    cpSync(from, path.join(core, from), {
      recursive: true,
      dereference: true,
      filter: source => {
        const place = `/${source
          .split(path.sep)
          .join('/')
          .replace(/^node_modules\//, '')}`;
        return ![...leftOut, ...foreign].some(pattern => pattern.test(place));
      },
    });
    const manifest = JSON.parse(readFileSync(`${from}/package.json`, 'utf8')) as Record<
      string,
      Record<string, string> | undefined
    >;
    for (const next of Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies })) visit(next);
  };
  runtimePackages.forEach(visit);
}

/** Binaries of systems and processors other than this one. */
function foreignBinaries(): RegExp[] {
  const { platform, arch } = process;
  return [
    new RegExp(`/onnxruntime-node/bin/napi-v\\d+/(?!${platform}(/|$))\\w+`),
    new RegExp(`/onnxruntime-node/bin/napi-v\\d+/${platform}/(?!${arch}(/|$))\\w+`),
    new RegExp(`/better-sqlite3/prebuilds/(?!${platform}-${arch})[^/]+`),
  ];
}

/** SHA-256 of every file of the core: `--self-test` compares, because no asar covers this folder. */
function writeManifest(): void {
  const files: Record<string, string> = {};
  const visit = (folder: string): void => {
    for (const name of readdirSync(folder).sort()) {
      const file = path.join(folder, name);
      if (statSync(file).isDirectory()) visit(file);
      else
        files[path.relative(core, file).split(path.sep).join('/')] = createHash('sha256')
          .update(readFileSync(file))
          .digest('hex');
    }
  };
  visit(core);
  writeFileSync(path.join(core, 'manifest.json'), JSON.stringify(files, null, 1));
}

await buildMissing();
rmSync(core, { recursive: true, force: true });
transpileCore();
copyPackages();
cpSync('resources', path.join(core, 'resources'), { recursive: true });
cpSync('dist/page', path.join(core, 'page'), { recursive: true });
cpSync('THIRD_PARTY_NOTICES.md', path.join(core, 'THIRD_PARTY_NOTICES.md'));
const node = path.join(core, process.platform === 'win32' ? 'node.exe' : 'node');
cpSync(process.execPath, node);
chmodSync(node, 0o755);
writeManifest();

const testElectron = values['test-electron'];
const sevenZip = (require('7zip-bin') as { path7za: string }).path7za;
chmodSync(sevenZip, 0o755);
process.env.ELECTRON_BUILDER_7ZIP_PATH = sevenZip;
if (values.shim !== undefined) {
  const main = 'dist/desktop/main.cjs';
  const stamp = 'dist/desktop.stamp';
  rmSync(stamp, { force: true }); // the next build makes the bundle without the shim again
  writeFileSync(main, `${readFileSync(values.shim, 'utf8')}\n;${readFileSync(main, 'utf8')}`);
}
const { build, Platform } = await import('electron-builder');
await build({
  targets: Platform.current().createTarget(values.dir ? 'dir' : null),
  config: {
    extends: 'electron-builder.yml',
    afterPack: setFuses,
    directories: { output: values.out },
    ...(testElectron === undefined ? {} : { electronDist: path.resolve(testElectron), electronVersion: '22.3.25' }),
  },
});
