// Screenshots of places of the app, to be looked at beside the pictures of the design.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startServe } from './app.ts';
import { launchChromium } from './browser.ts';

const help = `node test/support/look.ts --folder <photos or project> [options]: pictures of the app's places.
Each picture is <out>/<place>-<theme>-<language>-<width>.png; errors of the page are printed.

  --folder <folder>     what is opened; without it the start screen
  --out <folder>        where the pictures go (test-results/look)
  --places <list>       start, photos, label/12, train, results, predict, models, health, backups, settings, help, help/licences (photos)
  --languages <list>    en, ko (en)
  --themes <list>       light, dark (light,dark)
  --sizes <list>        width x height in pixels (1440x900)
  --wait <ms>           before each picture (1500)
  --home <folder>       settings and projects of the program, kept between calls (a new temporary folder)
  --help                this text`;

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
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(help);
  process.exit(0);
}
mkdirSync(values.out, { recursive: true });
const browser = await launchChromium();
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
      // The link sets the cookie and goes on to the page.
      await page.waitForURL(url => url.pathname === '/');
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
