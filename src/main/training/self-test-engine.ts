// Rows of the self-test about how networks are trained here: by which kernels, and on which device.
import type { SelfTestRow } from '../../shared/records/self-test.ts';
import { blockedKernels } from '../runtime/blocked-kernels.ts';
import { chooseDevice } from '../runtime/devices.ts';
import type { DeviceTrial } from '../runtime/devices.ts';
import { kernelCheckNetwork } from '../runtime/kernel-check-network.ts';

type Row = Omit<SelfTestRow, 'thing'>;

const shownReasonCharacters = 120;

/** Portable kernels compute the same, only slower. */
export async function kernelsRow(): Promise<Row> {
  const kernels = await blockedKernels();
  if ('reason' in kernels) {
    const reason = kernels.reason.slice(0, shownReasonCharacters);
    return {
      state: 'slower',
      measured: null,
      reason: { key: 'self-test.reason.portable-kernels', params: { reason } },
    };
  }
  const { blockSize, steps, difference } = kernels;
  const params = { block: blockSize, steps, difference: difference.toExponential(1) };
  return { state: 'works', measured: { key: 'self-test.measured.blocked-kernels', params }, reason: null };
}

/** Every device but the CPU on a few steps of a small network. */
export async function devicesRow(threads: number): Promise<Row> {
  const { provider, trials } = await chooseDevice(
    {
      model: kernelCheckNetwork(),
      loss: { kind: 'categorical-cross-entropy', labels: 'class-numbers' },
      optimizer: { kind: 'sgd', momentum: 0.9 },
      batch: 4,
    },
    { threads },
  );
  const usable = trials.flatMap(trial => ('reason' in trial ? [] : [trial]));
  if (usable.length > 0) {
    const milliseconds = (elapsedMs: number): string => `${elapsedMs.toFixed(1)} ms`;
    const times = usable.map(
      trial => `${trial.provider} ${milliseconds(trial.stepMs)} (cpu ${milliseconds(trial.cpuStepMs)})`,
    );
    const params = { times: times.join(', '), device: provider };
    return { state: 'works', measured: { key: 'self-test.measured.devices', params }, reason: null };
  }
  const refused = trials.map(refusal).join('; ');
  return {
    state: 'absent',
    measured: { key: 'self-test.measured.cpu-only', params: {} },
    reason: refused === '' ? null : { key: 'self-test.reason.devices-refused', params: { refused } },
  };
}

/** The last line of what a provider said: before it stand files and functions of ONNX Runtime. */
function refusal(trial: DeviceTrial): string {
  const reason = 'reason' in trial ? trial.reason : '';
  const said = reason.trim().split('\n').at(-1)!;
  const shown = said.length > shownReasonCharacters ? `…${said.slice(-shownReasonCharacters)}` : said;
  return `${trial.provider}: ${shown}`;
}
