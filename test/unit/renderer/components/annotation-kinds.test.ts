// Annotations counted by what they are, in words.
import { expect, test } from 'vitest';
import { countKinds, countsText, totalOf } from '../../../../src/renderer/components/annotation-kinds.ts';
import { text, type MessageKey } from '../../../../src/shared/messages.ts';
import type { Language, MessageParams } from '../../../../src/shared/messages/message.ts';

const words = (language: Language) => ({
  t: (key: MessageKey, params?: MessageParams) => text(language, key, params),
});
const counts = { box: 96, 'rotated-box': 0, polygon: 1, mask: 0, point: 2, label: 0, nothing: 3 };

test('what there is is named, in both languages, and what there is not is left out', () => {
  expect(countsText(words('en'), counts)).toBe('96 boxes, 1 polygon, 2 points, 3 with nothing here');
  expect(countsText(words('ko'), counts)).toBe('상자 96개, 다각형 1개, 점 2개, 해당 없음 3장');
  expect(countsText(words('en'), {})).toBe('');
  expect(totalOf(counts)).toBe(102);
});

test('labels of the whole photo are not counted among what is drawn', () => {
  const drawn = [{ kind: 'box' }, { kind: 'label' }, { kind: 'nothing' }, { kind: 'mask' }, { kind: 'box' }] as const;
  expect(countsText(words('en'), countKinds(drawn))).toBe('2 boxes, 1 mask');
});
