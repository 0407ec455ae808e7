// The body of `GET /thumbnails`: per photo uint32LE id, uint32LE length, JPEG bytes; length 0 where none can be made.

export type BatchEntry = { readonly id: number; readonly jpeg: Uint8Array<ArrayBuffer> | null };

/** Reads a whole body. Throws when it ends in the middle of an entry. */
export function readThumbnailBatch(body: ArrayBuffer): BatchEntry[] {
  const view = new DataView(body);
  const entries: BatchEntry[] = [];
  for (let at = 0; at < body.byteLength;) {
    if (at + 8 > body.byteLength) throw new RangeError('The batch of thumbnails ends inside a header');
    const id = view.getUint32(at, true);
    const length = view.getUint32(at + 4, true);
    at += 8;
    if (at + length > body.byteLength) throw new RangeError('The batch of thumbnails ends inside a picture');
    entries.push({ id, jpeg: length === 0 ? null : new Uint8Array(body, at, length) });
    at += length;
  }
  return entries;
}
