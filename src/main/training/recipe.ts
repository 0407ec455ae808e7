// The one-click recipe's fixed numbers, and how they follow the number of photos. Chosen by repeated cross-validation inside
// the training part of one data set of 244 photos (ARCHITECTURE.md has the measurements); no held-out photo was looked at.

export const foldsWanted = 5;
/** Fewer photos of a class than this cannot be both learned from and tried on in cross-validation. */
export const fewestPhotosPerClass = 2;
export const momentum = 0.9;
/** λ of λ/2 · Σ w² added to the loss; cross-validation chooses one. */
export const strengths = [0, 0.01, 0.03, 0.1] as const;
/** A strength is given up when its loss in cross-validation has not become smaller for so many epochs. */
export const patienceEpochs = 8;
/** Also when a run is stopped before: a head of one epoch is hardly a head, and these take no time. */
export const fewestEpochsTried = 4;

/** Above this, flipped variants cost time and memory and no longer help: the photos themselves show enough. */
const mostPhotosForFlips = 20_000;
const learningRate = 0.005;
/** Few steps leave a small set unlearned; many change nothing more, because the best epoch is kept. */
const stepsWanted = 600;
const [fewestEpochs, mostEpochs] = [12, 80];

export type Schedule = {
  /** Rows in one step; a power of two. */
  readonly batch: number;
  readonly learningRate: number;
  readonly mostEpochs: number;
};

export function usesFlips(trainPhotos: number): boolean {
  return trainPhotos <= mostPhotosForFlips;
}

/** `rows` are photos times variants. Larger batches only where an epoch has steps enough; the rate grows with them. */
export function scheduleFor(rows: number): Schedule {
  const eighth = 2 ** Math.floor(Math.log2(Math.max(1, rows / 8)));
  const most = rows > 32_768 ? 128 : rows > 8_192 ? 64 : 32;
  const batch = Math.min(most, Math.max(4, eighth));
  const epochs = Math.ceil(stepsWanted / Math.ceil(rows / batch));
  return {
    batch,
    learningRate: learningRate * Math.max(1, batch / 32),
    mostEpochs: Math.min(mostEpochs, Math.max(fewestEpochs, epochs)),
  };
}
