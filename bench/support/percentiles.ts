// How long something takes, asked many times: the middle and the slow end.

export type Times = { readonly p50Ms: number; readonly p95Ms: number; readonly firstMs: number };

/** `times` answers one after the other; the first one is told by itself, because it may have to make what the others use. */
export async function timesOf(times: number, ask: (turn: number) => Promise<unknown>): Promise<Times> {
  const took: number[] = [];
  for (let turn = 0; turn < times; turn++) {
    const askedMs = performance.now();
    await ask(turn);
    took.push(performance.now() - askedMs);
  }
  const [first] = took;
  const sorted = took.slice(1).sort((a, b) => a - b);
  const share = (part: number): number => sorted[Math.floor((sorted.length - 1) * part)] ?? first!;
  return { p50Ms: share(0.5), p95Ms: share(0.95), firstMs: first! };
}
