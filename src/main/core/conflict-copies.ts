// Second versions of a project's files, which a program that synchronises folders leaves beside them when two computers changed one.
import { readdir } from 'node:fs/promises';
import { inNaturalOrder } from '../photos/file-names.ts';

/** Our own files, and those that a restore keeps. */
const ours =
  /^(?:project\.fovea(?:-wal|-shm|-journal)?|journal\.jsonl(?:\.aside-\d+)?|project\.(?:damaged|replaced)-\d{8}T\d{6}Z(?:-\d+)?\.fovea|journal\.set-aside-\d{8}T\d{6}Z(?:-\d+)?\.jsonl|.*\.writing(?:-wal|-shm|-journal)?)$/;
/** A name of ours with something more in it: `project-DESKTOP-1.fovea`, `journal 2.jsonl`, `project.fovea (…)`. */
const another = /^(?:project|journal)(?![a-z0-9]).*\.(?:fovea|jsonl)\b/i;
/** What the programs themselves call such a copy, in English and in Korean. */
const calledSo = /conflicted copy|case conflict|충돌된 사본|\.sync-conflict-\d{8}-\d{6}|_conflict-\d{8}-\d{6}/i;

/**
 * Names of second versions in a project's folder, in order. In a folder that is synchronised everything that is called like our files
 * counts: OneDrive adds the computer's name and others a number. Elsewhere that may be a copy made by hand, and only what a program
 * called a conflict counts. A folder that cannot be listed has none.
 */
export async function conflictCopies(projectFolder: string, isSynchronised: boolean): Promise<readonly string[]> {
  const names = await readdir(projectFolder).catch(() => []);
  return names
    .map(name => ({ name, plain: name.normalize('NFC') }))
    .filter(({ plain }) => another.test(plain) && !ours.test(plain) && (isSynchronised || calledSo.test(plain)))
    .map(({ name }) => name)
    .sort(inNaturalOrder);
}
