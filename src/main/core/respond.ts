// Answers of the core: JSON, errors with a fitting status, pixels.
import { toErrorRecord, type ErrorCode } from '../../shared/errors.ts';

/** HTTP status of an error where it is not 422, "understood, but cannot be done". */
const statuses: Partial<Record<ErrorCode, number>> = {
  'bad-request': 400,
  'not-allowed': 403,
  'not-found': 404,
  'no-project-open': 409,
  conflict: 409,
  'train-busy': 409,
  'project-in-use': 409,
  cancelled: 409,
  'upload-too-large': 413,
  'worker-died': 500,
  'worker-stuck': 500,
  'engine-failed': 500,
  internal: 500,
  'disk-failed': 500,
  'disk-full': 507,
};

export function json(value: unknown, status = 200): Response {
  return new Response(JSON.stringify(value), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
  });
}

/** What crosses as bytes of its own form. */
export function binary(body: Uint8Array<ArrayBuffer>): Response {
  return new Response(body, {
    headers: {
      'content-type': 'application/octet-stream',
      'content-length': String(body.byteLength),
      'cache-control': 'no-store',
    },
  });
}

/** `{error: {code, details}}`. */
export function errorResponse(error: unknown): Response {
  const record = toErrorRecord(error);
  return json({ error: record }, statuses[record.code] ?? 422);
}

/** JPEG pixels. `isForever`: the address names the content by its hash, so a browser may keep them for good. */
export function jpeg(bytes: Uint8Array, { isForever }: { readonly isForever: boolean }): Response {
  return new Response(bytes as Uint8Array<ArrayBuffer>, {
    headers: {
      'content-type': 'image/jpeg',
      'content-length': String(bytes.byteLength),
      'cache-control': isForever ? 'private, max-age=31536000, immutable' : 'no-store',
    },
  });
}

/** A file to be saved. The name is the core's own, in plain ASCII. */
export function download(
  body: ReadableStream<Uint8Array>,
  file: { readonly name: string; readonly mime: string },
): Response {
  return new Response(body, {
    headers: {
      'content-type': file.mime,
      'content-disposition': `attachment; filename="${file.name.replace(/[^A-Za-z0-9._-]+/g, '-')}"`,
      'content-security-policy': "sandbox; default-src 'none'",
      'cache-control': 'no-store',
    },
  });
}

/** Pieces are gathered to this many characters, so that a stream of 100,000 short lines is not 100,000 writes. */
const gatheredCharacters = 64 * 1024;

/** Text in pieces as a byte stream that is made only as fast as it is read. */
export function streamOf(pieces: Iterable<string>): ReadableStream<Uint8Array> {
  const iterator = pieces[Symbol.iterator]();
  const encoder = new TextEncoder();
  return new ReadableStream({
    pull(controller) {
      let gathered = '';
      while (gathered.length < gatheredCharacters) {
        const next = iterator.next();
        if (next.done === true) {
          if (gathered !== '') controller.enqueue(encoder.encode(gathered));
          controller.close();
          return;
        }
        gathered += next.value;
      }
      controller.enqueue(encoder.encode(gathered));
    },
  });
}
