// Reads protocol-buffer messages field by field, as views of the file: no length is believed before the bytes are there.

export type ProtobufProblem = 'broken' | 'cut-short' | 'too-large';

/** What is wrong and at which byte; callers turn it into their own error. */
export class ProtobufError extends Error {
  override readonly name = 'ProtobufError';
  readonly problem: ProtobufProblem;

  constructor(problem: ProtobufProblem, message: string, options?: { cause: unknown }) {
    super(message, options);
    this.problem = problem;
  }
}

const wireTypes = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;
const maxVarintBytes = 10;
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A part of a file that holds one message. */
export class Message {
  readonly file: Uint8Array;
  readonly start: number;
  readonly end: number;

  constructor(file: Uint8Array, start = 0, end = file.byteLength) {
    this.file = file;
    this.start = start;
    this.end = end;
  }

  /** The fields in the file's order. @throws ProtobufError for one that reaches beyond the message or is of no known kind. */
  *fields(): Generator<Field> {
    let at = this.start;
    while (at < this.end) {
      const tag = this.varintAt(at);
      const number = Number(tag.value >> 3n);
      const wire = Number(tag.value & 7n);
      if (tag.value > 0xffff_ffffn || number === 0) throw new ProtobufError('broken', `a field's number at byte ${at}`);
      at = tag.end;
      if (wire === wireTypes.varint) {
        const { value, end } = this.varintAt(at);
        yield new Field(this, { number, wire, start: at, end, value });
        at = end;
      } else {
        const { start, length } = this.#extent(wire, at);
        if (length > BigInt(this.end - start)) throw this.#missing(`${length} bytes at byte ${start}`);
        at = start + Number(length);
        yield new Field(this, { number, wire, start, end: at, value: 0n });
      }
    }
  }

  #extent(wire: number, at: number): { start: number; length: bigint } {
    if (wire === wireTypes.fixed32) return { start: at, length: 4n };
    if (wire === wireTypes.fixed64) return { start: at, length: 8n };
    if (wire !== wireTypes.bytes) throw new ProtobufError('broken', `a field of kind ${wire} before byte ${at}`);
    const { value, end } = this.varintAt(at);
    return { start: end, length: value };
  }

  /** The unsigned number that begins at this byte of the file, and where it ends. */
  varintAt(start: number): { value: bigint; end: number } {
    // Most are one or two bytes; a bigint for every byte would take most of the time of reading.
    const first = this.file[start]!;
    if (start < this.end && first < 0x80) return { value: BigInt(first), end: start + 1 };
    let value = 0n;
    for (let at = start; at < this.end && at < start + maxVarintBytes; at++) {
      const byte = this.file[at]!;
      value |= BigInt(byte & 0x7f) << BigInt(7 * (at - start));
      if (byte < 0x80) return { value: BigInt.asUintN(64, value), end: at + 1 };
    }
    if (start + maxVarintBytes <= this.end) throw new ProtobufError('broken', `a number without end at byte ${start}`);
    throw this.#missing(`a number at byte ${start}`);
  }

  #missing(what: string): ProtobufError {
    return this.end === this.file.byteLength
      ? new ProtobufError('cut-short', `the file ends inside ${what}`)
      : new ProtobufError('broken', `${what} reaches beyond its message`);
  }
}

type FieldPlace = {
  readonly number: number;
  readonly wire: number;
  readonly start: number;
  readonly end: number;
  readonly value: bigint;
};

/** One field. Its methods read it as what the message's definition says it is. @throws ProtobufError where it is not. */
export class Field {
  readonly number: number;
  readonly #message: Message;
  readonly #place: FieldPlace;

  constructor(message: Message, place: FieldPlace) {
    this.number = place.number;
    this.#message = message;
    this.#place = place;
  }

  /** An int64 or int32. */
  integer(): bigint {
    this.#require(wireTypes.varint);
    return BigInt.asIntN(64, this.#place.value);
  }

  message(): Message {
    this.#require(wireTypes.bytes);
    return new Message(this.#message.file, this.#place.start, this.#place.end);
  }

  bytes(): Uint8Array {
    this.#require(wireTypes.bytes);
    return this.#message.file.subarray(this.#place.start, this.#place.end);
  }

  /** UTF-8 of at most so many bytes. */
  text(maxBytes: number): string {
    const bytes = this.bytes();
    if (bytes.byteLength > maxBytes) {
      throw new ProtobufError('too-large', `a text of ${bytes.byteLength} bytes, at most ${maxBytes}`);
    }
    try {
      return decoder.decode(bytes);
    } catch (error) {
      throw new ProtobufError('broken', `a text that is not UTF-8 at byte ${this.#place.start}`, { cause: error });
    }
  }

  /** Items of 4 or 8 bytes: one, or many packed into one field. */
  fixed(bytesPerItem: 4 | 8): Uint8Array {
    const { wire, start, end } = this.#place;
    const isSingle = wire === (bytesPerItem === 4 ? wireTypes.fixed32 : wireTypes.fixed64);
    if (!isSingle) this.#require(wireTypes.bytes);
    if ((end - start) % bytesPerItem !== 0) throw new ProtobufError('broken', `a part of an item before byte ${end}`);
    return this.#message.file.subarray(start, end);
  }

  /** The lowest 32 bits of each varint: one, or many packed into one field. */
  *varints(): Generator<number> {
    const { wire, start, end, value } = this.#place;
    if (wire === wireTypes.varint) {
      yield Number(BigInt.asUintN(32, value));
      return;
    }
    this.#require(wireTypes.bytes);
    const { file } = this.#message;
    let at = start;
    while (at < end) {
      const first = at;
      let low = 0;
      do {
        if (at === end || at === first + maxVarintBytes) {
          throw new ProtobufError('broken', `a number without end at byte ${first}`);
        }
        if (at < first + 5) low |= (file[at]! & 0x7f) << (7 * (at - first));
      } while (file[at++]! >= 0x80);
      yield low >>> 0;
    }
  }

  /** Each varint as an int64, at most so many of them: one, or many packed into one field. */
  integers(most: number): bigint[] {
    if (this.#place.wire === wireTypes.varint) return [this.integer()];
    const packed = this.message();
    const values: bigint[] = [];
    for (let at = packed.start; at < packed.end;) {
      const { value, end } = packed.varintAt(at);
      if (values.push(BigInt.asIntN(64, value)) > most)
        throw new ProtobufError('too-large', `more than ${most} numbers`);
      at = end;
    }
    return values;
  }

  #require(wire: number): void {
    if (this.#place.wire !== wire) {
      throw new ProtobufError('broken', `field ${this.number} before byte ${this.#place.end} is of another kind`);
    }
  }
}
