// The only door to tfjs-node: loads it from the folder it was set up in, and says as types what Fovea uses of it. It is no dependency of the package.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import util from 'node:util';
import { AppError } from '../../shared/errors.ts';

/** A value of TensorFlow's; it lives until it is disposed of, or until the `tidy` that it was made in ends. */
export interface TfTensor {
  readonly shape: readonly number[];
  readonly rank: number;
  dataSync(): Float32Array | Int32Array | Uint8Array;
  dispose(): void;
}
export interface TfVariable extends TfTensor {
  /** Unique in the process. */
  readonly name: string;
  /** Takes the value over; the one before is given back. */
  assign(value: TfTensor): void;
}
type Unary = (x: TfTensor) => TfTensor;
type Binary = (a: TfTensor, b: TfTensor) => TfTensor;
type Reduce = (x: TfTensor, axes?: readonly number[], keepDims?: boolean) => TfTensor;

export type TfCall = (inputs: TfTensor | readonly TfTensor[], options: Readonly<Record<string, unknown>>) => TfTensor;
/** A weight of a layer; `originalName` is the one of model.json. */
export type TfWeight = { readonly originalName: string; readonly val: TfVariable };
export interface TfLayer {
  readonly name: string;
  /** Of nested models. */
  readonly layers?: readonly TfLayer[];
  readonly weights: readonly TfWeight[];
  call: TfCall;
  getClassName(): string;
}
export interface TfModel extends TfLayer {
  readonly layers: readonly TfLayer[];
  apply(inputs: readonly TfTensor[], options: { readonly training: boolean }): TfTensor | readonly TfTensor[];
  dispose(): void;
}

/** Inside TF.js 4.22: what its gradients are made from, kernel after kernel. */
export interface TfEngine {
  readonly state: { readonly activeTape: readonly TfTapeNode[] };
  addTapeNode(...kernel: readonly unknown[]): void;
}
export interface TfTapeNode {
  readonly saved: readonly TfTensor[];
  gradient?: (outputs: readonly (TfTensor | null)[]) => Readonly<Record<string, () => TfTensor>>;
}

export interface Tf {
  engine(): TfEngine;
  readonly version: Readonly<Record<string, string>>;
  readonly io: { fromMemory(artifacts: Readonly<Record<string, unknown>>): unknown };
  loadLayersModel(from: unknown): Promise<TfModel>;
  backend(): { readonly binding: { readonly TF_Version: string } };
  getBackend(): string;
  memory(): { readonly numTensors: number };
  tensor(data: Float32Array | Int32Array, shape: readonly number[], dtype: 'float32' | 'int32'): TfTensor;
  tidy<T>(work: () => T): T;
  keep(value: TfTensor): TfTensor;
  variableGrads(
    loss: () => TfTensor,
    of: readonly TfVariable[],
  ): { readonly value: TfTensor; readonly grads: Readonly<Record<string, TfTensor>> };
  customGrad(
    work: (
      x: TfTensor,
      save: (values: readonly TfTensor[]) => void,
    ) => { readonly value: TfTensor; readonly gradFunc: (dy: TfTensor, saved: readonly TfTensor[]) => TfTensor },
  ): Unary;
  moments(x: TfTensor, axes: readonly number[]): { readonly mean: TfTensor; readonly variance: TfTensor };
  batchNorm(
    x: TfTensor,
    mean: TfTensor,
    variance: TfTensor,
    offset: TfTensor,
    scale: TfTensor,
    varianceEpsilon: number,
  ): TfTensor;
  readonly add: Binary;
  readonly sub: Binary;
  readonly mul: Binary;
  readonly div: Binary;
  readonly maximum: Binary;
  readonly minimum: Binary;
  readonly pow: Binary;
  readonly equal: Binary;
  readonly greaterEqual: Binary;
  readonly neg: Unary;
  readonly sqrt: Unary;
  readonly square: Unary;
  readonly exp: Unary;
  readonly abs: Unary;
  readonly sigmoid: Unary;
  readonly softmax: Unary;
  readonly softplus: Unary;
  readonly relu: Unary;
  readonly clone: Unary;
  readonly onesLike: Unary;
  readonly zerosLike: Unary;
  readonly sum: Reduce;
  readonly mean: Reduce;
  logSoftmax(x: TfTensor, axis: number): TfTensor;
  clipByValue(x: TfTensor, least: number, most: number): TfTensor;
  reshape(x: TfTensor, shape: readonly number[]): TfTensor;
  transpose(x: TfTensor, permutation: readonly number[]): TfTensor;
  cast(x: TfTensor, dtype: 'float32'): TfTensor;
  stack(values: readonly TfTensor[]): TfTensor;
  scalar(value: number): TfTensor;
}

/** What `npm run engine:tfjs` leaves in its folder last of all: where there is none, nothing was set up. */
export const tfjsPackage = path.join('node_modules', '@tensorflow', 'tfjs-node');

/**
 * TensorFlow. How many threads it uses it reads when it is loaded, once in a process, from the environment that the process was
 * started with: `training/worker-environment.ts` sets it.
 * @throws AppError `engine-missing` {engine, reason} where it is not in the folder or cannot be loaded.
 */
export function loadTfjs(folder: string): Tf {
  if (!existsSync(path.join(folder, tfjsPackage))) throw missing(`it is not in ${folder}`);
  // Node 23 took them away; tfjs-node 4.22 calls them.
  Object.assign(util, {
    isNullOrUndefined: (value: unknown) => value === null || value === undefined,
    isArray: Array.isArray,
  });
  let tf: Tf;
  try {
    tf = createRequire(path.join(folder, 'package.json'))('@tensorflow/tfjs-node') as Tf;
  } catch (error) {
    throw missing(error instanceof Error ? error.message : String(error), error);
  }
  if (tf.getBackend() !== 'tensorflow') throw missing(`its backend is ${tf.getBackend()}`);
  return tf;
}

const missing = (reason: string, cause?: unknown): AppError =>
  new AppError('engine-missing', { engine: 'tfjs', reason }, cause === undefined ? undefined : { cause });
