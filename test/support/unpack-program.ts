// A program that unpacks an archive: once, to be killed meanwhile, or again and again while the n-th call of its disk fails.
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../src/shared/errors.ts';
import { unpackArchive } from '../../src/main/formats/archives/unpack.ts';
import { diskControl, type Fault } from './failing-disk.ts';

const [archive = '', into = '', fault] = process.argv.slice(2);
if (fault === undefined) {
  await unpackArchive(archive, {
    into,
    owner: process.pid,
    onProgress: files => files === 1 && process.stdout.write('writing\n'),
  });
  process.stdout.write('done\n');
} else {
  const disk = diskControl();
  const outcomes: { nth: number; code: string; left: readonly string[] }[] = [];
  for (let nth = 1; ; nth++) {
    disk.failAt(nth, fault as Fault, false);
    const code = await unpackArchive(archive, { into, owner: process.pid }).then(
      () => 'unpacked',
      (error: unknown) => (error instanceof AppError ? error.code : String(error)),
    );
    if (disk.heal() === 0) break;
    const left = readdirSync(into, { recursive: true }).map(String);
    outcomes.push({ nth, code, left: code === 'unpacked' ? [] : left });
    for (const name of readdirSync(into)) rmSync(path.join(into, name), { recursive: true });
  }
  process.stdout.write(JSON.stringify(outcomes));
}
