// The measures of detectors against pycocotools and VOC's formulas: 40 photos, 317 boxes, 357 detections.
import { describe, expect, test } from 'vitest';
import { boxOverlap } from '../../../../src/engine/metrics/box-overlap.ts';
import type { Box } from '../../../../src/engine/metrics/box-overlap.ts';
import { cocoMeasures } from '../../../../src/engine/metrics/coco.ts';
import type { Detection, Truth } from '../../../../src/engine/metrics/detection.ts';
import { encodeMask, maskOverlap } from '../../../../src/engine/metrics/run-lengths.ts';
import type { RunLengths } from '../../../../src/engine/metrics/run-lengths.ts';
import { vocMeasures } from '../../../../src/engine/metrics/voc.ts';
import { goldenJson } from '../../../support/golden.ts';

type Annotation = { image_id: number; category_id: number; bbox: Box; area: number; iscrowd: 0 | 1 };
type Result = { image_id: number; category_id: number; bbox: Box; score: number };
type Golden = {
  coco_summary: Record<string, number>;
  per_class: Record<string, Record<string, number>>;
  mAP_over_classes: number;
  voc: { per_class: Record<string, Record<string, number>>; mAP_11point: number; mAP_all_points: number };
};

const { annotations, categories } = goldenJson('metrics/gt.json') as {
  annotations: Annotation[];
  categories: { id: number; name: string }[];
};
const golden = goldenJson('metrics/detection.json') as Golden;
const truths = annotations.map(({ image_id, category_id, bbox, area, iscrowd }): Truth<Box> => {
  return { image: image_id, class: category_id, shape: bbox, area, isCrowd: iscrowd === 1 };
});
const detections = (goldenJson('metrics/detections.json') as Result[]).map(
  ({ image_id, category_id, bbox, score }): Detection<Box> => {
    return { image: image_id, class: category_id, shape: bbox, area: bbox[2] * bbox[3], score };
  },
);
const nameOf = new Map(categories.map(({ id, name }) => [id, name]));

describe('COCO', () => {
  const { summary, classes } = cocoMeasures(truths, detections, boxOverlap);

  test.each([
    ['ap', 'AP'],
    ['ap50', 'AP50'],
    ['ap75', 'AP75'],
    ['apSmall', 'AP_small'],
    ['apMedium', 'AP_medium'],
    ['apLarge', 'AP_large'],
    ['ar1', 'AR_1'],
    ['ar10', 'AR_10'],
    ['ar100', 'AR_100'],
    ['arSmall', 'AR_small'],
    ['arMedium', 'AR_medium'],
    ['arLarge', 'AR_large'],
  ] as const)('%s is pycocotools’ %s', (ours, theirs) => {
    expect(Math.abs(summary[ours]! - golden.coco_summary[theirs]!)).toBeLessThan(1e-9);
  });

  test('every class has pycocotools’ AP, AP50, AP75 and AR100', () => {
    const named = new Map([...classes].map(([id, measures]) => [nameOf.get(id), measures]));
    expect([...named.keys()].toSorted()).toEqual(Object.keys(golden.per_class).toSorted());
    const differences = Object.entries(golden.per_class).flatMap(([name, expected]) => {
      const { ap, ap50, ap75, ar100 } = named.get(name)!;
      return [ap - expected['AP']!, ap50 - expected['AP50']!, ap75 - expected['AP75']!, ar100 - expected['AR100']!];
    });
    expect(differences.filter(difference => !(Math.abs(difference) < 1e-9))).toEqual([]);
    const all = [...classes.values()].map(({ ap }) => ap);
    expect(all.reduce((sum, ap) => sum + ap, 0) / all.length).toBeCloseTo(golden.mAP_over_classes, 9);
  });

  test('what stands where in the lists changes nothing', () => {
    expect(cocoMeasures(truths.toReversed(), detections.toReversed(), boxOverlap).summary).toEqual(summary);
  });

  test('boxes as masks of whole pixels measure the same', () => {
    const whole = <T extends { readonly shape: Box }>(thing: T): T => {
      const shape = thing.shape.map(value => Math.max(1, Math.round(value / 8))) as unknown as Box;
      return { ...thing, shape, area: shape[2] * shape[3] };
    };
    const asMask = <T extends { readonly shape: Box }>(thing: T): Omit<T, 'shape'> & { shape: RunLengths } => {
      const [left, top, width, height] = thing.shape;
      const pixels = new Uint8Array(200 * 200);
      for (let y = top; y < top + height; y++) pixels.fill(1, y * 200 + left, y * 200 + left + width);
      return { ...thing, shape: encodeMask({ heightPx: 200, widthPx: 200, pixels }) };
    };
    const boxes = [truths.map(whole), detections.map(whole)] as const;
    const byBoxes = cocoMeasures(...boxes, boxOverlap);
    const byMasks = cocoMeasures(boxes[0].map(asMask), boxes[1].map(asMask), maskOverlap);
    expect(byBoxes.summary.ap).toBeGreaterThan(0.2);
    expect(byMasks).toEqual(byBoxes);
  });
});

describe('COCO, by hand', () => {
  const truth = (shape: Box, isCrowd = false): Truth<Box> => {
    return { image: 1, class: 0, shape, area: shape[2] * shape[3], isCrowd };
  };
  const found = (shape: Box, score: number): Detection<Box> => {
    return { image: 1, class: 0, shape, area: shape[2] * shape[3], score };
  };
  const summary = (things: readonly Truth<Box>[], results: readonly Detection<Box>[]) =>
    cocoMeasures(things, results, boxOverlap).summary;

  test('a crowd takes any number of detections, and none of them counts', () => {
    const things = [truth([0, 0, 50, 50]), truth([100, 0, 100, 100], true)];
    const results = [found([100, 0, 40, 40], 0.9), found([150, 20, 40, 40], 0.8), found([0, 0, 50, 50], 0.7)];
    expect(summary(things, results).ap).toBeCloseTo(1, 9);
    expect(summary([things[1]!], results)).toMatchObject({ ap: null, ar100: null, apMedium: null });
  });

  test('a second detection of one thing is a miss', () => {
    const results = [found([0, 0, 50, 50], 0.9), found([0, 0, 50, 50], 0.8), found([200, 0, 50, 50], 0.7)];
    // Precision 1 up to recall 0.5, then 2 of 3: 51 of 101 recalls at 1, 50 at 2/3.
    expect(summary([truth([0, 0, 50, 50]), truth([200, 0, 50, 50])], results).ap50).toBeCloseTo(
      (51 + (50 * 2) / 3) / 101,
      9,
    );
  });

  test('a miss of another size does not count against a size', () => {
    const results = [found([0, 0, 20, 20], 0.9), found([100, 100, 200, 200], 0.95)];
    const { ap, apSmall, apLarge } = summary([truth([0, 0, 20, 20])], results);
    expect([ap, apSmall, apLarge]).toEqual([expect.closeTo(0.5, 9), expect.closeTo(1, 9), null]);
  });

  test('only the best 100 of an image count', () => {
    const results = Array.from({ length: 100 }, (_, at) => found([500, at * 20, 5, 5], 1 - at / 1000));
    expect(summary([truth([0, 0, 50, 50])], [...results, found([0, 0, 50, 50], 0.1)]).ar100).toBe(0);
    expect(summary([truth([0, 0, 50, 50])], [...results.slice(1), found([0, 0, 50, 50], 0.1)]).ar100).toBe(1);
  });

  test('without detections everything is 0, without truths nothing is claimed', () => {
    expect(summary([truth([0, 0, 50, 50])], [])).toMatchObject({ ap: 0, ar100: 0, apMedium: 0, apSmall: null });
    expect(summary([], [found([0, 0, 50, 50], 1)]).ap).toBeNull();
  });
});

describe('VOC', () => {
  const measures = vocMeasures(truths, detections, boxOverlap);

  test('every class has the reference’s counts and both average precisions', () => {
    const named = new Map([...measures].map(([id, measure]) => [nameOf.get(id), measure]));
    expect([...named.keys()].toSorted()).toEqual(Object.keys(golden.voc.per_class).toSorted());
    for (const [name, expected] of Object.entries(golden.voc.per_class)) {
      const { positives, detections: count, hits, elevenPoints, allPoints } = named.get(name)!;
      expect([positives, count, hits]).toEqual([
        expected['positives'],
        expected['detections'],
        expected['true_positives'],
      ]);
      expect(elevenPoints).toBeCloseTo(expected['AP_11point']!, 9);
      expect(allPoints).toBeCloseTo(expected['AP_all_points']!, 9);
    }
  });

  test('the means over classes are the reference’s', () => {
    const all = [...measures.values()];
    const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(meanOf(all.map(({ elevenPoints }) => elevenPoints))).toBeCloseTo(golden.voc.mAP_11point, 9);
    expect(meanOf(all.map(({ allPoints }) => allPoints))).toBeCloseTo(golden.voc.mAP_all_points, 9);
  });
});
