// A shape in words and numbers: its measure in a row, and what is said of the selected one.
import type { Shape } from '../../../shared/records/shape.ts';
import type { Text } from '../../api/text.tsx';
import { maskOf } from './mask-shape.ts';
import type { Thing } from './things.ts';

type Words = Pick<Text, 't' | 'number' | 'percent'>;

const pointsOf = (polygon: readonly (readonly number[])[]): number =>
  polygon.reduce((sum, part) => sum + part.length / 2, 0);

const whole = (value: number): number => Math.round(value);

/** Share of the photo's pixels, 0…1. */
function shareOf(shape: Extract<Shape, { kind: 'mask' }>): number {
  const { widthPx, heightPx } = shape.mask;
  return maskOf(shape.mask).area / (widthPx * heightPx);
}

/** One short measure: "120 × 80", "27 points", "25.6 %". */
export function measureOf({ t, percent }: Words, shape: Shape): string {
  switch (shape.kind) {
    case 'box':
      return `${whole(shape.box.width)} × ${whole(shape.box.height)}`;
    case 'rotated-box': {
      const { width, height, angle } = shape.rotatedBox;
      return `${whole(width)} × ${whole(height)}, ${whole(angle)}°`;
    }
    case 'polygon':
      return t('label.shape.points', { count: pointsOf(shape.polygon) });
    case 'mask':
      return percent(shareOf(shape));
    case 'point':
      return `${whole(shape.point.x)}, ${whole(shape.point.y)}`;
  }
}

export type Measure = { readonly name: string; readonly value: string };

/** What is said of the selected one. */
export function measuresOf({ t, number, percent }: Words, { shape, box }: Thing): readonly Measure[] {
  const px = (key: 'left' | 'top' | 'width' | 'height', value: number): Measure => ({
    name: t(`label.box.${key}`),
    value: number(whole(value)),
  });
  const place = [px('left', box.x), px('width', box.width), px('top', box.y), px('height', box.height)];
  switch (shape.kind) {
    case 'box':
      return place;
    case 'rotated-box': {
      const { centreX, centreY, width, height, angle } = shape.rotatedBox;
      return [
        { name: t('label.shape.centre'), value: `${number(whole(centreX))}, ${number(whole(centreY))}` },
        px('width', width),
        { name: t('label.shape.angle'), value: `${number(whole(angle))}°` },
        px('height', height),
      ];
    }
    case 'polygon': {
      const parts = shape.polygon.length;
      return [
        ...place,
        { name: t('label.shape.corners'), value: number(pointsOf(shape.polygon)) },
        ...(parts > 1 ? [{ name: t('label.shape.parts'), value: number(parts) }] : []),
      ];
    }
    case 'mask':
      return [...place, { name: t('label.shape.share'), value: percent(shareOf(shape)) }];
    case 'point':
      return [px('left', shape.point.x), px('top', shape.point.y)];
  }
}
