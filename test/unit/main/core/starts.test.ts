import { spawnSync } from 'node:child_process';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openStarts } from '../../../../src/main/core/starts.ts';
import { temporaryHome } from '../../../support/core.ts';

const unheard = (line: string): void => expect.unreachable(line);

/** A process that begins a start and is gone without another word. */
function crashOnce(folder: string): void {
  const starts = path.resolve(import.meta.dirname, '../../../../src/main/core/starts.ts');
  const { status, stderr } = spawnSync(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `import { openStarts } from ${JSON.stringify(starts)};
       openStarts(${JSON.stringify(folder)}, console.error).begin();`,
    ],
    { encoding: 'utf8' },
  );
  expect([status, stderr]).toEqual([0, '']);
}

test('G16: after three starts that were gone at once the next is in safe mode, until one has lived', async () => {
  const folder = path.join(await temporaryHome(), 'data');
  const starts = openStarts(folder, unheard);
  for (let crashes = 0; crashes < 3; crashes++) {
    expect(starts.isSafeModeDue()).toBe(false);
    crashOnce(folder);
  }
  expect(starts.isSafeModeDue()).toBe(true);
  starts.begin();
  expect(openStarts(folder, unheard).isSafeModeDue()).toBe(true);
  starts.well();
  expect(starts.isSafeModeDue()).toBe(false);
  expect(await readdir(folder)).toEqual([]);
});

test('G16: a core that dies under its window counts as well; a start that goes on does not', async () => {
  const folder = await temporaryHome();
  const starts = openStarts(folder, unheard);
  for (let crashes = 0; crashes < 3; crashes++) {
    starts.begin();
    expect(starts.isSafeModeDue()).toBe(false);
    starts.crash();
  }
  expect(starts.isSafeModeDue()).toBe(true);
});

test.each(['', '{', '{"pids":[1]}', '["a", -1, 1.5, null]', '\0\0\0'])(
  'G16: a file of starts that holds %j says nothing, and starts are counted from there',
  async content => {
    const folder = await temporaryHome();
    await writeFile(path.join(folder, 'starts.json'), content);
    const starts = openStarts(folder, unheard);
    expect(starts.isSafeModeDue()).toBe(false);
    for (let crashes = 0; crashes < 3; crashes++) {
      starts.begin();
      starts.crash();
    }
    expect(starts.isSafeModeDue()).toBe(true);
  },
);

test('G6: where the file cannot be written Fovea starts all the same, and says why', async () => {
  const folder = path.join(await temporaryHome(), 'data');
  await mkdir(path.join(folder, 'starts.json', 'in the way'), { recursive: true });
  const said: string[] = [];
  const starts = openStarts(folder, line => said.push(line));
  starts.begin();
  expect(starts.isSafeModeDue()).toBe(false);
  expect(said.join()).toContain('Starts are not counted');
  expect(await readdir(folder)).toEqual(['starts.json']);
});
