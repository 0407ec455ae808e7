// Learning-rate schedules as Keras computes them: from the number of the step (0 at the first update) to a rate.

export type Schedule = (step: number) => number;

/** initial / (1 + decay · step): Keras' `decay` of old, today's InverseTimeDecay with one decay step. */
export function legacyDecay({ initial, decay }: { readonly initial: number; readonly decay: number }): Schedule {
  return step => initial / (1 + decay * step);
}

export type Cosine = {
  readonly initial: number;
  /** Steps from the end of the warm-up to the lowest rate. */
  readonly steps: number;
  /** The lowest rate as a share of the highest; 0 by default. */
  readonly lowest?: number;
  /** Rises in a straight line from `initial` to `target` first. */
  readonly warmup?: { readonly target: number; readonly steps: number };
};

/** Half a cosine from the highest rate to the lowest, after an optional warm-up (Loshchilov and Hutter 2016). */
export function cosine({ initial, steps, lowest = 0, warmup }: Cosine): Schedule {
  const highest = warmup?.target ?? initial;
  return step => {
    if (warmup && step < warmup.steps) return initial + ((warmup.target - initial) * step) / warmup.steps;
    const done = Math.min(1, (step - (warmup?.steps ?? 0)) / steps);
    return highest * (lowest + (1 - lowest) * 0.5 * (1 + Math.cos(Math.PI * done)));
  };
}

/** Cosines one after another: each `stretch` times as long and its top `shrink` times as high as the one before. */
export function cosineRestarts(options: {
  readonly initial: number;
  readonly first: number;
  readonly stretch: number;
  readonly shrink: number;
}): Schedule {
  return step => {
    let [start, length, highest] = [0, options.first, options.initial];
    while (step >= start + length) {
      start += length;
      length *= options.stretch;
      highest *= options.shrink;
    }
    return highest * 0.5 * (1 + Math.cos((Math.PI * (step - start)) / length));
  };
}

/** initial · rate^(step / steps); in whole steps of the exponent with `inStairs`. */
export function exponential(options: {
  readonly initial: number;
  readonly steps: number;
  readonly rate: number;
  readonly inStairs?: boolean;
}): Schedule {
  return step => {
    const exponent = step / options.steps;
    return options.initial * options.rate ** (options.inStairs ? Math.floor(exponent) : exponent);
  };
}

/** One rate up to and with each boundary, the last one after all; one more rate than boundaries. */
export function piecewise({
  boundaries,
  rates,
}: {
  readonly boundaries: readonly number[];
  readonly rates: readonly number[];
}): Schedule {
  return step => {
    const place = boundaries.findIndex(boundary => step <= boundary);
    return rates.at(place)!;
  };
}

/** From `initial` to `end` along (1 - step / steps)^power, then flat. */
export function polynomial(options: {
  readonly initial: number;
  readonly end: number;
  readonly steps: number;
  readonly power: number;
}): Schedule {
  return step => {
    const left = 1 - Math.min(step, options.steps) / options.steps;
    return options.end + (options.initial - options.end) * left ** options.power;
  };
}

export type OneCycle = {
  readonly highest: number;
  readonly steps: number;
  /** The share of the steps that rise; 0.3 by default. */
  readonly rising?: number;
  /** The first rate is highest / rise; 25 by default. */
  readonly rise?: number;
  /** The last rate is the first / fall; 10,000 by default. */
  readonly fall?: number;
};

/** Half a cosine up and half a cosine down to almost nothing (Smith and Topin 2017), as PyTorch's OneCycleLR. */
export function oneCycle({ highest, steps, rising = 0.3, rise = 25, fall = 1e4 }: OneCycle): Schedule {
  const first = highest / rise;
  const top = rising * steps - 1;
  const between = (from: number, to: number, done: number): number =>
    to + (from - to) * 0.5 * (1 + Math.cos(Math.PI * done));
  return step =>
    step <= top
      ? between(first, highest, step / top)
      : between(highest, first / fall, Math.min(1, (step - top) / (steps - 1 - top)));
}
