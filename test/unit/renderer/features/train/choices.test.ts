// What the details screen has chosen is made to fit what can be started from now.
import { expect, test } from 'vitest';
import {
  choicesOf,
  frozenBlocks,
  onBackbone,
  readOptions,
} from '../../../../../src/renderer/features/train/choices.ts';
import type { BackboneSummary } from '../../../../../src/shared/records/backbone.ts';
import { defaultRecipe, trainingOptions } from '../../../../../src/shared/records/recipe.ts';

const backbone = (id: string, change: Partial<BackboneSummary> = {}): BackboneSummary => ({
  id,
  name: id,
  source: 'download',
  isHere: true,
  recipes: ['one-click', 'textbook', 'scratch'],
  parameters: 300,
  bytes: 1_200,
  sidePx: 224,
  takesAnySide: true,
  classes: 1_000,
  pretrained: 'ImageNet',
  licence: null,
  blocks: ['block1', 'block2', 'block3'].map(name => ({ name, parameters: 100 })),
  unfreeze: 'block2',
  ...change,
});
const away = backbone('away', { isHere: false });
const here = backbone('here');
const small = backbone('small', { sidePx: 96, takesAnySide: false, unfreeze: 'block3' });
const bare = backbone('bare', { source: 'network', recipes: ['scratch'], pretrained: null, unfreeze: null });

test('without a choice the recipe starts from the first backbone that is here, with its block and its photo size', () => {
  const { backbone: chosen, options } = choicesOf('textbook', {}, [away, here, small, bare]);
  expect(chosen).toBe(here);
  expect(options).toEqual({
    backbone: 'here',
    recipe: defaultRecipe('textbook', { sidePx: 224, unfreeze: 'block2' }),
  });
  expect(trainingOptions.safeParse(options).success).toBe(true);
});

test('from scratch the first bare network is proposed, and only what allows the recipe can be chosen', () => {
  expect(choicesOf('scratch', {}, [here, bare]).backbone).toBe(bare);
  expect(choicesOf('textbook', { backbone: 'bare' }, [here, bare]).backbone).toBe(here);
  expect(choicesOf('textbook', {}, [bare])).toMatchObject({
    backbone: null,
    options: { recipe: { name: 'textbook' } },
  });
});

test('a chosen backbone that is not on this computer stays chosen, so that it can be downloaded', () => {
  expect(choicesOf('textbook', { backbone: 'away' }, [here, away]).backbone).toBe(away);
});

test('another backbone brings its own block and photo size; the other numbers stay', () => {
  const recipe = { ...defaultRecipe('textbook', { sidePx: 128, unfreeze: 'block1' }), batch: 8 } as const;
  expect(onBackbone(recipe as never, small)).toMatchObject({ unfreeze: 'block3', sidePx: 96, batch: 8 });
});

test('a remembered recipe whose block or size the backbone no longer has is mended, one that learns the head alone is left', () => {
  const recipe = defaultRecipe('textbook', { sidePx: 300, unfreeze: 'conv9' });
  expect(choicesOf('textbook', { backbone: 'small', recipe }, [small]).recipe).toMatchObject({
    unfreeze: 'block3',
    sidePx: 96,
  });
  const headOnly = defaultRecipe('textbook', { sidePx: 300, unfreeze: null });
  expect(choicesOf('textbook', { backbone: 'here', recipe: headOnly }, [here]).recipe).toMatchObject({
    unfreeze: null,
    sidePx: 300,
  });
});

test('seed and engine go with the options only where they were chosen', () => {
  expect(choicesOf('one-click', { seed: 7, engine: 'tfjs' }, [here]).options).toEqual({
    recipe: { name: 'one-click' },
    backbone: 'here',
    seed: 7,
    engine: 'tfjs',
  });
  expect(choicesOf('one-click', {}, [here]).options).not.toHaveProperty('seed');
});

test.each(['', 'null', '{"seed":"x"}', '{"recipe":{"name":"other"}}', '{', '[1]'])(
  'what was remembered as %s by another version is nothing',
  text => {
    expect(readOptions(text)).toEqual({});
  },
);

test('blocks stay as they are up to the one that learns first; all of them where only the head learns', () => {
  expect(frozenBlocks(here, 'block1')).toBe(0);
  expect(frozenBlocks(here, 'block3')).toBe(2);
  expect(frozenBlocks(here, null)).toBe(3);
});
