// The packaged program, around the test Electron: it starts from its own folder, its core finds everything it needs, and photos are seen through it.
import { expect, test } from '@playwright/test';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';
import { end, nextLink } from '../support/app.ts';
import { findElectron, startDisplay } from '../support/electron.ts';
import { makePhotoFolder } from '../support/photo-folder.ts';

const electron = findElectron();
test.skip(electron === null, 'There is no test Electron or no display: see test/support/electron.ts');
test.setTimeout(300_000);
// The window belongs to the program: Playwright must not trace it past its end.
test.use({ trace: 'off' });

test('the packaged program passes its self-test, opens a project and shows its photos', async () => {
  // Outside the checkout, so that nothing of it can be found by accident.
  const home = mkdtempSync(path.join(os.tmpdir(), 'fovea-package-'));
  const unpacked = path.join(home, 'release/linux-unpacked');
  execFileSync(
    process.execPath,
    [
      'scripts/run.mjs',
      'package',
      '--dir',
      '--out',
      path.dirname(unpacked),
      '--test-electron',
      electron!.folder,
      '--shim',
      electron!.shim,
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const photos = makePhotoFolder(6);
  const env = {
    HOME: home,
    PATH: '/usr/bin:/bin',
    FOVEA_DATA: path.join(home, 'data'),
    FOVEA_DOCUMENTS: path.join(home, 'documents'),
  };

  // The packaged command line makes the project, so that the window has a recent one to open without a system dialog.
  const core = path.join(unpacked, 'resources/core');
  const serving = spawn(
    path.join(core, 'node'),
    [path.join(core, 'main/shells/cli/main.js'), 'serve', '--no-open', photos],
    { env },
  );
  await nextLink(serving);
  await end(serving);

  // HDF5 is compiled to WebAssembly, which is found by its address.
  const model = execFileSync(
    path.join(core, 'node'),
    [
      path.join(core, 'main/shells/cli/main.js'),
      'model',
      'info',
      path.resolve('test/fixtures/golden/files/tiny.h5'),
      '--json',
    ],
    { env, encoding: 'utf8' },
  );
  expect(JSON.parse(model)).toMatchObject({ format: 'keras-h5', parameters: 209 });

  const { display, stop } = await startDisplay();
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const selfTest = spawnSync(path.join(unpacked, 'fovea'), [...asRoot, '--self-test'], {
    env: { ...env, DISPLAY: display },
    encoding: 'utf8',
  });
  expect(selfTest.stdout).toContain('files against their checksums');
  expect(selfTest.stdout).toContain('EfficientNet-Lite0');
  expect(selfTest.status).toBe(0);

  const program = spawn(path.join(unpacked, 'fovea'), [...asRoot, '--remote-debugging-port=0'], {
    env: { ...env, DISPLAY: display },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  try {
    const address = await new Promise<string>((resolve, reject) => {
      createInterface(program.stderr).on('line', line => {
        const found = /DevTools listening on (ws:\S+)/.exec(line);
        if (found) resolve(found[1]!);
      });
      program.once('exit', code => reject(new Error(`the program ended with ${code}`)));
    });
    const browser = await chromium.connectOverCDP(address, { noDefaults: true } as object);
    const page = browser.contexts()[0]!.pages()[0] ?? (await browser.contexts()[0]!.waitForEvent('page'));
    await page
      .getByRole('button', { name: new RegExp(path.basename(photos)) })
      .first()
      .click();
    await expect(page.getByRole('option')).toHaveCount(6);
    await expect
      .poll(() =>
        page
          .getByRole('option')
          .first()
          .locator('img')
          .evaluate(image => (image as HTMLImageElement).naturalWidth),
      )
      .toBeGreaterThan(0);
  } finally {
    await end(program);
    stop();
    rmSync(home, { recursive: true, force: true });
    rmSync(photos, { recursive: true, force: true });
  }
});
