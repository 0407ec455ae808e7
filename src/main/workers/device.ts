// Entry of a device worker: a child process that tries one execution provider for its parent and says what came of it.
import { toErrorRecord } from '../../shared/errors.ts';
import { tryDevice } from '../runtime/device-trial.ts';
import type { DeviceTrialRequest } from '../runtime/device-trial.ts';
import { endWithParent } from './end-with-parent.ts';

endWithParent({ hasLongSteps: false });

process.once('message', async (request: DeviceTrialRequest) => {
  try {
    process.send?.(await tryDevice(request));
  } catch (error) {
    process.send?.({ provider: request.provider, error: toErrorRecord(error) });
  }
});
