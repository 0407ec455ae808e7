// One scale for what is compared: both ends in whole tens of percent, so that bands of neighbouring rulers can be read against each other.

/** From the ten below the lowest value to 1; the whole scale where something is near 0. */
export function scaleFrom(values: readonly number[]): number {
  const lowest = Math.min(1, ...values);
  return Math.min(0.9, Math.floor(Math.max(0, lowest - 1e-9) * 10) / 10);
}
