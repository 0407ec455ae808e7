// `npm run fovea -- <command>`: the command line.
import { needNode, root } from './node.mjs';
needNode();
if (process.argv[2] === 'serve') await (await import('./builds.mjs')).buildMissing();
const { main } = await import('../src/main/shells/cli/index.ts');
process.exitCode = await main(process.argv.slice(2), { repository: root });
