// Which side of the split a group of photos goes to. Pure: the caller stores what comes out and never asks again for the same group,
// so that adding photos moves nobody.
import { fnv1a32, mulberry32 } from './random.ts';
import { splits, type Split } from './records/photo.ts';

/** Photos, or a share of them, on each side. */
export type PerSplit = Readonly<Record<Split, number>>;

/** From this many annotated photos on a test part is set aside. */
const photosForTestPart = 200;

/**
 * Shares of the sides, summing to 1: 80/20, and 70/15/15 from 200 annotated photos on. Where folders name the splits, these are
 * kept and no test part is invented beside them.
 */
export function splitShares(annotatedPhotos: number, foldersNameSplits: boolean): PerSplit {
  if (foldersNameSplits || annotatedPhotos < photosForTestPart) return { train: 0.8, validation: 0.2, test: 0 };
  return { train: 0.7, validation: 0.15, test: 0.15 };
}

/** Folder names count as splits only when they hold something to learn from and something to score on. */
export function folderSplitsCount(found: ReadonlySet<Split>): boolean {
  return found.has('train') && (found.has('validation') || found.has('test'));
}

/** The side of a group whose equal photos lie in folders of several sides: held out wins, so that no score is measured on trained photos. */
export function strictestSplit(named: Iterable<Split>): Split | null {
  const found = new Set(named);
  return (['test', 'validation', 'train'] as const).find(split => found.has(split)) ?? null;
}

/** A number in [0, 1) that is the same for the same seed and group on every machine. */
function groupHash(seed: number, group: number): number {
  return mulberry32(fnv1a32(`${seed}:${group}`))();
}

const tied = 1e-9;

/**
 * The side furthest below its share after one group more; `counts` are the photos of one class so far.
 * @param tie in [0, 1): picks among equal sides.
 * @param mayTest false where a photo of the group was trained on before.
 */
export function nextSplit(counts: PerSplit, shares: PerSplit, photos: number, tie: number, mayTest = true): Split {
  const total = splits.reduce((sum, split) => sum + counts[split], photos);
  const open = splits.filter(split => shares[split] > 0 && (split !== 'test' || mayTest));
  const lacking = open.map(split => shares[split] * total - counts[split]);
  const most = Math.max(...lacking);
  const best = open.filter((_, index) => most - lacking[index]! < tied);
  return best[Math.floor(tie * best.length)]!;
}

export type GroupToSplit = {
  readonly group: number;
  /** What the photos are counted under: a class id, or 0 for "nothing here". */
  readonly classKey: number;
  readonly photos: number;
  readonly mayTest: boolean;
};

/**
 * Gives each group a side, class by class, in the seeded order of the groups, so that every class has its shares within one group.
 * @param counts photos per class that have a side already; not changed.
 */
export function splitGroups(
  groups: readonly GroupToSplit[],
  counts: ReadonlyMap<number, PerSplit>,
  shares: PerSplit,
  seed: number,
): Map<number, Split> {
  const running = new Map<number, Record<Split, number>>();
  const result = new Map<number, Split>();
  const ordered = groups.map(group => ({ ...group, hash: groupHash(seed, group.group) }));
  ordered.sort((one, other) => one.hash - other.hash || one.group - other.group);
  for (const { group, classKey, photos, mayTest, hash } of ordered) {
    const soFar = running.get(classKey) ?? { train: 0, validation: 0, test: 0, ...counts.get(classKey) };
    running.set(classKey, soFar);
    const side = nextSplit(soFar, shares, photos, hash, mayTest);
    soFar[side] += photos;
    result.set(group, side);
  }
  return result;
}
