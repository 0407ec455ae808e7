// Entry of the process that draws the sample photos: minutes of computing would otherwise stop the core. Its one argument is the folder.
import { toErrorRecord, type ErrorRecord } from '../../shared/errors.ts';
import { writeSample } from '../photos/sample/sample.ts';

export type SampleMessage =
  | { readonly state: 'drawn'; readonly done: number; readonly total: number }
  | { readonly state: 'finished' }
  | { readonly state: 'failed'; readonly error: ErrorRecord };

// Nobody waits for the photos any more.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
const say = (message: SampleMessage): Promise<void> =>
  new Promise(resolve => {
    if (process.send === undefined) resolve();
    else process.send(message, () => resolve());
  });

try {
  await writeSample(process.argv[2]!, { onPhoto: (done, total) => void say({ state: 'drawn', done, total }) });
  await say({ state: 'finished' });
} catch (error) {
  await say({ state: 'failed', error: toErrorRecord(error) });
}
process.disconnect?.();
