// Writes protocol-buffer messages: varints, floats, strings, bytes and nested messages. Large byte arrays are not copied until the end.

const text = new TextEncoder();

/** A message under construction. Fields are written in the order of the calls; `bytes` and `message` keep references until `finish`. */
export class MessageWriter {
  readonly #pieces: Uint8Array[] = [];
  #byteLength = 0;

  get byteLength(): number {
    return this.#byteLength;
  }

  /** A varint field; negative numbers are written as 64-bit two's complement, as int64 and int32 fields ask. */
  integer(field: number, value: number | bigint): void {
    this.#varint(field << 3);
    this.#varint(value);
  }

  /** A 32-bit float field. */
  float(field: number, value: number): void {
    this.#varint((field << 3) | 5);
    const piece = new Uint8Array(4);
    new DataView(piece.buffer).setFloat32(0, value, true);
    this.#push(piece);
  }

  string(field: number, value: string): void {
    this.bytes(field, text.encode(value));
  }

  bytes(field: number, value: Uint8Array): void {
    this.#varint((field << 3) | 2);
    this.#varint(value.byteLength);
    this.#push(value);
  }

  /** A nested message, written by `write`. */
  message(field: number, write: (nested: MessageWriter) => void): void {
    const nested = new MessageWriter();
    write(nested);
    this.#varint((field << 3) | 2);
    this.#varint(nested.byteLength);
    for (const piece of nested.#pieces) this.#push(piece);
  }

  finish(): Uint8Array {
    const result = new Uint8Array(this.#byteLength);
    let offset = 0;
    for (const piece of this.#pieces) {
      result.set(piece, offset);
      offset += piece.byteLength;
    }
    return result;
  }

  #varint(value: number | bigint): void {
    let rest = BigInt.asUintN(64, BigInt(value));
    const piece: number[] = [];
    while (rest > 127n) {
      piece.push(Number(rest & 127n) | 128);
      rest >>= 7n;
    }
    piece.push(Number(rest));
    this.#push(Uint8Array.from(piece));
  }

  #push(piece: Uint8Array): void {
    this.#pieces.push(piece);
    this.#byteLength += piece.byteLength;
  }
}
