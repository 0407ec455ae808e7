// Which photo a name means.
import { describe, expect, test } from 'vitest';
import { createPhotoIndex } from '../../../../src/main/annotations/photo-index.ts';

const photos = [
  'a/1.jpg',
  'b/1.jpg',
  'train/cats/7.png',
  'dock.png',
  'dock.rgb.png',
  'dock.rgb.night.png',
  'Shelf.JPG',
];
const find = (name: string, among = photos) => {
  const found = createPhotoIndex(among).find(name);
  return found.kind === 'one' ? [among[found.place], found.fit] : found.kind;
};

describe('a name', () => {
  test('that is the path means that photo', () => expect(find('b/1.jpg')).toEqual(['b/1.jpg', 'path']));
  test('L1: of two folders is no guess', () => expect(find('1.jpg')).toBe('several'));
  test('with more folders in front means the photo whose folders it ends with', () =>
    expect(find('images/b/1.jpg')).toEqual(['b/1.jpg', 'suffix']));
  test('with fewer folders means the only photo of that name', () =>
    expect(find('7.png')).toEqual(['train/cats/7.png', 'name']));
  test('in another case means the photo where there is only one', () =>
    expect(find('shelf.jpg')).toEqual(['Shelf.JPG', 'name']));
  test('in its own case is preferred', () => {
    expect(find('x/a.jpg', ['A.jpg', 'y/a.jpg'])).toEqual(['y/a.jpg', 'name']);
  });
  test('B06: is cut at its last dot only', () => {
    expect(find('dock.rgb')).toEqual(['dock.rgb.png', 'stem']);
    expect(find('dock')).toEqual(['dock.png', 'stem']);
    expect(find('dock.rgb.night.jpg')).toEqual(['dock.rgb.night.png', 'stem']);
    expect(find('dock.rgb.day.jpg')).toBe('none');
  });
  test('with another suffix means the only photo of that stem', () => {
    expect(find('dock.jpeg')).toEqual(['dock.png', 'stem']);
    expect(find('1.png')).toBe('several');
  });
  test('is found whichever way its accents are written', () => {
    expect(find('caf\u00e9.jpg', ['cafe\u0301.jpg'])).toEqual(['cafe\u0301.jpg', 'path']);
  });
  test('that means nothing finds nothing', () => expect(find('other.png')).toBe('none'));
});
