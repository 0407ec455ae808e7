// Copies values that lie apart in memory, as NumPy and torch describe it, into C order.

export type StridedView = {
  /** Offset and strides count values, not bytes. */
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  readonly bytesPerItem: number;
};

/** Fills `to` with the view of `from`; the caller has checked that the view lies inside. */
export function copyStrided(
  from: Uint8Array,
  to: Uint8Array,
  { offset, shape, strides, bytesPerItem }: StridedView,
): void {
  const index = shape.map(() => 0);
  let source = offset;
  for (let target = 0; target < to.length; target += bytesPerItem) {
    for (let byte = 0; byte < bytesPerItem; byte++) to[target + byte] = from[source * bytesPerItem + byte]!;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      source += strides[axis]!;
      index[axis]!++;
      if (index[axis]! < shape[axis]!) break;
      source -= strides[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
}
