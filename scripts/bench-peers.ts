// `npm run bench:peers`: installs what `npm run bench -- engine` compares with into a virtual environment of its own (Python 3.11 or
// newer; several GB, most of them GPU libraries that PyTorch's package brings along and nobody uses here).
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

const versions = ['torch==2.15.0', 'tensorflow==2.21.0', 'keras==3.15.1'];
const folder = path.resolve('node_modules/.cache/peers');
const python = path.join(folder, 'bin/python');

function run(command: string, args: readonly string[]): void {
  const { status, error } = spawnSync(command, [...args], { stdio: 'inherit' });
  if (status === 0) return;
  console.error(`${command} ${args.join(' ')} failed: ${error?.message ?? `exit ${status}`}`);
  process.exit(1);
}

if (!existsSync(python)) run('python3', ['-m', 'venv', folder]);
run(python, ['-m', 'pip', 'install', '--no-cache-dir', '--disable-pip-version-check', ...versions]);
run(python, [
  '-c',
  'import torch, tensorflow, keras; print(torch.__version__, tensorflow.__version__, keras.__version__)',
]);
