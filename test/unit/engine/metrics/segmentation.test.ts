// Overlap of class maps against scikit-learn's numbers, ignored pixels and a class that is never predicted among them.
import { expect, test } from 'vitest';
import { mapOverlap, pixelConfusion } from '../../../../src/engine/metrics/segmentation.ts';
import { goldenJson, goldenTensors } from '../../../support/golden.ts';

type Pair = {
  readonly classes: number;
  readonly ignore_value: number | null;
  readonly confusion_truth_by_prediction: number[][];
  readonly [measure: string]: unknown;
};
const { pairs } = goldenJson('metrics/segmentation.json') as { readonly pairs: Readonly<Record<string, Pair>> };
const maps = goldenTensors('metrics/label_masks.safetensors');

test.each(Object.entries(pairs))('%s has the reference’s confusion, overlaps and Dice', (name, pair) => {
  const [truth, prediction] = ['truth', 'prediction'].map(
    kind => maps.get(name.replace('pair', kind))!.data as Uint8Array,
  );
  const confusion = pixelConfusion(truth!, prediction!, pair.classes, pair.ignore_value ?? undefined);
  expect(confusion).toEqual(pair.confusion_truth_by_prediction);
  const ours = mapOverlap(confusion);
  for (const [measure, value] of [
    ['pixel_accuracy', ours.pixelAccuracy],
    ['mean_class_accuracy', ours.meanClassAccuracy],
    ['mean_iou', ours.meanOverlap],
    ['mean_dice', ours.meanDice],
    ['frequency_weighted_iou', ours.weightedOverlap],
  ] as const) {
    expect(value, measure).toBeCloseTo(pair[measure] as number, 9);
  }
  ours.overlap.forEach((value, place) => expect(value).toBeCloseTo((pair['iou'] as number[])[place]!, 9));
  ours.dice.forEach((value, place) => expect(value).toBeCloseTo((pair['dice'] as number[])[place]!, 9));
});

test('a class in neither map has no overlap and is not in the means', () => {
  const confusion = pixelConfusion(Uint8Array.of(0, 0, 1), Uint8Array.of(0, 1, 1), 3);
  expect(mapOverlap(confusion)).toMatchObject({ overlap: [0.5, 0.5, null], meanOverlap: 0.5, pixelAccuracy: 2 / 3 });
});

test('where everything is ignored nothing is claimed', () => {
  const confusion = pixelConfusion(Uint8Array.of(255, 255), Uint8Array.of(0, 1), 2, 255);
  expect(mapOverlap(confusion)).toMatchObject({ pixelAccuracy: null, meanOverlap: null, weightedOverlap: null });
});

test('a value that is no class is not counted silently', () => {
  expect(() => pixelConfusion(Uint8Array.of(0, 255), Uint8Array.of(0, 1), 2)).toThrow('class 255 of 2');
  expect(() => pixelConfusion(Uint8Array.of(0), Uint8Array.of(0, 1), 2)).toThrow('2 predicted pixels for 1');
});
