// The history is read in blocks of sequences, which have no gaps: a gesture is always in the same block.

export const blockSize = 200;

/** Blocks of sequences: 1…size is 0, size + 1…2 size is 1. */
export function blockAt(sequence: number, size: number): number {
  return Math.max(0, Math.ceil(sequence / size) - 1);
}

/** Blocks to read: the one where the person is, the next one, and as many more as were scrolled to; highest first. */
export function blocksToRead(
  { position, last }: { readonly position: number; readonly last: number },
  { older, newer }: { readonly older: number; readonly newer: number },
): number[] {
  const here = blockAt(position, blockSize);
  const highest = Math.min(blockAt(last, blockSize), here + 1 + newer);
  const lowest = Math.max(0, here - older);
  return Array.from({ length: highest - lowest + 1 }, (_, place) => highest - place);
}
