// `npm run fovea -- <command>`: the command line.
import { main } from '../src/main/shells/cli/index.ts';
import { buildMissing } from './builds.ts';

if (process.argv[2] === 'serve') await buildMissing();
process.exitCode = await main(process.argv.slice(2));
