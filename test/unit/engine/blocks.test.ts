// Networks come apart into the blocks that people know them by, and half of the parameters learn by default.
import { expect, test } from 'vitest';
import { blocksOf, defaultUnfreeze, layersBefore } from '../../../src/engine/blocks.ts';
import type { Model } from '../../../src/engine/model.ts';
import { withoutNesting } from '../../../src/engine/model-parts.ts';
import { planModel } from '../../../src/engine/plan.ts';
import { elementCount } from '../../../src/engine/tensor.ts';
import { readModel } from '../../../src/engine/graph.ts';
import { alexnet } from '../../../src/engine/zoo/alexnet.ts';
import { efficientnetLite0 } from '../../../src/engine/zoo/efficientnet-lite0.ts';
import { fashionCnn } from '../../../src/engine/zoo/fashion-cnn.ts';
import { googlenet } from '../../../src/engine/zoo/googlenet.ts';
import { lenet5 } from '../../../src/engine/zoo/lenet5.ts';
import { mobilenetV2 } from '../../../src/engine/zoo/mobilenet-v2.ts';
import { resnet152, resnet50 } from '../../../src/engine/zoo/resnet.ts';
import { resnet34 } from '../../../src/engine/zoo/resnet34.ts';
import { xception } from '../../../src/engine/zoo/xception.ts';
import { modelSource, readModelFile } from '../../../src/main/formats/models/model-formats.ts';
import { goldenFile, goldenJson } from '../../support/golden.ts';

const namesOf = (model: Model): string[] => blocksOf(model).map(({ name }) => name);
const numbers = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, place) => first + place);
const parametersOf = (model: Model): number =>
  planModel(model).weights.reduce((sum, { shape }) => sum + elementCount(shape), 0);

const zoo = {
  xception: xception({ classes: 0 }),
  resnet50: resnet50({ classes: 0 }),
  resnet152: resnet152({ classes: 0 }),
  mobilenetV2: mobilenetV2({ classes: 0 }),
  efficientnetLite0: efficientnetLite0({ classes: 0 }),
  resnet34: resnet34({ classes: 0 }),
  googlenet: googlenet({ classes: 0 }),
  alexnet: alexnet({ classes: 10 }),
  lenet5: lenet5({ classes: 10 }),
  fashionCnn: fashionCnn({ classes: 10 }),
};

test.each(Object.entries(zoo))(
  '%s: at most 20 blocks hold all parameters, each begins at a layer of its own',
  (_, model) => {
    const blocks = blocksOf(model);
    expect(blocks.length).toBeGreaterThan(2);
    expect(blocks.length).toBeLessThanOrEqual(20);
    expect(blocks.reduce((sum, { parameters }) => sum + parameters, 0)).toBe(parametersOf(model));
    expect(new Set(blocks.map(({ name }) => name)).size).toBe(blocks.length);
    const places = blocks.map(({ firstLayer }) => model.layers.findIndex(({ name }) => name === firstLayer));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places).not.toContain(-1);
  },
);

test('blocks have the names of their papers and of Keras', () => {
  expect(namesOf(zoo.xception)).toEqual(numbers(1, 14).map(number => `block${number}`));
  expect(namesOf(zoo.resnet50)).toEqual([
    'conv1',
    ...[3, 4, 6, 3].flatMap((units, stage) => numbers(1, units).map(unit => `conv${stage + 2}_block${unit}`)),
  ]);
  expect(namesOf(zoo.mobilenetV2)).toEqual([
    'Conv1',
    'expanded_conv',
    ...numbers(1, 16).map(number => `block_${number}`),
    'Conv_1',
  ]);
  expect(namesOf(zoo.efficientnetLite0).slice(0, 4)).toEqual(['stem', 'block1a', 'block2a', 'block2b']);
  expect(namesOf(zoo.efficientnetLite0).at(-1)).toBe('top');
  expect(namesOf(zoo.resnet34)).toEqual(['stem', ...numbers(1, 16).map(number => `unit${number}`)]);
  expect(namesOf(zoo.googlenet).slice(2, 5)).toEqual(['conv2', 'inception_3a', 'inception_3b']);
});

test('a block ends at the value that everything after it reads', () => {
  const ends = (model: Model): string[] => blocksOf(model).map(({ end }) => end.layer);
  expect(ends(zoo.xception).slice(-2)).toEqual(['add_11', 'avg_pool']);
  expect(ends(zoo.resnet50).slice(0, 2)).toEqual(['pool1_pool', 'conv2_block1_out']);
});

test('by default Xception learns from block 11 on, 10.0 of 20.9 million parameters', () => {
  const blocks = blocksOf(zoo.xception);
  const unfreeze = defaultUnfreeze(blocks)!;
  expect(unfreeze).toBe('block11');
  const learning = blocks.slice(blocks.findIndex(({ name }) => name === unfreeze));
  const millions = (of: typeof blocks): number => of.reduce((sum, { parameters }) => sum + parameters, 0) / 1e6;
  expect(millions(learning)).toBeCloseTo(10.0, 1);
  expect(millions(blocks)).toBeCloseTo(20.9, 1);
});

test('one block that holds more than half is what learns, and no block is none', () => {
  expect(
    defaultUnfreeze([
      { name: 'small', parameters: 10 },
      { name: 'large', parameters: 90 },
    ]),
  ).toBe('large');
  expect(defaultUnfreeze([])).toBeNull();
});

test('what runs before the chosen block stays frozen, the way around it learns', () => {
  const frozen = layersBefore(zoo.xception, 'block13')!;
  expect(frozen.has('block12_sepconv3')).toBe(true);
  expect(frozen.has('block13_sepconv1')).toBe(false);
  expect(frozen.has('conv2d_3')).toBe(false);
  expect(frozen.has('conv2d_2')).toBe(true);
  expect(layersBefore(zoo.xception, 'block14_sepconv2')!.has('block14_sepconv1')).toBe(true);
  expect(layersBefore(zoo.xception, 'no-such-layer')).toBeNull();
});

test.each(['tiny.keras', 'multi.keras', 'more/branchy.keras', 'more/outer.keras', 'more/seq.keras'])(
  '%s: blocks are called after their first layer with weights and hold all parameters',
  async name => {
    const { model } = await readModelFile(await modelSource(goldenFile(`files/${name}`)));
    const blocks = blocksOf(model!);
    expect(blocks.reduce((sum, { parameters }) => sum + parameters, 0)).toBe(parametersOf(model!));
    for (const block of blocks) expect(block.firstLayer.startsWith(block.name)).toBe(true);
    expect(blocks.map(({ name: block }) => block)).toContain(defaultUnfreeze(blocks));
  },
);

test('a nested model is opened: its blocks are blocks, its weights keep their keys', () => {
  const nested = readModel(goldenJson('layers/nested_model.json'));
  const flat = withoutNesting(nested);
  expect(flat.layers.some(layer => layer.nested)).toBe(false);
  const keys = (model: Model): string[] => planModel(model).weights.map(({ key }) => key);
  expect(keys(flat).toSorted()).toEqual(keys(nested).toSorted());
  expect(planModel(flat).outputs[0]!.shape).toEqual(planModel(nested).outputs[0]!.shape);
});
