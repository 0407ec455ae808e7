// PyTorch's checkpoints as a format of model files: weights only, by the names that PyTorch gave them.
import { modelInvalid } from './model-error.ts';
import type { ModelFormat } from './model-file.ts';
import { isZip } from './stored-zip.ts';
import { readTorchCheckpoint } from './torch-checkpoint.ts';
import { refuseNonFinite } from './weights-for-model.ts';

/** Protocol 2, then torch's magic number as a pickled long. */
const oldFormStart = [0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];

export const torchFormat: ModelFormat = {
  id: 'torch',
  recognises: ({ name, bytes }) =>
    /\.(pth|pt|pth\.tar)$/i.test(name) || oldFormStart.every((byte, at) => bytes[at] === byte) || isTorchZip(bytes),
  async read({ name, bytes }, like) {
    const weights = readTorchCheckpoint(bytes, name);
    refuseNonFinite(weights, name);
    if (like) {
      const detail = `names of PyTorch belong to another architecture than ${like.name}: ${[...weights.keys()][0] ?? ''}`;
      throw modelInvalid(name, 'fields-wrong', detail);
    }
    return { model: null, weights };
  },
};

/** torch writes `<folder>/data.pkl` before anything else. */
function isTorchZip(bytes: Uint8Array): boolean {
  if (!isZip(bytes) || bytes.byteLength < 30) return false;
  const nameLength = bytes[26]! | (bytes[27]! << 8);
  return /^[^/]+\/data\.pkl$/.test(new TextDecoder('latin1').decode(bytes.subarray(30, 30 + nameLength)));
}
