// Label Studio's run lengths of brush masks: a stream of bits over the RGBA values of the whole photo, row by row.

/** Bits that a run's length takes, chosen by two bits before each run, as Label Studio's own writer has them. */
const lengthBits = [3, 4, 8, 16] as const;
const wordBits = 8;
const channels = 4;

class BitReader {
  #at = 0;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at >= 8 * this.#bytes.length;
  }

  get isBeyondEnd(): boolean {
    return this.#at > 8 * this.#bytes.length;
  }

  /** At most 32 bits; zeros behind the end. */
  read(bits: number): number {
    let value = 0;
    for (let end = this.#at + bits; this.#at < end; this.#at++)
      value = value * 2 + (((this.#bytes[this.#at >> 3] ?? 0) >> (7 - (this.#at & 7))) & 1);
    return value;
  }
}

/** 1 where the brush's alpha is not 0; null where the stream is not of a photo of this size, or ends before it is full. */
export function readBrush(
  bytes: Uint8Array,
  { widthPx, heightPx }: { readonly widthPx: number; readonly heightPx: number },
): Uint8Array | null {
  const reader = new BitReader(bytes);
  const values = reader.read(32);
  if (values !== widthPx * heightPx * channels) return null;
  const word = reader.read(5) + 1;
  const sizes = [0, 1, 2, 3].map(() => reader.read(4) + 1);
  const bitmap = new Uint8Array(widthPx * heightPx);
  for (let at = 0; at < values;) {
    if (reader.isAtEnd) return null;
    const isRun = reader.read(1) === 1;
    const end = at + 1 + reader.read(sizes[reader.read(2)]!);
    if (end > values) return null;
    if (isRun) {
      const value = reader.read(word);
      // The alpha of pixel p is value 4p + 3.
      if (value !== 0) bitmap.fill(1, Math.ceil((at - 3) / channels), Math.floor((end - 4) / channels) + 1);
      at = end;
    } else {
      for (; at < end; at++) {
        if (reader.isAtEnd) return null;
        if (reader.read(word) !== 0 && at % channels === 3) bitmap[(at - 3) / channels] = 1;
      }
    }
  }
  return reader.isBeyondEnd ? null : bitmap;
}

class BitWriter {
  readonly bytes: number[] = [];
  #bits = 0;

  write(value: number, bits: number): void {
    for (let bit = bits - 1; bit >= 0; bit--) {
      if (this.#bits % 8 === 0) this.bytes.push(0);
      this.bytes[this.bytes.length - 1]! |= (Math.floor(value / 2 ** bit) & 1) << (7 - (this.#bits % 8));
      this.#bits++;
    }
  }
}

/** All four channels are 255 where the bitmap is on, as Label Studio's converter writes them. */
export function writeBrush(bitmap: Uint8Array): number[] {
  const writer = new BitWriter();
  writer.write(bitmap.length * channels, 32);
  writer.write(wordBits - 1, 5);
  for (const bits of lengthBits) writer.write(bits - 1, 4);
  for (let start = 0; start < bitmap.length;) {
    const value = bitmap[start]!;
    let end = start;
    while (end < bitmap.length && bitmap[end] === value) end++;
    for (let left = (end - start) * channels; left > 0;) {
      const size = lengthBits.findIndex(bits => left <= 2 ** bits);
      const bits = lengthBits[size === -1 ? 3 : size]!;
      const length = Math.min(left, 2 ** bits);
      writer.write(1, 1);
      writer.write(size === -1 ? 3 : size, 2);
      writer.write(length - 1, bits);
      writer.write(value === 0 ? 0 : 255, wordBits);
      left -= length;
    }
    start = end;
  }
  return writer.bytes;
}
