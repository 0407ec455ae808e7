// Chooses where training steps run: every execution provider of the installed ONNX Runtime is tried in a process of its own, and the
// fastest that computes the CPU's numbers is taken. What was refused is kept with its reason.
import { fork } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TrainingOptions } from '../../engine/compile/training.ts';
import { startAwakeTimer } from '../../shared/awake-timer.ts';
import { fromErrorRecord } from '../../shared/errors.ts';
import type { ErrorRecord } from '../../shared/errors.ts';
import { keepLastWords } from '../../shared/worker-words.ts';
import { cpuForm } from './blocked-kernels.ts';
import type { DeviceTrial, DeviceTrialRequest } from './device-trial.ts';
import { runtimeFacts } from './onnx.ts';

export type { DeviceTrial } from './device-trial.ts';

export type DeviceChoice = {
  /** `cpu` where nothing else is faster and right. */
  readonly provider: string;
  /** One for each provider but the CPU, in the runtime's order. */
  readonly trials: readonly DeviceTrial[];
};

export type DeviceOptions = {
  readonly threads: number;
  /** Those of the installed runtime by default. */
  readonly providers?: readonly string[];
  /** A provider that has not answered then is refused. Trials of large networks on slow processors need minutes. */
  readonly answerWithinMs?: number;
};

const entry = fileURLToPath(new URL(`../workers/device${path.extname(import.meta.filename)}`, import.meta.url));

/**
 * The provider to use for steps of these options. Trials run one after another, so that their times are their own.
 * @throws AppError `model-invalid` for options that cannot be compiled.
 */
export async function chooseDevice(
  options: TrainingOptions,
  { threads, providers = runtimeFacts().providers, answerWithinMs = 300_000 }: DeviceOptions,
): Promise<DeviceChoice> {
  const others = providers.filter(provider => provider !== 'cpu');
  if (others.length === 0) return { provider: 'cpu', trials: [] };
  const form = await cpuForm();
  const trials: DeviceTrial[] = [];
  for (const provider of others) {
    trials.push(await tryInProcess({ provider, options: { ...options, ...form }, threads }, answerWithinMs));
  }
  return { provider: fastest(trials), trials };
}

/** By how much less time than the CPU's beside it a step takes. */
export function fastest(trials: readonly DeviceTrial[]): string {
  const faster = trials.flatMap(trial => ('reason' in trial ? [] : [trial])).filter(trial => share(trial) < 1);
  return faster.sort((a, b) => share(a) - share(b))[0]?.provider ?? 'cpu';
}

const share = ({ stepMs, cpuStepMs }: Exclude<DeviceTrial, { reason: string }>): number => stepMs / cpuStepMs;

type Answer = DeviceTrial | { readonly provider: string; readonly error: ErrorRecord };

/** A process that ends without an answer, or gives none in time, is a refusal. */
async function tryInProcess(request: DeviceTrialRequest, answerWithinMs: number): Promise<DeviceTrial> {
  // The whole environment: drivers are found by it, and the step itself will run in this one.
  const child = fork(entry, [], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: [],
  });
  const lastWords = keepLastWords(child.stderr);
  const { promise, resolve } = Promise.withResolvers<Answer>();
  const refuse = (reason: string): void => resolve({ provider: request.provider, reason });
  const timer = startAwakeTimer(answerWithinMs, () => refuse(`no answer within ${answerWithinMs / 1_000} s`));
  // Our own worker, started from our own entry, is the only one at the other end of this channel.
  child.once('message', answer => resolve(answer as Answer));
  child.once('error', error => refuse(error.message));
  child.once('close', (code, signal) => {
    const words = lastWords().slice(-500);
    refuse(`its process ended with ${signal ?? `exit ${code ?? 'unknown'}`}${words === '' ? '' : `: ${words}`}`);
  });
  child.send(request, () => undefined); // a failed send means that the child is gone, which `close` tells with the reason
  const answer = await promise;
  timer.stop();
  child.kill('SIGKILL');
  if ('error' in answer) throw fromErrorRecord(answer.error);
  return answer;
}
