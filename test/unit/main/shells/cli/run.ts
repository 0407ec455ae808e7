// Runs the command line in this process and keeps what it says.
import { Writable } from 'node:stream';
import { main } from '../../../../../src/main/shells/cli/index.ts';

export async function run(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const said = { out: '', err: '' };
  const into = (name: 'out' | 'err') =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        said[name] += chunk.toString();
        done();
      },
    });
  const code = await main(argv, { out: into('out'), err: into('err') });
  return { code, ...said };
}
