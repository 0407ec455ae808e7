// How gestures, sittings and states of a photo are named.
import { expect, test } from 'vitest';
import {
  gestureNote,
  gestureTitle,
  kindsNamed,
  sittingWords,
} from '../../../../../src/renderer/features/history/words.ts';
import { gestureText } from '../../../../../src/renderer/components/gesture-text.ts';
import { messages, text, type MessageKey } from '../../../../../src/shared/messages.ts';
import type { Language, MessageParams } from '../../../../../src/shared/messages/message.ts';
import type { HistoryEntry } from '../../../../../src/shared/records/project.ts';

const words = (language: Language) => ({ t: (key: MessageKey, params?: MessageParams) => text(language, key, params) });
const entry = (kind: string, details: HistoryEntry['details'], photos: number, photo: string | null): HistoryEntry => ({
  sequence: 1,
  kind,
  details,
  photos,
  at: '2026-11-28T12:00:00Z',
  state: 'done',
  target: null,
  photo,
});

/** Every kind of gesture that the store records, with the details it gives. */
const kinds: readonly HistoryEntry[] = [
  entry('labels-set', { class: 'ants', photos: 4 }, 4, 'a.jpg'),
  entry('labels-removed', { class: 'ants' }, 4, 'a.jpg'),
  entry('labels-cleared', {}, 4, 'a.jpg'),
  entry('things-cleared', {}, 4, 'a.jpg'),
  entry('nothing-here', {}, 4, 'a.jpg'),
  entry('box-added', { class: 'ants', boxes: 2 }, 1, 'a.jpg'),
  entry('box-changed', { class: 'ants' }, 1, 'a.jpg'),
  entry('boxes-deleted', { boxes: 3 }, 1, 'a.jpg'),
  entry('things-added', { class: 'ants', things: 2, shape: 'polygon' }, 1, 'a.jpg'),
  entry('thing-changed', { class: 'ants', shape: 'rotated-box' }, 1, 'a.jpg'),
  entry('things-deleted', { things: 3 }, 1, 'a.jpg'),
  entry('class-created', { class: 'ants' }, 0, null),
  entry('class-changed', { class: 'ants' }, 0, null),
  entry('class-deleted', { class: 'ants', annotations: 5 }, 4, 'a.jpg'),
  entry('class-merged', { class: 'ants', into: 'bees', annotations: 5 }, 4, 'a.jpg'),
  entry('class-split', { class: 'wasps', before: 'bees' }, 4, 'a.jpg'),
  entry('excluded', {}, 4, 'a.jpg'),
  entry('included', {}, 4, 'a.jpg'),
  entry('split-moved', { split: 'train' }, 4, 'a.jpg'),
  entry('class-folders', { classes: 2 }, 4, 'a.jpg'),
  entry('imported', { files: 'coco.json', annotations: 9, classes: 1 }, 4, 'a.jpg'),
  entry('kept-together', { groups: 2 }, 4, 'a.jpg'),
  entry('photo-restored', { photo: 'folder/a.jpg' }, 1, 'a.jpg'),
];

test('every kind of gesture has a name, a title and a note in both languages, with nothing left to fill', () => {
  for (const language of ['en', 'ko'] as const) {
    for (const one of kinds) {
      const said = [
        gestureText(words(language), one),
        gestureTitle(words(language), one),
        gestureNote(words(language), one),
        gestureTitle(words(language), { ...one, kind: 'undo', details: { ...one.details, of: one.kind } }),
      ];
      expect(Object.hasOwn(messages, `gesture.${one.kind}`), one.kind).toBe(true);
      for (const saying of said) expect(saying, `${language} ${one.kind}`).not.toMatch(/[{}]|undefined/);
    }
  }
});

test('a shape is named in the number of what was drawn, and an undo by the gesture it is about', () => {
  const drawn = entry('things-added', { class: 'ants', things: 1, shape: 'polygon' }, 1, 'in/a.jpg');
  expect(gestureText(words('en'), drawn)).toBe('1 polygon of ants drawn');
  expect(gestureNote(words('en'), drawn)).toBe('a.jpg');
  const undo = entry('undo', { class: 'ants', of: 'labels-set' }, 3, 'a.jpg');
  expect(gestureTitle(words('en'), undo)).toBe('Undo: ants');
  expect(gestureText(words('en'), undo)).toBe('Undo: ants on 3 photos');
  expect(gestureText(words('ko'), undo)).toBe('실행 취소: 사진 3장에 ants');
});

test('a kind that only another version knows is named as it is', () => {
  expect(gestureTitle(words('en'), entry('dreamt', {}, 0, null))).toBe('dreamt');
});

test('sittings are named by how long ago they were', () => {
  const now = new Date(2026, 10, 28, 14, 30);
  const at = (day: number, hour: number, minute: number) => new Date(2026, 10, day, hour, minute).toISOString();
  const say = (from: string, to: string, isNewest: boolean): string =>
    sittingWords({ ...words('en'), language: 'en', when: () => '12 Nov' }, { from, to }, { isNewest, now });
  expect(say(at(28, 14, 12), at(28, 14, 26), true)).toBe('This sitting, from 14:12');
  expect(say(at(28, 13, 40), at(28, 14, 5), false)).toBe('Before, 13:40 to 14:05');
  expect(say(at(28, 9, 0), at(28, 9, 0), true)).toBe('Before, 09:00');
  expect(say(at(27, 18, 0), at(27, 18, 40), false)).toBe('Yesterday, 18:00 to 18:40');
  expect(say(at(12, 8, 0), at(12, 9, 0), false)).toBe('12 Nov, 08:00 to 09:00');
});

test('kinds are found by their names in the person’s language, whatever stands in the placeholders', () => {
  expect(kindsNamed('en', 'exclu')).toEqual(['excluded']);
  expect(kindsNamed('en', 'BOXES')).toEqual(expect.arrayContaining(['box-added', 'boxes-deleted']));
  expect(kindsNamed('ko', '제외')).toContain('excluded');
  expect(kindsNamed('en', 'class}')).toEqual([]);
});
