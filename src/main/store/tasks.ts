// Work on the files of a project that is not open, or on its backups, in a thread of its own: nobody waits behind it.
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { AppError, fromErrorRecord, type ErrorRecord } from '../../shared/errors.ts';
import type {
  Backup,
  BackupId,
  RestoreFrom,
  RestoreOutcome,
  RestorePreview,
  RestoreState,
} from '../../shared/records/restore.ts';

export type Tasks = {
  'prove-backup': { readonly arg: { readonly folder: string; readonly id: BackupId }; readonly result: Backup };
  'list-backups': { readonly arg: { readonly folder: string }; readonly result: Backup[] };
  'restore-state': {
    readonly arg: { readonly folder: string; readonly isOpen: boolean };
    readonly result: RestoreState;
  };
  'restore-preview': { readonly arg: RestoreChoice; readonly result: RestorePreview };
  'restore-apply': { readonly arg: RestoreChoice; readonly result: RestoreOutcome };
};
export type RestoreChoice = { readonly folder: string; readonly from: RestoreFrom; readonly replay: boolean };
export type Task = { [Kind in keyof Tasks]: { readonly kind: Kind } & Tasks[Kind]['arg'] }[keyof Tasks];
export type FromTask = { readonly result: unknown } | { readonly error: ErrorRecord };

/** @throws AppError what the task throws; worker-died where its thread ends. */
export function runTask<Kind extends keyof Tasks>(
  task: { readonly kind: Kind } & Tasks[Kind]['arg'],
): Promise<Tasks[Kind]['result']> {
  const worker = new Worker(new URL(`./task-worker${path.extname(import.meta.filename)}`, import.meta.url), {
    workerData: task,
    // The flags of the process are not for threads: some of them may not be given to one.
    execArgv: [],
  });
  return new Promise((resolve, reject) => {
    let answer: FromTask | null = null;
    const died = (reason: string): void => reject(new AppError('worker-died', { worker: 'store', reason }));
    worker.on('message', (message: FromTask) => (answer = message));
    worker.on('error', error => died(error instanceof Error ? error.message : String(error)));
    // Answered when the thread has let go of its files.
    worker.on('exit', code => {
      if (answer === null) died(`its thread ended with code ${code}`);
      else if ('error' in answer) reject(fromErrorRecord(answer.error));
      else resolve(answer.result as Tasks[Kind]['result']);
    });
  });
}
