import { expect, test } from 'vitest';
import { learningFrom } from '../../../src/engine/freezing.ts';
import { planModel } from '../../../src/engine/plan.ts';
import { splitModel } from '../../../src/engine/split.ts';
import { xception } from '../../../src/engine/zoo/xception.ts';

const model = xception({ classes: 0, sizePx: 96 });
const learns = (unfreeze: string): string[] =>
  planModel(learningFrom(model, unfreeze))
    .weights.filter(({ isTrainable }) => isTrainable)
    .map(({ key }) => key.split('/')[0]!);

test('everything from a block on learns, its way around with it, and no batch norm', () => {
  const layers = new Set(learns('block13'));
  expect([...layers]).toEqual(
    expect.arrayContaining(['block13_sepconv1', 'block13_sepconv2', 'block14_sepconv1', 'block14_sepconv2']),
  );
  expect([...layers].filter(name => name.startsWith('conv2d'))).toHaveLength(1);
  expect([...layers].some(name => /bn|batch_normalization/.test(name))).toBe(false);
  expect(layers.has('block12_sepconv3')).toBe(false);
});

test('a layer’s name opens the network from that layer on', () => {
  expect(new Set(learns('block14_sepconv2'))).toEqual(new Set(['block14_sepconv2']));
});

test('what stays frozen before block 13 ends in one value', () => {
  const { frozen } = splitModel(learningFrom(model, 'block13'));
  expect(frozen!.outputs).toHaveLength(1);
});

test('an unknown name is refused with the names there are', () => {
  expect(() => learningFrom(model, 'block99')).toThrow(/block1.*block14/);
});
