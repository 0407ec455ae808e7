// A time limit that counts only while this process was awake: after a suspended laptop, or a stopped process, a plain timer is over
// at once, before the other side could say a word.

const parts = 10;

export type AwakeTimer = {
  /** Begins to count from nothing. */
  readonly restart: () => void;
  readonly stop: () => void;
};

/**
 * Calls `over` once `limitMs` went by since `restart` (or the start), in ten parts: a part that comes late, however late, counts as one,
 * so that a sleep takes at most a tenth of the limit away. Keeps its process alive like any timer.
 */
export function startAwakeTimer(limitMs: number, over: () => void): AwakeTimer {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const count = (left: number): void => {
    timer = setTimeout(() => (left === 1 ? over() : count(left - 1)), limitMs / parts);
  };
  const stop = (): void => clearTimeout(timer);
  const restart = (): void => {
    stop();
    count(parts);
  };
  restart();
  return { restart, stop };
}
