// `npm run build`: the page (dist/page) and the Electron entries (dist/desktop). The core runs straight from src; `npm run package`
// bundles it with scripts/bundle-core.mjs.
import { needNode, root } from './node.mjs';
needNode();
const { buildMissing, buildAll } = await import('./builds.mjs');
process.chdir(root);
if (process.argv.includes('--missing')) await buildMissing();
else await buildAll();
