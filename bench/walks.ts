// Walks: 1,000 random walks of gestures, undo and redo through a project, against a model that keeps every state in memory (F11).
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { undoWalks } from '../test/support/undo-walks.ts';

const walks = Number(process.env['WALKS'] ?? 1_000);
const firstSeed = Number(process.env['SEED'] ?? 1);
/** In each project: opening one takes as long as many steps. */
const together = 25;
const results = { walks: 0, gestures: 0, undone: 0, redone: 0, unequal: 0 };
for (let seed = firstSeed; results.walks < walks; seed++) {
  const home = await mkdtemp(path.join(os.tmpdir(), 'fovea-walks-'));
  const here = Math.min(together, walks - results.walks);
  try {
    const { gestures, undone, redone } = await undoWalks(home, { seed, walks: here, steps: 40 });
    results.gestures += gestures;
    results.undone += undone;
    results.redone += redone;
  } catch (error) {
    results.unequal += 1;
    console.error(`Seed ${seed}: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    await rm(home, { recursive: true, force: true });
  }
  results.walks += here;
  console.error(`${results.walks} of ${walks}: ${results.unequal} projects unequal`);
}
console.table([results]);
console.log(JSON.stringify({ benchmark: 'walks', cpu: os.cpus()[0]?.model, firstSeed, results }));
if (results.unequal > 0) process.exitCode = 1;
