// Brings a project back: makes its file again from a backup, its own older file or the journal, checks it whole, and puts it in place.
import { AppError } from '../../shared/errors.ts';
import type { RestoreOutcome } from '../../shared/records/restore.ts';
import { connect } from './connection.ts';
import { findDamage } from './integrity.ts';
import { makeRestored, type Made } from './restore-source.ts';
import { problemOf } from './restore-state.ts';
import { finishSwap, swapIn } from './restore-swap.ts';
import type { RestoreChoice } from './tasks.ts';

/** @throws AppError restore-failed: what was made is not whole. Nothing was touched then. */
function requireWhole(file: string): void {
  const db = connect(file);
  try {
    const damage = findDamage(db, 'all');
    if (damage !== null) throw new AppError('restore-failed', { reason: damage });
  } finally {
    db.close();
  }
}

/**
 * Restores the project in `folder`, which must not be open. The file that was there and, where its lines are not used, the journal are kept
 * under other names.
 * @param step told before each step; for the tests that kill there.
 * @throws AppError backup-missing, restore-failed, disk-full, disk-failed: then everything is as before.
 */
export function applyRestore({ folder, from, replay }: RestoreChoice, step?: (name: string) => void): RestoreOutcome {
  finishSwap(folder);
  const oldIs = problemOf(folder) === 'damaged' ? 'damaged' : 'replaced';
  const done: { made?: Made } = {};
  const kept = swapIn(
    folder,
    {
      oldIs,
      make(file) {
        const made = makeRestored(folder, from, replay, file);
        requireWhole(file);
        done.made = made;
        return { setJournalAside: !made.journalContinues };
      },
    },
    step,
  );
  const { after, replayed } = done.made!;
  const partly = replayed?.partly.length ?? 0;
  return {
    ...kept,
    counts: after,
    replayed: (replayed?.whole.length ?? 0) + partly,
    doubtful: { lines: replayed?.damagedLines ?? 0, gestures: partly, rows: replayed?.lostRows ?? 0 },
  };
}
