// Entry of the command line as a program of its own: the packaged program's `--self-test`, and whoever runs the packaged core by hand.
import { main } from './index.ts';

process.exitCode = await main(process.argv.slice(2));
