// How much two boxes overlap. Boxes are x, y, width, height in pixels with real coordinates: a box 10 wide is 10 wide, nothing is added.

/** Left, top, width, height. */
export type Box = readonly [x: number, y: number, width: number, height: number];

/** Intersection over union, 0…1; 0 where they only touch or have no area. Against a crowd it is the share of `box` inside the crowd, as COCO counts. */
export function boxOverlap(box: Box, other: Box, isCrowd = false): number {
  const shared = intersection(box, other);
  if (shared === 0) return 0;
  const own = box[2] * box[3];
  return shared / (isCrowd ? own : own + other[2] * other[3] - shared);
}

/** Generalised intersection over union, -1…1 (Rezatofighi et al. 2019): less the share of the smallest box around both that neither fills. */
export function generalisedOverlap(box: Box, other: Box): number {
  const union = box[2] * box[3] + other[2] * other[3] - intersection(box, other);
  const around = (axis: 0 | 1): number =>
    Math.max(box[axis] + box[axis + 2]!, other[axis] + other[axis + 2]!) - Math.min(box[axis], other[axis]);
  const hull = around(0) * around(1);
  return hull > 0 ? boxOverlap(box, other) - (hull - union) / hull : boxOverlap(box, other);
}

function intersection([x, y, width, height]: Box, [otherX, otherY, otherWidth, otherHeight]: Box): number {
  const across = Math.min(x + width, otherX + otherWidth) - Math.max(x, otherX);
  const down = Math.min(y + height, otherY + otherHeight) - Math.max(y, otherY);
  return across > 0 && down > 0 ? across * down : 0;
}
