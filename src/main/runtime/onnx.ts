// The only door to ONNX Runtime: opens a graph, runs it, says what this build of the runtime can do.
import { env, InferenceSession, listSupportedBackends, Tensor as OrtTensor } from 'onnxruntime-node';
import type { DType, Tensor, TensorData } from '../../engine/tensor.ts';
import { elementCount } from '../../engine/tensor.ts';
import { AppError } from '../../shared/errors.ts';

export type SessionOptions = {
  /** Threads of one run; at least 1. */
  readonly threads: number;
  /** An execution provider of `runtimeFacts().providers`; `cpu` by default. */
  readonly provider?: string;
};

/** An open graph. `run` blocks the thread it is called on until the graph is done, although it returns a promise. */
export type Session = {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /**
   * Feeds every input and gives the outputs asked for, all by default. The graph is computed whole either way.
   * @throws AppError `engine-failed` with the runtime's reason.
   */
  run(feeds: Readonly<Record<string, Tensor>>, outputs?: readonly string[]): Promise<Record<string, Tensor>>;
  /** Gives the memory back. Calling it again does nothing. */
  dispose(): Promise<void>;
};

/** The runtime's version and the execution providers of this build; part of what makes two runs comparable. */
export function runtimeFacts(): { readonly version: string; readonly providers: readonly string[] } {
  const version = env.versions.node ?? env.versions.common;
  return { version, providers: listSupportedBackends().map(backend => backend.name) };
}

/** @throws AppError `engine-failed` where the runtime refuses the graph or the provider. */
export async function openSession(onnx: Uint8Array, { threads, provider = 'cpu' }: SessionOptions): Promise<Session> {
  const session = await asEngineFailure(() =>
    InferenceSession.create(onnx, {
      executionProviders: [provider],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      graphOptimizationLevel: 'all',
      // Patterns pin the largest layout of memory ever used; without them a training step needs about half.
      enableMemPattern: false,
      // Spinning threads cost a desktop's battery and gain nothing here.
      extra: { session: { intra_op: { allow_spinning: '0' } } },
      logSeverityLevel: 3,
    }),
  );
  let isOpen = true;
  const requireOpen = (): void => {
    if (!isOpen) throw new AppError('engine-failed', { reason: 'the session is closed' });
  };
  return {
    inputs: session.inputNames,
    outputs: session.outputNames,
    async run(feeds, outputs = session.outputNames) {
      requireOpen();
      const results = await asEngineFailure(() => session.run(toOrtAll(feeds), [...outputs]));
      return Object.fromEntries(outputs.map(name => [name, fromOrt(results[name]!)]));
    },
    async dispose() {
      if (!isOpen) return;
      isOpen = false;
      await asEngineFailure(() => session.release());
    },
  };
}

async function asEngineFailure<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new AppError(
      'engine-failed',
      { reason: error instanceof Error ? error.message : String(error) },
      { cause: error },
    );
  }
}

function toOrtAll(tensors: Readonly<Record<string, Tensor>>): Record<string, OrtTensor> {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, toOrt(name, tensor)]));
}

function toOrt(name: string, { dtype, shape, data }: Tensor): OrtTensor {
  // onnxruntime-node 1.30 turns half-precision bits into a Float16Array, which its own native part then cannot read.
  if (dtype === 'float16') throw new AppError('engine-failed', { reason: `${name} is float16; give it as float32` });
  if (data.length !== elementCount(shape)) {
    throw new AppError('engine-failed', {
      reason: `${name} has ${data.length} values for the shape [${shape.join(', ')}]`,
    });
  }
  return new OrtTensor(dtype, data as Float32Array, shape);
}

function fromOrt(tensor: OrtTensor): Tensor {
  return { dtype: tensor.type as DType, shape: tensor.dims, data: tensor.data as TensorData };
}
