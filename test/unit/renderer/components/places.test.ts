// Addresses of places.
import { expect, test, vi } from 'vitest';

vi.stubGlobal('location', { hash: '' });
vi.stubGlobal('window', new EventTarget());
const { parsePlace, placeHash } = await import('../../../../src/renderer/components/places.ts');

test.each([
  ['photos', {}, '#/photos'],
  ['label', { photo: 12 }, '#/label/12'],
  ['results', { run: 3 }, '#/results/3'],
  ['photos', { search: 'a b/ü?', class: 2 }, '#/photos?search=a+b%2F%C3%BC%3F&class=2'],
  ['models', { model: 'ants-and-bees-2' }, '#/models/ants-and-bees-2'],
] as const)('%s %o is written and read back', (name, params, hash) => {
  expect(placeHash(name, params)).toBe(hash);
  const text = Object.fromEntries(Object.entries(params).map(([key, value]) => [key, String(value)]));
  expect(parsePlace(hash)).toEqual({ name, params: text });
});

test.each(['', '#', '#/', '#/nowhere', '#/constructor', '#/__proto__'])('%j is the photos', hash => {
  expect(parsePlace(hash)).toEqual({ name: 'photos', params: {} });
});

test('an address with a lone percent sign is taken as it stands', () => {
  expect(parsePlace('#/models/50%')).toEqual({ name: 'models', params: { model: '50%' } });
});
