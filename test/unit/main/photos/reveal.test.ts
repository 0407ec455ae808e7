// Showing a file in the file manager: each system's command, without a shell.
import { expect, test } from 'vitest';
import { revealCommand, revealFile } from '../../../../src/main/photos/reveal.ts';

test('each system gets the file as one argument, whatever its name holds', () => {
  expect(revealCommand('darwin', '/a/b; rm.jpg')).toEqual(['open', '-R', '/a/b; rm.jpg']);
  expect(revealCommand('win32', 'C:\\a b\\c.jpg')).toEqual(['explorer.exe', '/select,C:\\a b\\c.jpg']);
  expect(revealCommand('linux', '/a/b/c.jpg')).toEqual(['xdg-open', '/a/b']);
});

test('where there is no file manager the answer is false', async () => {
  const before = process.env.PATH;
  process.env.PATH = '/nowhere';
  try {
    expect(await revealFile('/tmp/x.jpg')).toBe(false);
  } finally {
    process.env.PATH = before;
  }
});
