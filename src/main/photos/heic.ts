// Reads HEIC photos with libheif as WebAssembly, if it is there: an optional, replaceable package (LGPL), loaded when the first such
// photo comes. Each photo gets an instance of its own, so that nothing of a hostile one is left for the next.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { heif_image, heif_image_handle, MainModule } from 'libheif-js/libheif-wasm/libheif.js';
import { photoError } from './photo-error.ts';
import type { RawPhoto } from './raw-photo.ts';

export type HeicPhoto = {
  /** Upright: the file's own turns and crops are applied; its EXIF orientation means nothing (ISO 23008-12). */
  readonly widthPx: number;
  readonly heightPx: number;
  readonly hasAlpha: boolean;
  /** ICC profile of the pixels, or null. */
  readonly profile: Uint8Array | null;
  readonly exif: Buffer | null;
  readonly decode: () => RawPhoto;
};

const mostMetadataBytes = 10e6;
let loading: Promise<(() => MainModule) | null> | undefined;

/** The primary picture of a HEIC file. Throws photo-unreadable where the decoder is not installed, photo-damaged. */
export async function openHeic(bytes: Buffer): Promise<HeicPhoto> {
  loading ??= loadLibrary();
  const start = await loading;
  if (start === null) throw photoError('photo-unreadable', { reason: 'no-heic-decoder' });
  const library = start();
  const context = library.heif_context_alloc();
  const read = library.heif_context_read_from_memory(context, bytes as never);
  if (read.code !== library.heif_error_code.heif_error_Ok) throw broken(read.message);
  const handle = library.heif_js_context_get_primary_image_handle(context) as HandleOrError;
  if (isError(handle)) throw broken(handle.message);
  const hasAlpha = library.heif_image_handle_has_alpha_channel(handle) !== 0;
  return {
    widthPx: library.heif_image_handle_get_width(handle),
    heightPx: library.heif_image_handle_get_height(handle),
    hasAlpha,
    profile: profileOf(library, handle.$$.ptr),
    exif: exifOf(library, handle.$$.ptr),
    decode: () => decode(library, handle, hasAlpha ? 4 : 3),
  };
}

/** A handle as the library's bindings hold it; its address is what the plain C functions take. */
type Handle = heif_image_handle & { readonly $$: { readonly ptr: number } };
type HandleOrError = Handle | Failure;
type Failure = { readonly code: unknown; readonly message?: string };
type Channel = { readonly stride: number; readonly width: number; readonly height: number; readonly data: Uint8Array };

const isError = (found: object): found is Failure => 'code' in found;
const broken = (detail: unknown) =>
  photoError('photo-damaged', { reason: 'broken-data', detail: String(detail).slice(0, 500) });

/** The part of WebAssembly that is used here: the types that come with Node have it only where the page's types are. */
type CompiledCode = {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: object };
};

/** A function that makes instances, or null where the package is not installed. */
async function loadLibrary(): Promise<(() => MainModule) | null> {
  try {
    const { default: make } = await import('libheif-js/libheif-wasm/libheif.js');
    const file = createRequire(import.meta.url).resolve('libheif-js/libheif-wasm/libheif.wasm');
    // Compiled once; an instance takes a few milliseconds.
    const { Module, Instance } = (globalThis as unknown as { WebAssembly: CompiledCode }).WebAssembly;
    const compiled = new Module(readFileSync(file));
    const instantiateWasm = (imports: object, done: (instance: { readonly exports: object }) => void): object => {
      const instance = new Instance(compiled, imports);
      done(instance);
      return instance.exports;
    };
    return () => make({ instantiateWasm });
  } catch (error) {
    if (['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? ''))
      return null;
    throw error;
  }
}

function decode(library: MainModule, handle: Handle, channels: 3 | 4): RawPhoto {
  const { heif_chroma_interleaved_RGB: rgb, heif_chroma_interleaved_RGBA: rgba } = library.heif_chroma;
  const colours = library.heif_colorspace.heif_colorspace_RGB;
  const decoded = library.heif_js_decode_image2(handle, colours, channels === 4 ? rgba : rgb) as
    Failure | { readonly image: heif_image; readonly channels: readonly Channel[] };
  if (isError(decoded)) throw broken(decoded.message);
  const { stride, width, height, data: rows } = decoded.channels[0]!;
  const said = [library.heif_image_handle_get_width(handle), library.heif_image_handle_get_height(handle)];
  // Its boxes say one size and its picture another: labels would lie on other places than the screen shows.
  if (said[0] !== width || said[1] !== height) throw broken(`${width} × ${height} instead of ${said.join(' × ')}`);
  const data = new Uint8Array(width * height * channels);
  for (let y = 0; y < height; y++) {
    data.set(rows.subarray(y * stride, y * stride + width * channels), y * width * channels);
  }
  library.heif_image_release(decoded.image);
  return { data, widthPx: width, heightPx: height, channels };
}

function profileOf(library: MainModule, handle: number): Uint8Array | null {
  const size = library._heif_image_handle_get_raw_color_profile_size(handle);
  return bytesFrom(library, size, (error, to) => library._heif_image_handle_get_raw_color_profile(error, handle, to));
}

/** The EXIF block: the item begins with the offset of its TIFF header, counted from behind that number. */
function exifOf(library: MainModule, handle: number): Buffer | null {
  const ids = library._malloc(4 * 32);
  const count = library._heif_image_handle_get_list_of_metadata_block_IDs(handle, 0, ids, 32);
  const blocks = Array.from({ length: count }, (_, i) => (library.HEAPU32 as Uint32Array)[ids / 4 + i]!);
  for (const id of blocks) {
    const size = library._heif_image_handle_get_metadata_size(handle, id);
    const block = bytesFrom(library, size, (error, to) =>
      library._heif_image_handle_get_metadata(error, handle, id, to),
    );
    if (block === null || block.length < 12) continue;
    const item = Buffer.from(block);
    const tiff = item.subarray(4 + item.readUInt32BE(0));
    if (/^(II\*\0|MM\0\*)/.test(tiff.toString('latin1', 0, 4))) return tiff;
  }
  return null;
}

/** What a C function writes: it is given a place for its error (three words) and one for its `size` bytes. */
function bytesFrom(library: MainModule, size: number, write: (error: number, to: number) => void): Uint8Array | null {
  if (size <= 0 || size > mostMetadataBytes) return null;
  const error = library._malloc(12);
  const to = library._malloc(size);
  if (error === 0 || to === 0) return null;
  write(error, to);
  return (library.HEAPU8 as Uint8Array).slice(to, to + size);
}
