// The reader of protocol buffers against the engine's writer, and against bytes that no writer gives.
import { describe, expect, test } from 'vitest';
import { MessageWriter } from '../../../../../src/engine/compile/protobuf.ts';
import { Message, ProtobufError } from '../../../../../src/main/formats/models/protobuf-reader.ts';
import type { Field } from '../../../../../src/main/formats/models/protobuf-reader.ts';

const fieldsOf = (bytes: Uint8Array): Field[] => [...new Message(bytes).fields()];

/** The problem of reading these bytes to their end by `read`. */
function problemOf(bytes: readonly number[], read: (field: Field) => unknown = () => null): string {
  try {
    for (const field of fieldsOf(Uint8Array.from(bytes))) read(field);
  } catch (error) {
    if (error instanceof ProtobufError) return error.problem;
    throw error;
  }
  return 'none';
}

test('what the writer wrote comes back: numbers, texts, bytes, messages', () => {
  const writer = new MessageWriter();
  writer.integer(1, -1);
  writer.integer(16, 2n ** 62n);
  writer.integer(2, 300);
  writer.string(3, '개미 🐜');
  writer.float(4, 1.5);
  writer.message(5, nested => nested.bytes(1, Uint8Array.of(1, 2, 3)));
  const fields = fieldsOf(writer.finish());
  expect(fields.map(({ number }) => number)).toEqual([1, 16, 2, 3, 4, 5]);
  expect(fields.slice(0, 3).map(field => field.integer())).toEqual([-1n, 2n ** 62n, 300n]);
  expect(fields[3]!.text(100)).toBe('개미 🐜');
  expect([...fields[4]!.fixed(4)]).toEqual([0, 0, 0xc0, 0x3f]);
  expect([...[...fields[5]!.message().fields()][0]!.bytes()]).toEqual([1, 2, 3]);
});

test('repeated numbers are read packed and one by one', () => {
  const packed = fieldsOf(Uint8Array.of(0x0a, 4, 0x05, 0xac, 0x02, 0x07))[0]!;
  expect(packed.integers(16)).toEqual([5n, 300n, 7n]);
  expect([...packed.varints()]).toEqual([5, 300, 7]);
  const single = fieldsOf(Uint8Array.of(0x08, 0xac, 0x02))[0]!;
  expect(single.integers(16)).toEqual([300n]);
  expect([...single.varints()]).toEqual([300]);
  const negative = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01];
  const minusOne = fieldsOf(Uint8Array.of(0x0a, 10, ...negative))[0]!;
  expect(minusOne.integers(1)).toEqual([-1n]);
  expect([...minusOne.varints()]).toEqual([0xffff_ffff]);
  const beyond32Bits = fieldsOf(Uint8Array.of(0x0a, 6, 0x85, 0x80, 0x80, 0x80, 0x80, 0x20))[0]!;
  expect([...beyond32Bits.varints()]).toEqual([5]);
  expect(beyond32Bits.integers(1)).toEqual([2n ** 40n + 5n]);
});

describe('what is refused', () => {
  const long = Array.from({ length: 10 }, () => 0x80);
  test.each([
    ['a length beyond the file', [0x0a, 5, 1, 2], 'cut-short'],
    ['a length of 2^63', [0x0a, ...long.slice(0, 9), 0x01, 1], 'cut-short'],
    ['a fixed number beyond the file', [0x0d, 1, 2], 'cut-short'],
    ['a number beyond the file', [0x08, 0x80], 'cut-short'],
    ['a tag alone', [0x08], 'cut-short'],
    ['a number of 11 bytes', [0x08, ...long, 0x01], 'broken'],
    ['field 0', [0x00, 1], 'broken'],
    ['a group', [0x0b, 0x0c], 'broken'],
    ['wire type 7', [0x0f, 0], 'broken'],
  ])('%s', (_, bytes, expected) => {
    expect(problemOf(bytes)).toBe(expected);
  });

  test('a message inside that reaches beyond its own end, although the file goes on', () => {
    const bytes = [0x0a, 2, 0x0a, 4, 0x08, 1, 0x08, 1];
    expect(problemOf(bytes, field => field.number === 1 && [...field.message().fields()])).toBe('broken');
  });

  test.each([
    ['a number as a text', [0x08, 1], (field: Field) => field.text(9)],
    ['a text as a number', [0x0a, 1, 65], (field: Field) => field.integer()],
    ['a number as floats', [0x08, 1], (field: Field) => field.fixed(4)],
    ['five bytes as floats', [0x0a, 5, 1, 2, 3, 4, 5], (field: Field) => field.fixed(4)],
    ['broken UTF-8', [0x0a, 1, 0xff], (field: Field) => field.text(9)],
    ['packed numbers cut in the last', [0x0a, 1, 0x80], (field: Field) => [...field.varints()]],
    ['a packed number of 11 bytes', [0x0a, 11, ...long, 0], (field: Field) => [...field.varints()]],
  ])('%s', (_, bytes, read) => {
    expect(problemOf(bytes, read)).toBe('broken');
  });

  test('texts and lists longer than asked for', () => {
    expect(problemOf([0x0a, 3, 65, 66, 67], field => field.text(2))).toBe('too-large');
    expect(problemOf([0x0a, 3, 1, 2, 3], field => field.integers(2))).toBe('too-large');
  });
});
