// The forms in which the engine's tests run every op: ONNX's own, and this machine's blocked kernels where it has any.
import { blockedKernels } from '../../src/main/runtime/blocked-kernels.ts';

const kernels = await blockedKernels();

/** Options of the blocked form; undefined where ONNX Runtime has no blocked kernels for this processor. */
export const blockedForm = 'reason' in kernels ? undefined : { blockSize: kernels.blockSize };
if ('reason' in kernels) console.warn(`No test of blocked kernels here: ${kernels.reason}`);

export const engineForms: (readonly [string, { readonly blockSize?: number }])[] = [
  ['ONNX’s own ops', {}],
  ...(blockedForm ? [['blocked kernels', blockedForm] as const] : []),
];
