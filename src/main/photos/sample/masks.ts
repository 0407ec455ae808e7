// Where each thing is, to the pixel: mask, box and outline taken from what the camera really saw, never from the plan.

/** COCO's uncompressed run lengths: down the columns, beginning with a run of zeros. `size` is [height, width]. */
export type RunLengths = { readonly size: readonly [number, number]; readonly counts: readonly number[] };
export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
export type Mask = { readonly widthPx: number; readonly heightPx: number; readonly on: Uint8Array };

/** A px belongs to an owner when at least half of its samples do. `owners` has `samples` × `samples` values a px. */
export function maskOf(
  owners: Uint8Array,
  owner: number,
  size: { readonly widthPx: number; readonly heightPx: number; readonly samples: number },
): Mask {
  const { widthPx, heightPx, samples } = size;
  const counts = new Uint8Array(widthPx * heightPx);
  for (let y = 0, i = 0; y < heightPx * samples; y++) {
    const row = Math.floor(y / samples) * widthPx;
    for (let x = 0; x < widthPx * samples; x++, i++) if (owners[i] === owner) counts[row + Math.floor(x / samples)]!++;
  }
  return { widthPx, heightPx, on: counts.map(count => (count * 2 >= samples * samples ? 1 : 0)) };
}

export const areaOf = ({ on }: Mask): number => on.reduce((sum, value) => sum + value, 0);

/** The smallest box around the mask's pixels, in px; null for an empty mask. */
export function boxOf({ widthPx, heightPx, on }: Mask): Box | null {
  let [left, top, right, bottom] = [widthPx, heightPx, -1, -1];
  for (let y = 0, i = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++, i++) {
      if (on[i] === 0) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = y;
    }
  }
  return right < 0 ? null : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

export function runLengthsOf({ widthPx, heightPx, on }: Mask): RunLengths {
  const counts: number[] = [];
  let current = 0;
  let length = 0;
  for (let x = 0; x < widthPx; x++) {
    for (let y = 0; y < heightPx; y++) {
      if (on[y * widthPx + x] !== current) {
        counts.push(length);
        current = 1 - current;
        length = 0;
      }
      length++;
    }
  }
  counts.push(length);
  return { size: [heightPx, widthPx], counts };
}

/** Directions along pixel edges: right, down, left, up. */
const steps = [[1, 0], [0, 1], [-1, 0], [0, -1]] as const; // prettier-ignore

/**
 * Outline of the mask's largest part as x, y pairs on pixel corners, clockwise, thinned to within `tolerancePx`.
 * Holes are not outlined (a COCO polygon has none): the run lengths are the exact shape.
 */
export function outlineOf(mask: Mask, tolerancePx = 0.8): number[] {
  const { widthPx, heightPx, on } = mask;
  const isOn = (x: number, y: number): boolean =>
    x >= 0 && y >= 0 && x < widthPx && y < heightPx && on[y * widthPx + x] === 1;
  const visited = new Uint8Array(on.length);
  let best: number[] = [];
  let bestArea = 0;
  for (let i = 0; i < on.length; i++) {
    const [x, y] = [i % widthPx, Math.floor(i / widthPx)];
    // An outer edge is met from above: walk it once, whichever of its top pixels comes first.
    if (on[i] === 0 || visited[i] === 1 || isOn(x, y - 1)) continue;
    const corners = walk(x, y, isOn, (px, py) => (visited[py * widthPx + px] = 1));
    const area = signedArea(corners);
    if (area > bestArea) [best, bestArea] = [corners, area];
  }
  return thin(best, tolerancePx);
}

/** Follows pixel edges with the mask on the right hand, from the upper left corner of (x, y) round to it again. */
function walk(
  x: number,
  y: number,
  isOn: (x: number, y: number) => boolean,
  visitTop: (x: number, y: number) => void,
): number[] {
  const corners: number[] = [];
  let [cx, cy, direction] = [x, y, 0];
  do {
    const [dx, dy] = steps[direction]!;
    if (direction === 0) visitTop(cx, cy);
    cx += dx;
    cy += dy;
    // The two pixels ahead: left and right of the edge that would go straight on.
    const leftX = cx + (dx + dy - 1) / 2;
    const leftY = cy + (dy - dx - 1) / 2;
    const rightX = cx + (dx - dy - 1) / 2;
    const rightY = cy + (dy + dx - 1) / 2;
    const turn = isOn(leftX, leftY) && isOn(rightX, rightY) ? 3 : isOn(rightX, rightY) ? 0 : 1;
    if (turn !== 0) corners.push(cx, cy);
    direction = (direction + turn) % 4;
  } while (cx !== x || cy !== y || direction !== 0);
  return corners;
}

function signedArea(corners: readonly number[]): number {
  let twice = 0;
  for (let i = 0; i < corners.length; i += 2) {
    const next = (i + 2) % corners.length;
    twice += corners[i]! * corners[next + 1]! - corners[next]! * corners[i + 1]!;
  }
  return twice / 2;
}

/** Douglas–Peucker on a closed outline, from its first corner and the one farthest from it. */
function thin(corners: readonly number[], tolerancePx: number): number[] {
  const count = corners.length / 2;
  if (count < 4) return [...corners];
  const at = (index: number): readonly [number, number] => [
    corners[2 * (index % count)]!,
    corners[2 * (index % count) + 1]!,
  ];
  const distance = (index: number): number => Math.hypot(at(index)[0] - at(0)[0], at(index)[1] - at(0)[1]);
  let far = 0;
  for (let index = 1; index < count; index++) if (distance(index) > distance(far)) far = index;
  const kept = new Set([0, far]);
  const stack: [number, number][] = [[0, far], [far, count]]; // prettier-ignore
  for (let part = stack.pop(); part; part = stack.pop()) {
    const [from, to] = part;
    const [ax, ay] = at(from);
    const [bx, by] = at(to);
    const length = Math.hypot(bx - ax, by - ay) || 1;
    let [worst, worstOff] = [-1, tolerancePx];
    for (let index = from + 1; index < to; index++) {
      const off = Math.abs((bx - ax) * (at(index)[1] - ay) - (by - ay) * (at(index)[0] - ax)) / length;
      if (off > worstOff) [worst, worstOff] = [index, off];
    }
    if (worst >= 0) {
      kept.add(worst);
      stack.push([from, worst], [worst, to]);
    }
  }
  return [...kept].sort((a, b) => a - b).flatMap(index => [...at(index)]);
}
