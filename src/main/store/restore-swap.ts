// Puts a restored project file in the place of the one that is there. What is to be done lies whole and on disk in a folder of its own
// before anything is touched; from then on it is finished by whoever opens the project next, so that a kill at any moment leaves the
// project before or after, never between.
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { AppError } from '../../shared/errors.ts';
import { journalFileName } from './journal.ts';
import { syncFile, syncFolder } from './sync.ts';

const projectFileName = 'project.fovea';
/** A restore that is decided: its folder's name is the promise. */
const decided = 'restoring';
/** One that is being filled and counts for nothing; each restore fills its own. */
const filling = 'restoring.new';
const keepAs = 'keep-as';
const journalAs = 'journal-as';

export type Swap = {
  /** Writes the new project file to the path it is given; says whether the journal must go, because it does not tell of that file. */
  readonly make: (file: string) => { readonly setJournalAside: boolean };
  /** What the file that goes is called: `damaged` or `replaced`. */
  readonly oldIs: 'damaged' | 'replaced';
};
export type Swapped = {
  /** Names in the project's folder under which the file and the journal before are kept; null where there was none. */
  readonly keptFile: string | null;
  readonly keptJournal: string | null;
};

/** Nothing that is there is ever overwritten. @returns a name with the date in it that is free in `folder`. */
function freeName(folder: string, before: string, after: string): string {
  const date = new Date().toISOString().replace(/[-:]/g, '').replace(/\..*/, 'Z');
  for (let number = 1; ; number++) {
    const name = `${before}${date}${number === 1 ? '' : `-${number}`}${after}`;
    if (!fs.existsSync(path.join(folder, name))) return name;
  }
}

/**
 * Makes the new file, decides, and puts it in place.
 * @param step told before each step; for the tests that kill there.
 */
export function swapIn(folder: string, swap: Swap, step: (name: string) => void = () => undefined): Swapped {
  const place = path.join(folder, `${filling}-${randomUUID().slice(0, 8)}`);
  try {
    const kept = prepare(folder, place, swap, step);
    step('decide');
    decide(folder, place);
    syncFolder(folder);
    finishSwap(folder, step);
    return kept;
  } catch (error) {
    fs.rmSync(place, { recursive: true, force: true });
    throw error;
  }
}

function decide(folder: string, place: string): void {
  try {
    fs.renameSync(place, path.join(folder, decided));
  } catch (error) {
    const isTaken = ['ENOTEMPTY', 'EEXIST', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '');
    if (!isTaken || !isSwapPending(folder)) throw error;
    // Another program restores this project at the same time, and was first.
    throw new AppError('project-in-use', { file: projectFileName }, { cause: error });
  }
}

/** Everything that is to be done, on disk; the project itself is not touched yet. */
function prepare(folder: string, place: string, swap: Swap, step: (name: string) => void): Swapped {
  fs.mkdirSync(place);
  step('make');
  const { setJournalAside } = swap.make(path.join(place, projectFileName));
  syncFile(path.join(place, projectFileName));
  const hasJournal = fs.existsSync(path.join(folder, journalFileName));
  const kept: Swapped = {
    keptFile: fs.existsSync(path.join(folder, projectFileName))
      ? freeName(folder, `project.${swap.oldIs}-`, '.fovea')
      : null,
    keptJournal: setJournalAside && hasJournal ? freeName(folder, 'journal.set-aside-', '.jsonl') : null,
  };
  step('write down');
  for (const [note, name] of [
    [keepAs, kept.keptFile],
    [journalAs, kept.keptJournal],
  ] as const) {
    if (name === null) continue;
    fs.writeFileSync(path.join(place, note), name, { flush: true });
  }
  syncFolder(place);
  return kept;
}

/** Removes what restores that were killed before they were decided have left. Only the opener of a project calls this. */
export function removeHalfRestored(folder: string): void {
  try {
    for (const name of fs.readdirSync(folder)) {
      if (name.startsWith(filling)) fs.rmSync(path.join(folder, name), { recursive: true, force: true });
    }
  } catch (error) {
    // The disk's refusal keeps nobody from working: the next opening tries again.
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
  }
}

/** Whether a restore was decided and not finished. */
function isSwapPending(folder: string): boolean {
  return fs.existsSync(path.join(folder, decided));
}

/** Finishes a restore that was decided; does nothing where none was. Each step may be the last one before a kill. */
export function finishSwap(folder: string, step: (name: string) => void = () => undefined): void {
  const place = path.join(folder, decided);
  if (!isSwapPending(folder)) return;
  const named = (note: string): string | null => {
    const file = path.join(place, note);
    return fs.existsSync(file) ? path.join(folder, path.basename(fs.readFileSync(file, 'utf8'))) : null;
  };
  const project = path.join(folder, projectFileName);
  const isInPlace = !fs.existsSync(path.join(place, projectFileName));
  const kept = named(keepAs);
  if (!isInPlace) {
    if (kept) {
      step('keep the file');
      keepFile(project, kept);
    }
    for (const ending of ['-wal', '-journal', '-shm']) {
      if (!fs.existsSync(`${project}${ending}`)) continue;
      step('keep the log');
      // A log that has nothing to belong to must not be taken for the new file's.
      fs.renameSync(`${project}${ending}`, `${kept ?? `${project}.lost`}${ending}`);
    }
    step('put in place');
    fs.renameSync(path.join(place, projectFileName), project);
    syncFolder(folder);
  }
  const journal = path.join(folder, journalFileName);
  const aside = named(journalAs);
  if (aside && !fs.existsSync(aside) && fs.existsSync(journal)) {
    step('set the journal aside');
    fs.renameSync(journal, aside);
    syncFolder(folder);
  }
  step('forget');
  fs.rmSync(place, { recursive: true, force: true });
  syncFolder(folder);
}

/** The file under its second name too, so that the first is there at every moment; where the disk knows no second names, it is renamed. */
function keepFile(file: string, kept: string): void {
  if (fs.existsSync(kept) || !fs.existsSync(file)) return;
  try {
    fs.linkSync(file, kept);
  } catch (error) {
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK', 'ENOSYS'].includes((error as NodeJS.ErrnoException).code ?? '')) {
      throw error;
    }
    fs.renameSync(file, kept);
  }
}
