// Numbers typed on the details screen: what can be read, and that the limits are those of the contract.
import { expect, test } from 'vitest';
import { limits, readField, type FieldName } from '../../../../../src/renderer/features/train/fields.ts';
import { defaultRecipe, trainingOptions, type Recipe } from '../../../../../src/shared/records/recipe.ts';

const textbook = defaultRecipe('textbook', { sidePx: 224, unfreeze: null }) as Extract<Recipe, { name: 'textbook' }>;

function isAllowed(name: FieldName, value: number): boolean {
  if (name === 'seed') return trainingOptions.safeParse({ seed: value }).success;
  const [first, second] = textbook.stages;
  const recipe =
    name === 'batch' || name === 'sidePx'
      ? { ...textbook, [name]: value }
      : { ...textbook, stages: [first, { ...second, [name]: value }] };
  return trainingOptions.safeParse({ recipe }).success;
}

test('the limits of every field are those of the contract: the ends are allowed, the next ones beyond are not', () => {
  for (const [name, { least, most, isWhole, isAbove }] of Object.entries(limits) as [
    FieldName,
    (typeof limits)[FieldName],
  ][]) {
    const step = isWhole ? 1 : 1e-6;
    expect([name, isAllowed(name, most), isAllowed(name, most + step)]).toEqual([name, true, false]);
    expect([name, isAllowed(name, least), isAllowed(name, least - step)]).toEqual([name, !isAbove, false]);
    if (isAbove) expect([name, isAllowed(name, least + step)]).toEqual([name, true]);
  }
});

test.each([
  ['epochs', '5', 5],
  ['epochs', ' 12 ', 12],
  ['epochs', '5.5', null],
  ['epochs', '0', null],
  ['epochs', '', null],
  ['learningRate', '0.02', 0.02],
  ['learningRate', '0,02', 0.02],
  ['learningRate', '1e-4', 0.0001],
  ['learningRate', '.5', 0.5],
  ['learningRate', '0', null],
  ['learningRate', 'fast', null],
  ['learningRate', '0x10', null],
  ['learningRate', 'Infinity', null],
  ['momentum', '1', null],
  ['momentum', '0', 0],
  ['decay', '-0.1', null],
  ['seed', '2147483648', null],
] as const)('%s "%s" is read as %s', (name, text, value) => {
  expect(readField(name, text)).toBe(value);
});
