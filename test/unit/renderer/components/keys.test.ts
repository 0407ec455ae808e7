// Keys by name, in every layout.
import { expect, test } from 'vitest';
import { keyCaps, keyName, type KeyEventParts } from '../../../../src/renderer/components/keys.ts';

const event = (parts: Partial<KeyEventParts>): KeyEventParts => ({
  key: '',
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...parts,
});

test.each([
  ['a letter', { key: 'a', code: 'KeyA' }, 'A'],
  ['a letter with Shift', { key: 'D', code: 'KeyD', shiftKey: true }, 'Shift+D'],
  ['a Korean letter by its place', { key: 'ㅁ', code: 'KeyA' }, 'A'],
  ['a key taken by an input method', { key: 'Process', code: 'KeyN' }, 'N'],
  ['a French letter by what it types', { key: 'a', code: 'KeyQ' }, 'A'],
  ['a digit', { key: '1', code: 'Digit1' }, '1'],
  ['a question mark, whatever types it', { key: '?', code: 'Slash', shiftKey: true }, '?'],
  ['space', { key: ' ', code: 'Space' }, 'Space'],
  ['an arrow', { key: 'ArrowLeft', code: 'ArrowLeft' }, 'ArrowLeft'],
  ['undo', { key: 'z', code: 'KeyZ', ctrlKey: true }, 'Ctrl+Z'],
  ['redo', { key: 'Z', code: 'KeyZ', ctrlKey: true, shiftKey: true }, 'Ctrl+Shift+Z'],
  ['undo on a Korean layout', { key: 'ㅋ', code: 'KeyZ', ctrlKey: true }, 'Ctrl+Z'],
  ['a place', { key: '1', code: 'Digit1', altKey: true }, 'Alt+1'],
  ['a panel', { key: '“', code: 'BracketLeft', altKey: true }, 'Alt+['],
] as const)('%s is named', (_, parts, name) => {
  expect(keyName(event(parts), false)).toBe(name);
});

test('on a Mac Command is what Ctrl is elsewhere, and Ctrl alone is not', () => {
  expect(keyName(event({ key: 'k', code: 'KeyK', metaKey: true }), true)).toBe('Ctrl+K');
  expect(keyName(event({ key: 'k', code: 'KeyK', ctrlKey: true }), true)).toBe('K');
});

test('a combination is drawn as one cap per key', () => {
  expect(keyCaps('Ctrl+Shift+ArrowLeft', false)).toEqual(['Ctrl', 'Shift', '←']);
  expect(keyCaps('Ctrl+K', true)).toEqual(['⌘', 'K']);
  expect(keyCaps('+', false)).toEqual(['+']);
});
