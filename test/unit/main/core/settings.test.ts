import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openSettings } from '../../../../src/main/core/settings.ts';
import { defaultSettings } from '../../../../src/shared/records/project.ts';
import { temporaryHome } from '../../../support/core.ts';

test('G15: settings that are damaged, empty or of another kind give the defaults, and the bad file is kept aside', async () => {
  for (const [place, content] of [
    '{"theme":',
    '',
    '\0\0\0\0',
    '[1, 2]',
    '{"language":"tlh","theme":"dark","threads":1}',
  ].entries()) {
    const folder = path.join(await temporaryHome(), `data ${place}`);
    await mkdir(folder);
    await writeFile(path.join(folder, 'settings.json'), content);
    const settings = await openSettings(folder);
    expect(settings.read()).toEqual(defaultSettings);
    const [kept] = await readdir(folder);
    expect(kept).toMatch(/^settings\.json\.damaged-\d+$/);
    expect(await readFile(path.join(folder, kept!), 'utf8')).toBe(content);
    await settings.write({ ...defaultSettings, theme: 'dark' });
    expect((await openSettings(folder)).read().theme).toBe('dark');
  }
});
