// Kills a writer at random moments, again and again on the same project, and looks each time whether what it had acknowledged is there
// and everything is consistent.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openStore, runTask, type Store } from '../../src/main/store/index.ts';
import { mulberry32 } from '../../src/shared/random.ts';
import { stateDigest } from './kill-writer.ts';

export type KillReport = {
  kills: number;
  /** Acts that were acknowledged before the kills. */
  acknowledged: number;
  /** Kills after which an acknowledged act was gone. */
  lost: string[];
  /** Kills after which the project did not open, or said something else than it had acknowledged, or its journal did. */
  inconsistent: string[];
  /** Kills in the middle of a restore. */
  inRestore: number;
};

const photos = 40;
const writer = new URL('./kill-writer.ts', import.meta.url).pathname;

async function makeProject(folder: string): Promise<void> {
  const store = await openStore({ folder, create: { name: 'Kills', photosFolder: '/away', seed: 1, sample: false } });
  const found = Array.from({ length: photos }, (_, place) => ({
    path: `${place}.jpg`,
    bytes: 1,
    modifiedMs: 1,
    folderClass: null,
    folderSplit: null,
  }));
  await store.scanApply(found, [], false);
  for (const name of ['ant', 'bee']) await store.classesCreate(name);
  await store.close();
}

type Told = {
  readonly sequence: number;
  readonly digest: string;
  readonly acts: number;
  readonly restoring: number[] | null;
};

/** Runs the writer until it was killed; gives what it said last. */
async function killedAfter(
  folder: string,
  { seed, acts, delayMs }: { seed: number; acts: number; delayMs: number },
): Promise<Told> {
  const child = spawn(process.execPath, [writer, folder, String(seed)], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  let isDying = false;
  child.stdout.on('data', (part: Buffer) => {
    output += part.toString();
    if (isDying || output.split('done ').length <= acts) return;
    isDying = true;
    setTimeout(() => child.kill('SIGKILL'), delayMs);
  });
  const { code } = await new Promise<{ code: number | null }>(resolve =>
    child.once('close', exit => resolve({ code: exit })),
  );
  if (code !== null) throw new Error(`the writer ended by itself with code ${code} (seed ${seed})`);
  const lines = output.split('\n').slice(0, -1);
  const done = lines.filter(line => line.startsWith('done '));
  const [, sequence = '0', digest = ''] = done.at(-1)?.split(' ') ?? [];
  const last = lines.at(-1) ?? '';
  const restoring = last.startsWith('restoring ') ? last.split(' ').slice(1).map(Number) : null;
  return { sequence: Number(sequence), digest, acts: done.length, restoring };
}

/** What is wrong after a kill, or ''. */
async function look(folder: string, told: Told): Promise<{ lost: string; inconsistent: string }> {
  let store: Store;
  try {
    store = await openStore({ folder });
  } catch (error) {
    return { lost: '', inconsistent: String(error) };
  }
  try {
    const last = (await store.historyState()).last?.sequence ?? 0;
    const digest = await stateDigest(store);
    const isSetBack = told.restoring?.includes(last) ?? false;
    const lost = last < told.sequence && !isSetBack ? `gesture ${last} of ${told.sequence}` : '';
    const isSame = last !== told.sequence || digest === told.digest || told.restoring !== null;
    return { lost, inconsistent: isSame ? '' : `gesture ${last} says something else` };
  } finally {
    await store.close();
  }
}

/** Whether a project made again of the journal alone says the same. */
async function isJournalTheSame(folder: string): Promise<boolean> {
  const copy = fs.mkdtempSync(path.join(os.tmpdir(), 'fovea-kills-journal-'));
  try {
    fs.copyFileSync(path.join(folder, 'journal.jsonl'), path.join(copy, 'journal.jsonl'));
    await runTask({ kind: 'restore-apply', folder: copy, from: { kind: 'journal' }, replay: true });
    const [original, again] = [await openStore({ folder }), await openStore({ folder: copy })];
    const [one, other] = [await stateDigest(original), await stateDigest(again)];
    await original.close();
    await again.close();
    return one === other;
  } finally {
    fs.rmSync(copy, { recursive: true, force: true });
  }
}

/** @param journalEvery after so many kills the journal is proved by making the project again of it. */
export async function killCampaign(
  kills: number,
  {
    seed = 1,
    journalEvery = 10,
    progress = () => undefined,
  }: { seed?: number; journalEvery?: number; progress?: (report: KillReport) => void } = {},
): Promise<KillReport> {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'fovea-kills-'));
  const random = mulberry32(seed);
  const report: KillReport = { kills: 0, acknowledged: 0, lost: [], inconsistent: [], inRestore: 0 };
  try {
    let folder = '';
    for (let kill = 0; kill < kills; kill++) {
      // A new project now and then: the first acts are killed too, and files stay of a size that a person's are.
      if (kill % 25 === 0) {
        folder = path.join(home, `project ${kill}`);
        await makeProject(folder);
      }
      const told = await killedAfter(folder, {
        seed: seed * 1_000 + kill,
        acts: Math.floor(random() * 12),
        delayMs: random() * 60,
      });
      const { lost, inconsistent } = await look(folder, told);
      report.kills++;
      report.acknowledged += told.acts;
      if (told.restoring) report.inRestore++;
      if (lost) report.lost.push(`kill ${kill}: ${lost}`);
      if (inconsistent) report.inconsistent.push(`kill ${kill}: ${inconsistent}`);
      if (kill % journalEvery === journalEvery - 1 && !(await isJournalTheSame(folder))) {
        report.inconsistent.push(`kill ${kill}: the journal says something else`);
      }
      progress(report);
    }
    return report;
  } finally {
    fs.rmSync(home, { recursive: true, force: true });
  }
}
