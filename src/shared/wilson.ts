// How far a share of few photos can be trusted: where training scores are made, and wherever a page shows a share.

/** The 97.5 % point of the normal distribution. */
const z95 = 1.959963984540054;

/** Wilson's score interval (1927) at 95 % for `correct` of `total` ≥ 1, as shares. */
export function wilsonInterval(correct: number, total: number): readonly [low: number, high: number] {
  const share = correct / total;
  const square = (z95 * z95) / total;
  const centre = share + square / 2;
  const half = z95 * Math.sqrt((share * (1 - share)) / total + square / (4 * total));
  return [Math.max(0, (centre - half) / (1 + square)), Math.min(1, (centre + half) / (1 + square))];
}
