// `npm start`: builds what is missing and opens Fovea: in its own window where Electron's binary and a display are there, else in the browser.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { main } from '../src/main/shells/cli/index.ts';
import { buildMissing } from './builds.ts';

await buildMissing();
const given = process.argv.slice(2);
const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);
const electron = hasDisplay ? findElectron() : null;

if (electron === null) {
  console.error(
    hasDisplay
      ? 'Electron’s program could not be had (no network?), so Fovea opens in the browser.'
      : 'There is no display here, so Fovea is served to a browser.',
  );
  process.exitCode = await main(['serve', ...given]);
} else {
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const child = spawn(electron, [...sandbox, '.', ...given], {
    stdio: 'inherit',
    env: { ...process.env, FOVEA_NODE: process.execPath },
  });
  child.on('exit', code => process.exit(code ?? 1));
}

/** Path of Electron's binary; the package downloads it on the first call. null where that fails. */
function findElectron(): string | null {
  try {
    return createRequire(import.meta.url)('electron') as string;
  } catch (error) {
    console.error(`Electron: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`);
    return null;
  }
}
