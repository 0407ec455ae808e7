// Entry of the thread that runs one task on a project's files and ends.
import { parentPort, workerData } from 'node:worker_threads';
import { assertNever, toErrorRecord } from '../../shared/errors.ts';
import { listBackups } from './backup-files.ts';
import { proveBackup } from './backup-proof.ts';
import { storeFailure } from './failures.ts';
import { applyRestore } from './restore.ts';
import { previewRestore } from './restore-preview.ts';
import { stateOf } from './restore-state.ts';
import type { FromTask, Task } from './tasks.ts';

function run(task: Task): unknown {
  switch (task.kind) {
    case 'prove-backup':
      return proveBackup(task.folder, task.id);
    case 'list-backups':
      return listBackups(task.folder);
    case 'restore-state':
      return stateOf(task.folder, task.isOpen);
    case 'restore-preview':
      return previewRestore(task);
    case 'restore-apply':
      return applyRestore(task);
    default:
      return assertNever(task);
  }
}

const task = workerData as Task;
let answer: FromTask;
try {
  answer = { result: run(task) };
} catch (error) {
  answer = { error: toErrorRecord(storeFailure(error, task.folder)) };
}
parentPort?.postMessage(answer);
