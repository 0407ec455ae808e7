// Rotated boxes from what files say of them: four corners, or a box turned about its upper left corner.
import type { RotatedBoxGeometry } from '../../../shared/records/shape.ts';

/** How far a corner may be from where a rectangle would have it, in pixels, and as a part of the longer side. */
const slackPx = 0.5;
const slackPart = 0.01;

const degrees = (radians: number): number => ((((radians * 180) / Math.PI) % 360) + 360) % 360;
/** -0.0000001° is 0°, not 359.9999999°; and 360° is 0°. */
const angleOf = (value: number): number => {
  const rounded = Math.round(degrees(value) * 1e6) / 1e6;
  return rounded === 360 ? 0 : rounded;
};

/**
 * The rotated box of four corners `[x1, y1, …]` in either direction round; the edge from the first corner to the second is its upper one at
 * angle 0. Null where the corners are no rectangle.
 */
export function rotatedBoxOfCorners(corners: readonly number[]): RotatedBoxGeometry | null {
  return clockwise(corners) ?? clockwise([0, 3, 2, 1].flatMap(place => [corners[2 * place]!, corners[2 * place + 1]!]));
}

function clockwise(corners: readonly number[]): RotatedBoxGeometry | null {
  if (corners.length !== 8 || !corners.every(Number.isFinite)) return null;
  const [x1 = 0, y1 = 0, x2 = 0, y2 = 0, x3 = 0, y3 = 0, x4 = 0, y4 = 0] = corners;
  const turn = (x2 - x1) * (y3 - y2) - (y2 - y1) * (x3 - x2);
  const width = (Math.hypot(x2 - x1, y2 - y1) + Math.hypot(x3 - x4, y3 - y4)) / 2;
  const height = (Math.hypot(x3 - x2, y3 - y2) + Math.hypot(x4 - x1, y4 - y1)) / 2;
  const slack = Math.max(slackPx, slackPart * Math.max(width, height));
  // In a parallelogram the diagonals halve each other; in a rectangle they are of one length too.
  const isRectangle =
    Math.hypot(x1 + x3 - x2 - x4, y1 + y3 - y2 - y4) <= 2 * slack &&
    Math.abs(Math.hypot(x3 - x1, y3 - y1) - Math.hypot(x4 - x2, y4 - y2)) <= slack;
  if (!isRectangle || !(turn > 0)) return null;
  return {
    centreX: (x1 + x2 + x3 + x4) / 4,
    centreY: (y1 + y2 + y3 + y4) / 4,
    width,
    height,
    angle: angleOf(Math.atan2(y2 - y1, x2 - x1)),
  };
}
