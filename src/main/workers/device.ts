// Entry of a device worker: a child process that tries one execution provider for its parent and says what came of it.
import { toErrorRecord } from '../../shared/errors.ts';
import { tryDevice } from '../runtime/device-trial.ts';
import type { DeviceTrialRequest } from '../runtime/device-trial.ts';

// Nobody is left to report to. process.exit would wait for the step that is going on.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));

process.once('message', async (request: DeviceTrialRequest) => {
  try {
    process.send?.(await tryDevice(request));
  } catch (error) {
    process.send?.({ provider: request.provider, error: toErrorRecord(error) });
  }
});
