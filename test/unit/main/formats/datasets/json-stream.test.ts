// Lists of JSON files that are never held as a whole: every place where a piece may end, hostile nesting, numbers that are none.
import { describe, expect, test } from 'vitest';
import { readJsonLists } from '../../../../../src/main/formats/datasets/json-stream.ts';

async function* inPieces(bytes: Buffer, length: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += length) yield await Promise.resolve(bytes.subarray(at, at + length));
}

async function entriesOf(content: string | Buffer, wanted = ['images', ''], length = 7): Promise<unknown[]> {
  const entries: unknown[] = [];
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  await readJsonLists(inPieces(bytes, length), 'a.json', new Set(wanted), (list, value) => entries.push([list, value]));
  return entries;
}

const document = {
  info: { a: [1, { b: ']}"' }] },
  images: [{ id: 1, n: 'a"]b\\' }, { id: 2, x: [1, [2]] }, 5, 's,]', [], {}, null],
  'im"ages': [3],
  annotations: [{ images: [4] }],
};

test.each([1, 2, 3, 5, 64, 4096])('entries are whole wherever a piece of %i bytes ends', async length => {
  for (const text of [JSON.stringify(document), JSON.stringify(document, null, '\t')])
    expect(await entriesOf(text, ['images'], length)).toEqual(document.images.map(image => ['images', image]));
});

test('a file that is one list gives its entries under no name', async () => {
  expect(await entriesOf('[{"a":1},{"a":2}]')).toEqual([
    ['', { a: 1 }],
    ['', { a: 2 }],
  ]);
});

describe('C6', () => {
  test.each([
    ['UTF-8 mark', Buffer.from('\ufeff{"images":["한글"]}')],
    ['UTF-16LE', Buffer.from('\ufeff{"images":["한글"]}', 'utf16le')],
    ['UTF-16BE', Buffer.from('\ufeff{"images":["한글"]}', 'utf16le').swap16()],
    ['UTF-16LE without a mark', Buffer.from('{"images":["한글"]}', 'utf16le')],
  ])('%s is read', async (_, bytes) => {
    expect(await entriesOf(bytes)).toEqual([['images', '한글']]);
  });

  test.each([
    ['cut in an entry', '{"images":[{"a":1', 'dataset-cut'],
    ['cut between entries', '{"images":[1,', 'dataset-cut'],
    ['cut in a text', '{"images":["a', 'dataset-cut'],
    ['empty', '', 'dataset-not-json'],
    ['brackets that do not match', '{"images":[1}', 'dataset-not-json'],
    ['something behind the end', '{"images":[]} x', 'dataset-not-json'],
    ['a plain text', 'hello', 'dataset-not-json'],
    ['100,000 levels', `{"images":${'['.repeat(100_000)}`, 'dataset-too-deep'],
    ['a key without end', `{"${'k'.repeat(5000)}":1}`, 'dataset-not-json'],
  ])('%s is refused', async (_, text, reason) => {
    await expect(entriesOf(text, ['images'], 500)).rejects.toMatchObject({
      code: 'dataset-damaged',
      details: { file: 'a.json', reason },
    });
  });

  test('an entry that is no JSON, and one of bytes that are no text, cost only themselves; a comma too many costs nothing', async () => {
    const text = Buffer.concat([Buffer.from('{"images":[1,{bad},"'), Buffer.from([0xff, 0xfe]), Buffer.from('",2,]}')]);
    expect(await entriesOf(text)).toEqual([
      ['images', 1],
      ['images', undefined],
      ['images', undefined],
      ['images', 2],
    ]);
  });

  test('keys of prototypes are keys like any other', async () => {
    const [[, value]] = (await entriesOf(
      '{"__proto__":[1],"images":[{"__proto__":{"x":1},"constructor":{"prototype":{"x":1}}}]}',
    )) as [[string, object]];
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(({} as { x?: number }).x).toBeUndefined();
  });

  test('a file larger than a text may be is read', { timeout: 120_000 }, async () => {
    const piece = Buffer.from(`,${JSON.stringify({ id: 1, text: 'x'.repeat(1 << 20) })}`);
    async function* pieces(): AsyncGenerator<Buffer> {
      yield await Promise.resolve(Buffer.from('{"images":[0'));
      for (let i = 0; i < 540; i++) yield piece;
      yield Buffer.from('],"annotations":[]}');
    }
    let count = 0;
    await readJsonLists(pieces(), 'big.json', new Set(['images']), () => (count += 1));
    expect(count).toBe(541);
  });
});

test('C2, C4: NaN and infinities are null, whole numbers above 2^53 keep every digit, decimals stay numbers', async () => {
  const text =
    '[{"a":[NaN,-Infinity,Infinity,"NaN"]},{"id":9007199254740993,"f":0.12345678901234567890,"t":"12345678901234567890"}]';
  expect(await entriesOf(text)).toEqual([
    ['', { a: [null, null, null, 'NaN'] }],
    ['', { id: '9007199254740993', f: 0.12345678901234568, t: '12345678901234567890' }],
  ]);
});
