// `npm start`: builds what is missing and opens Fovea: in its own window where Electron's binary and a display are there, else in the browser.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { needNode, root } from './node.mjs';
needNode();
const { buildMissing } = await import('./builds.mjs');
await buildMissing();

const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);
const electron = hasDisplay ? await findElectron() : null;
if (electron === null) {
  console.error(
    hasDisplay
      ? 'Electron’s program could not be had (no network?), so Fovea opens in the browser.'
      : 'No display here, so Fovea is served to a browser.',
  );
  const { main } = await import('../src/main/shells/cli/index.ts');
  process.exitCode = await main(['serve', ...process.argv.slice(2)], { repository: root });
} else {
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const child = spawn(electron, [...asRoot, root, ...process.argv.slice(2)], {
    stdio: 'inherit',
    cwd: root,
    env: { ...process.env, FOVEA_NODE: process.execPath },
  });
  child.on('exit', code => process.exit(code ?? 1));
}

/** Path of Electron's binary; the package downloads it on the first call. null where that fails. */
async function findElectron() {
  const require = createRequire(import.meta.url);
  try {
    return require('electron');
  } catch (error) {
    console.error(`Electron: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`);
    return null;
  }
}
