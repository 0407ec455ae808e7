// Screenshots of places of the app, to be looked at beside the pictures of the design:
//   node test/support/look.ts --folder <photos or project> --out <folder> [--places photos,train] [--languages en,ko] [--themes light,dark] [--sizes 1440x900,1024x700] [--wait ms]
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { startServe } from './app.ts';
import { chromiumArgs, findChromium } from './browser.ts';

const { values } = parseArgs({
  options: {
    folder: { type: 'string' },
    out: { type: 'string', default: 'test-results/look' },
    places: { type: 'string', default: 'photos' },
    languages: { type: 'string', default: 'en' },
    themes: { type: 'string', default: 'light,dark' },
    sizes: { type: 'string', default: '1440x900' },
    wait: { type: 'string', default: '1500' },
    home: { type: 'string' },
  },
});
mkdirSync(values.out, { recursive: true });
const found = await findChromium();
const browser = await chromium.launch({
  executablePath: found.executablePath,
  args: chromiumArgs,
  env: { ...process.env, ...found.env } as Record<string, string>,
});
for (const language of values.languages.split(',')) {
  for (const theme of values.themes.split(',')) {
    for (const size of values.sizes.split(',')) {
      const app = await startServe({
        ...(values.folder === undefined ? {} : { folder: values.folder }),
        ...(values.home === undefined ? {} : { home: values.home }),
      });
      const [width, height] = size.split('x').map(Number);
      const page = await browser.newPage({
        viewport: { width: width!, height: height! },
        locale: language === 'ko' ? 'ko-KR' : 'en-GB',
        colorScheme: theme === 'dark' ? 'dark' : 'light',
      });
      page.on('pageerror', error => console.error('page error:', error.message));
      page.on('console', message => message.type() === 'error' && console.error('console:', message.text()));
      await page.goto(app.link);
      for (const place of values.places.split(',')) {
        await page.evaluate(`location.hash = ${JSON.stringify(place === 'start' ? '' : `#/${place}`)}`);
        await page.waitForTimeout(Number(values.wait));
        const file = path.join(values.out, `${place.replaceAll('/', '-')}-${theme}-${language}-${width}.png`);
        await page.screenshot({ path: file });
        console.log(file);
      }
      await page.close();
      await app.stop();
    }
  }
}
await browser.close();
