// A worker ends with its parent, also in the middle of a step that keeps its one thread busy for minutes.
import { Worker } from 'node:worker_threads';

const lookEveryMs = 500;
/** Plain JavaScript, because a thread that strips types takes half a second to start. */
const watch = `
  const parent = process.ppid;
  const isGone = () => {
    if (process.ppid !== parent) return true;
    try { process.kill(parent, 0); return false; } catch (error) { return error.code === 'ESRCH'; }
  };
  setInterval(() => { if (isGone()) process.kill(process.pid, 'SIGKILL'); }, ${lookEveryMs});
`;

/**
 * Kills this process when its parent's channel closes: process.exit would wait for what is going on. That is heard between two steps only;
 * for workers with long ones a thread of its own (18 MB) looks after the parent as well.
 */
export function endWithParent({ hasLongSteps }: { readonly hasLongSteps: boolean }): void {
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
  if (!hasLongSteps) return;
  new Worker(watch, { eval: true, execArgv: [], env: {}, resourceLimits: { maxOldGenerationSizeMb: 8 } }).unref();
}
