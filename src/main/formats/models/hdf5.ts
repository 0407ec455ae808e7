// The only door to h5wasm (HDF5 compiled to WebAssembly), and the tree of a file's groups, datasets and text attributes.
// Every call has its own instance, so that neither memory nor a state broken by a hostile file outlives it; its files are in memory,
// so that what a file refers to outside itself does not exist.
import type { ready } from 'h5wasm';
import type { Tensor } from '../../../engine/tensor.ts';
import { hdf5Types } from './hdf5-types.ts';
import { checkSuperblock } from './hdf5-superblock.ts';
import { modelInvalid } from './model-error.ts';

const maxLinks = 100_000;
const maxDepth = 40;
const maxNameLength = 1_024;
const maxTexts = 65_536;
const maxTextBytes = 64 * 1024 * 1024;
/** Bytes that compressed datasets of one file may unpack to, and that one of their chunks may hold. */
const maxUnpackedBytes = 2 ** 31;
const maxChunkBytes = 2 ** 28;
/** Filters that are part of HDF5 itself: deflate, shuffle, Fletcher's checksum. */
const knownFilters = new Set([1, 2, 3]);
/** Where the file lies in the library's own file system. */
export const hdf5Path = '/file';

export type Hdf5Dataset = {
  readonly path: string;
  /** [] for a scalar. */
  readonly shape: readonly number[];
  /** @throws AppError `model-invalid` for a type, filter or size that is refused, and for data that cannot be read. */
  readonly tensor: () => Tensor;
};

export type Hdf5Group = {
  readonly path: string;
  readonly groups: ReadonlyMap<string, Hdf5Group>;
  readonly datasets: ReadonlyMap<string, Hdf5Dataset>;
  /** The texts of an attribute, one for a scalar; undefined where there is no such attribute. @throws AppError `model-invalid`. */
  readonly texts: (attribute: string) => readonly string[] | undefined;
};

type Library = Awaited<typeof ready>;

/** The package gives one instance for the whole process; the module it is made from gives as many as wanted, and silent ones. */
export async function openHdf5Library(): Promise<Library> {
  const factory = new URL('hdf5_util.js', import.meta.resolve('h5wasm')).href;
  const { default: create } = (await import(factory)) as { default: (options: object) => Promise<Library> };
  const ignore = (): void => undefined;
  return create({ noInitialRun: true, print: ignore, printErr: ignore });
}

/**
 * What `use` makes of the file's tree; the tree is dead afterwards. The tree is walked as a whole before: external and soft links,
 * too many links and too deep nesting are refused. Datasets are read when asked for, each claim checked against the file's size.
 * @throws AppError `model-invalid` {file, reason, detail}.
 */
export async function readHdf5<T>(bytes: Uint8Array, file: string, use: (root: Hdf5Group) => T): Promise<T> {
  checkSuperblock(bytes, file);
  const library = await openHdf5Library();
  library.FS.createDataFile('/', hdf5Path.slice(1), bytes, true, false, true);
  const id = library.open(hdf5Path, library.H5F_ACC_RDONLY, false, -1, -1);
  if (id < 0n) throw modelInvalid(file, 'header-broken', 'HDF5 does not open it');
  return use(treeOf({ library, id, file, fileBytes: bytes.byteLength }));
}

type Opened = {
  readonly library: Library;
  readonly id: bigint;
  readonly file: string;
  readonly fileBytes: number;
};

function treeOf({ library, id, file, fileBytes }: Opened): Hdf5Group {
  let links = 0;
  const read = { plain: 0, unpacked: 0 };

  /** Whatever the library throws (a trap of its code, an error of its wrapper) says that the file is broken. */
  const ask = <T>(where: string, question: () => T): T => {
    try {
      return question();
    } catch (error) {
      throw modelInvalid(file, 'header-broken', where.slice(0, 200), error);
    }
  };

  /** The bytes that `fill` writes to the given place of the library's memory. */
  const bytesFrom = (where: string, size: number, fill: (place: bigint) => number): Uint8Array<ArrayBuffer> => {
    const place = library._malloc(size);
    if (place === 0) throw modelInvalid(file, 'too-large', `${where}: ${size} bytes`);
    const status = ask(where, () => fill(BigInt(place)));
    if (status < 0) throw modelInvalid(file, 'header-broken', `${where} cannot be read`);
    const bytes = new Uint8Array(library.HEAPU8.slice(place, place + size));
    library._free(place);
    return bytes;
  };

  const textsOf = (group: string, name: string): readonly string[] => {
    const where = `${group}@${name}`;
    const {
      shape,
      type,
      size,
      vlen,
      total_size: count,
    } = ask(where, () => library.get_attribute_metadata(id, group, name));
    if (shape === null || count === 0) return [];
    if (type !== library.H5T_class_t.H5T_STRING.value)
      throw modelInvalid(file, 'type-unsupported', `${where} is not text`);
    if (count > maxTexts || count * size > Math.min(maxTextBytes, fileBytes))
      throw modelInvalid(file, 'too-large', `${where}: ${count} texts of ${size} bytes`);
    const bytes = bytesFrom(where, count * size, place => library.get_attribute_data(id, group, name, place));
    if (vlen) return textsAt(where, new Uint32Array(bytes.buffer));
    const decoder = new TextDecoder();
    return Array.from({ length: count }, (_, index) => {
      const text = decoder.decode(bytes.subarray(index * size, (index + 1) * size));
      return text.replace(/\0[^]*$/, '');
    });
  };

  /** Texts of any length lie elsewhere in the library's memory; several may be the same bytes of the file. */
  const textsAt = (where: string, places: Uint32Array): readonly string[] => {
    let length = 0;
    return Array.from(places, place => {
      const text = place === 0 ? '' : library.UTF8ToString(place);
      length += text.length;
      if (length > maxTextBytes)
        throw modelInvalid(file, 'too-large', `${where}: more than ${maxTextBytes} characters`);
      return text;
    });
  };

  const openDataset = (where: string): Hdf5Dataset => {
    const metadata = ask(where, () => library.get_dataset_metadata(id, where));
    const shape = metadata.shape ?? [];
    const tensor = (): Tensor => {
      const type = hdf5Types.get(`${metadata.type}/${metadata.size}/${metadata.signed ? 'signed' : 'unsigned'}`);
      if (!type || metadata.shape === null || metadata.virtual_sources)
        throw modelInvalid(
          file,
          'type-unsupported',
          `${where}: a type of class ${metadata.type}, ${metadata.size} bytes`,
        );
      const size = shape.reduce((product, side) => product * side, metadata.size);
      const filters = ask(where, () => library.get_dataset_filters(id, where));
      const unknown = filters.find(filter => !knownFilters.has(filter.id));
      if (unknown) throw modelInvalid(file, 'type-unsupported', `${where}: the filter ${unknown.name.slice(0, 100)}`);
      const chunkBytes = (metadata.chunks ?? []).reduce((product, side) => product * side, metadata.size);
      const isPacked = filters.length > 0;
      const claimed = (read[isPacked ? 'unpacked' : 'plain'] += size);
      if (claimed > (isPacked ? maxUnpackedBytes : fileBytes) || chunkBytes > maxChunkBytes)
        throw modelInvalid(
          file,
          'too-large',
          `${where} of shape [${shape.join(', ')}] in a file of ${fileBytes} bytes`,
        );
      if (size === 0) return { ...type(new ArrayBuffer(0)), shape };
      const bytes = bytesFrom(where, size, place => library.get_dataset_data(id, where, null, null, null, place));
      return { ...type(bytes.buffer), shape };
    };
    return { path: where, shape, tensor };
  };

  const openGroup = (where: string, depth: number): Hdf5Group => {
    if (depth > maxDepth) throw modelInvalid(file, 'too-large', `groups nested deeper than ${maxDepth}`);
    const groups = new Map<string, Hdf5Group>();
    const datasets = new Map<string, Hdf5Dataset>();
    for (const name of ask(where, () => library.get_names(id, where === '' ? '/' : where, false))) {
      const child = `${where}/${name}`;
      links++;
      if (links > maxLinks || name.length > maxNameLength)
        throw modelInvalid(file, 'too-large', `link ${links}, a name of ${name.length} characters`);
      const { filename } = ask(child, () => library.get_external_link(id, child));
      if (filename !== undefined || ask(child, () => library.get_symbolic_link(id, child)) !== null)
        throw modelInvalid(
          file,
          'offsets-broken',
          `${child.slice(0, 200)} is a link${filename === undefined ? '' : ' to another file'}`,
        );
      const type = ask(child, () => library.get_type(id, child));
      if (type === library.H5G_GROUP) groups.set(name, openGroup(child, depth + 1));
      else if (type === library.H5G_DATASET) datasets.set(name, openDataset(child));
      else throw modelInvalid(file, 'header-broken', `${child.slice(0, 200)} is neither a group nor a dataset`);
    }
    const own = where === '' ? '/' : where;
    const attributes = new Set(ask(where, () => library.get_attribute_names(id, own)));
    const texts = (name: string): readonly string[] | undefined =>
      attributes.has(name) ? textsOf(own, name) : undefined;
    return { path: own, groups, datasets, texts };
  };

  return openGroup('', 0);
}
