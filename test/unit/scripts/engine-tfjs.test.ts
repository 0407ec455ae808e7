// Setting the second engine up replaces nothing but what it made itself.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';

test('a folder that holds something else is refused by name and stays as it is', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'fovea-not-an-engine-'));
  writeFileSync(path.join(folder, 'thesis.txt'), 'mine');
  const { status, stderr } = spawnSync(process.execPath, ['scripts/run.mjs', 'engine-tfjs', folder], {
    encoding: 'utf8',
  });
  expect(stderr).toBe(`${folder} exists and holds something else. Name an empty or a new folder.\n`);
  expect(status).toBe(1);
  expect(readdirSync(folder)).toEqual(['thesis.txt']);
  expect(readdirSync(path.dirname(folder)).filter(name => name.startsWith(`${path.basename(folder)}.`))).toEqual([]);
});
