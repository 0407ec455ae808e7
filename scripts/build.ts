// `npm run build`: the page and Electron's entries, into dist/.
import { buildAll } from './builds.ts';

await buildAll();
