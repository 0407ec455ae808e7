// Overlap of boxes against the reference and pycocotools, degenerate boxes and crowds too.
import { expect, test } from 'vitest';
import { boxOverlap, generalisedOverlap } from '../../../../src/engine/metrics/box-overlap.ts';
import type { Box } from '../../../../src/engine/metrics/box-overlap.ts';
import { goldenJson } from '../../../support/golden.ts';

const { pairs } = goldenJson('metrics/box_iou.json') as {
  readonly pairs: readonly {
    readonly a_xywh: Box;
    readonly b_xywh: Box;
    readonly iou: number;
    readonly giou: number;
    readonly pycocotools_iou: number;
    readonly pycocotools_iou_b_is_crowd: number;
  }[];
};

test.each(pairs)('$a_xywh and $b_xywh overlap by $iou', ({ a_xywh: a, b_xywh: b, ...expected }) => {
  expect(boxOverlap(a, b)).toBeCloseTo(expected.iou, 9);
  expect(boxOverlap(b, a)).toBeCloseTo(expected.iou, 9);
  expect(boxOverlap(a, b)).toBeCloseTo(expected.pycocotools_iou, 9);
  expect(boxOverlap(a, b, true)).toBeCloseTo(expected.pycocotools_iou_b_is_crowd, 9);
  expect(generalisedOverlap(a, b)).toBeCloseTo(expected.giou, 9);
});
