// What an engine is to everything above it: opens a model to run, or a trainer of it. ONNX Runtime is always there; tfjs-node where it was set up.
import { compileInference } from '../../engine/compile/inference.ts';
import type { Model } from '../../engine/model.ts';
import type { Tensor, Weights } from '../../engine/tensor.ts';
import { AppError } from '../../shared/errors.ts';
import type { EngineId } from '../../shared/records/recipe.ts';
import { openNetworkTrainer } from './network-trainer.ts';
import type { NetworkTrainer, NetworkTrainerOptions } from './network-trainer.ts';
import { openSession, runtimeFacts } from './onnx.ts';
import { tfjsRuntime } from './tfjs-runtime.ts';

export type OpenModelOptions = {
  /** At least 1. tfjs-node has those of its process' environment instead, see `training/worker-environment.ts`. */
  readonly threads: number;
  /** Layers whose outputs at their first call to give; without it the model's own outputs. */
  readonly outputs?: readonly string[];
};

export type RunningModel = {
  /**
   * Inputs in the order of `model.inputs`, float32 in Keras' order [photos, …], any number of photos, the same for all. Gives the
   * outputs in their order, in Keras' order too.
   * @throws AppError `engine-failed` with the runtime's reason.
   */
  run(inputs: readonly Tensor[]): Promise<Tensor[]>;
  /** Gives the memory back. Calling it again does nothing. */
  dispose(): Promise<void>;
};

export interface Runtime {
  readonly id: EngineId;
  /** Part of what makes two runs comparable. */
  version(): string;
  /** @throws AppError `model-invalid` where weights do not fit, an output does not exist, or the engine lacks a layer; `engine-failed`. */
  openModel(model: Model, weights: Weights, options: OpenModelOptions): Promise<RunningModel>;
  /** @throws AppError as `openNetworkTrainer`; `model-invalid` naming a layer that the engine lacks. */
  openTrainer(options: NetworkTrainerOptions): Promise<NetworkTrainer>;
}

/** ONNX Runtime on graphs that the engine compiles. */
export function onnxRuntime(): Runtime {
  return {
    id: 'onnx',
    version: () => runtimeFacts().version,
    async openModel(model, weights, { threads, outputs }) {
      const onnx = compileInference({ model, weights, batch: 'any', ...(outputs ? { outputs } : {}) });
      const session = await openSession(onnx, { threads });
      return {
        async run(inputs) {
          if (inputs.length !== session.inputs.length) {
            const reason = `${session.inputs.length} inputs expected, ${inputs.length} received`;
            throw new AppError('engine-failed', { reason });
          }
          const results = await session.run(Object.fromEntries(session.inputs.map((name, at) => [name, inputs[at]!])));
          return session.outputs.map(name => results[name]!);
        },
        dispose: () => session.dispose(),
      };
    },
    openTrainer: openNetworkTrainer,
  };
}

/**
 * The engine of a run. `folder` is where tfjs-node was set up; ONNX Runtime needs none.
 * @throws AppError `engine-missing` {engine, reason} where it is not there or cannot be loaded.
 */
export async function openRuntime(engine: EngineId, folder: string | null): Promise<Runtime> {
  if (engine === 'onnx') return onnxRuntime();
  if (folder === null) throw new AppError('engine-missing', { engine, reason: 'no folder was given for it' });
  return tfjsRuntime(folder);
}
