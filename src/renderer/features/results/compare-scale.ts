// One scale for what is compared: both ends in whole tens of percent, so that bands of neighbouring rulers can be read against each other.

/** From a ten of percent at least `room` below the lowest value, to 1; the whole scale where something is near 0. */
export function scaleFrom(values: readonly number[], room = 0): number {
  const lowest = Math.min(1, ...values) - room;
  return Math.min(0.9, Math.floor(Math.max(0, lowest - 1e-9) * 10) / 10);
}
