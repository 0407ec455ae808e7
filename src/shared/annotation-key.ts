// What makes two annotations of one photo the same, for imports that are done again and files that are read again.
import type { Shape } from './records/shape.ts';

/** Two annotations are one when their coordinates differ by less than this, in pixels: formats round. */
const samePx = 0.01;

/** Equal for shapes that are the same; null stands for the label of a whole photo. */
export function shapeKey(shape: Shape | null): string {
  if (shape === null) return 'label';
  switch (shape.kind) {
    case 'box':
      return `box ${[shape.box.x, shape.box.y, shape.box.width, shape.box.height].map(rounded).join()}`;
    case 'rotated-box': {
      const { centreX, centreY, width, height, angle } = shape.rotatedBox;
      return `rotated ${[centreX, centreY, width, height, angle].map(rounded).join()}`;
    }
    case 'polygon':
      return `polygon ${shape.polygon.map(part => part.map(rounded).join()).join(';')}`;
    case 'mask':
      return `mask ${shape.mask.widthPx} ${shape.mask.heightPx} ${shape.mask.counts}`;
    case 'point':
      return `point ${rounded(shape.point.x)},${rounded(shape.point.y)}`;
  }
}

const rounded = (value: number): number => Math.round(value / samePx);
