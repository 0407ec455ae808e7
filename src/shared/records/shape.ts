// Shapes: what a thing in a photo can be drawn as. All coordinates are pixels of the upright photo, real numbers, 0 at its left and
// upper edge (COCO).
import { z } from 'zod';

const coordinate = z.number().finite();
const size = z.number().finite().positive();

/** Left, top, width, height. */
export const boxGeometry = z.object({
  x: coordinate.min(0),
  y: coordinate.min(0),
  width: size,
  height: size,
});
export type BoxGeometry = z.infer<typeof boxGeometry>;

/** Centre, size, and the angle in degrees by which it is turned clockwise about its centre, 0 ≤ angle < 360. */
export const rotatedBoxGeometry = z.object({
  centreX: coordinate,
  centreY: coordinate,
  width: size,
  height: size,
  angle: coordinate.min(0).lt(360),
});
export type RotatedBoxGeometry = z.infer<typeof rotatedBoxGeometry>;

const mostVertices = 100_000;
/** One instance in one or more parts without holes (COCO); each part is `[x1, y1, x2, y2, …]` of at least three points. */
export const polygonGeometry = z
  .array(
    z
      .array(coordinate)
      .min(6)
      .max(2 * mostVertices)
      .refine(part => part.length % 2 === 0),
  )
  .min(1)
  .max(10_000);
export type PolygonGeometry = z.infer<typeof polygonGeometry>;

/** The pixels of the whole upright photo that belong to the thing, as COCO's compressed run-length encoding (column by column, from zeros). */
export const maskGeometry = z.object({
  widthPx: z.number().int().positive().max(100_000),
  heightPx: z.number().int().positive().max(100_000),
  counts: z.string().min(1).max(10_000_000),
});
export type MaskGeometry = z.infer<typeof maskGeometry>;

export const pointGeometry = z.object({ x: coordinate, y: coordinate });

export const shape = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('box'), box: boxGeometry }),
  z.object({ kind: z.literal('rotated-box'), rotatedBox: rotatedBoxGeometry }),
  z.object({ kind: z.literal('polygon'), polygon: polygonGeometry }),
  z.object({ kind: z.literal('mask'), mask: maskGeometry }),
  z.object({ kind: z.literal('point'), point: pointGeometry }),
]);
export type Shape = z.infer<typeof shape>;
export type ShapeKind = Shape['kind'];
export const shapeKinds = ['box', 'rotated-box', 'polygon', 'mask', 'point'] as const satisfies readonly ShapeKind[];

/** What a format says besides class and shape (VOC's `difficult`, labelme's `group_id`, COCO's `iscrowd`, a score): kept, and written again. */
export const attributes = z.record(
  z.string().max(100),
  z.union([z.string().max(1000), z.number().finite(), z.boolean()]),
);
export type Attributes = Readonly<z.infer<typeof attributes>>;

const turned = (centre: number, angle: number, along: number, across: number): number =>
  centre + Math.cos(angle) * along + Math.sin(angle) * across;

/** The four corners `[x1, y1, …]`, clockwise from the one that is at the left and top while the angle is 0. */
export function cornersOfRotatedBox({ centreX, centreY, width, height, angle }: RotatedBoxGeometry): number[] {
  const radians = (angle * Math.PI) / 180;
  return [
    [-width / 2, -height / 2],
    [width / 2, -height / 2],
    [width / 2, height / 2],
    [-width / 2, height / 2],
  ].flatMap(([along, across]) => [
    turned(centreX, radians, along!, -across!),
    turned(centreY, radians, across!, along!),
  ]);
}
