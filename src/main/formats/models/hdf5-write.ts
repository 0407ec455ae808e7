// Writes an HDF5 file: groups with text attributes and datasets, in memory.
import type { DType, Tensor } from '../../../engine/tensor.ts';
import { toFloat32 } from '../../../engine/tensor.ts';
import { invariant } from '../../../shared/errors.ts';
import { hdf5Path, openHdf5Library } from './hdf5.ts';

/** What a group to be written holds. */
export type Hdf5Content = {
  readonly attributes?: ReadonlyMap<string, string | readonly string[]>;
  readonly groups?: ReadonlyMap<string, Hdf5Content>;
  readonly datasets?: ReadonlyMap<string, Tensor>;
};

/** Classes of HDF5's types and the bytes of a value; float16 is widened, as h5wasm writes no halves. */
const writtenTypes: Readonly<
  Record<DType, { readonly type: number; readonly size: number; readonly signed: boolean }>
> = {
  float32: { type: 1, size: 4, signed: true },
  float16: { type: 1, size: 4, signed: true },
  int32: { type: 0, size: 4, signed: true },
  int64: { type: 0, size: 8, signed: true },
  uint8: { type: 0, size: 1, signed: false },
  bool: { type: 0, size: 1, signed: false },
};

/** The bytes of a file with this content; groups, datasets and attributes in the order given. */
export async function writeHdf5(root: Hdf5Content): Promise<Uint8Array> {
  const library = await openHdf5Library();
  const id = library.open(hdf5Path, library.H5F_ACC_TRUNC, false, -1, -1);
  const succeed = (what: string, status: number | bigint): void =>
    invariant(status >= 0, `HDF5 does not write ${what}`);
  succeed('a file', id);

  const writeText = (where: string, name: string, value: string | readonly string[]): void => {
    const shape = typeof value === 'string' ? [] : [BigInt(value.length)];
    const texts = typeof value === 'string' ? [value] : value;
    const metadata = { type: library.H5T_class_t.H5T_STRING.value, size: 4, signed: false, vlen: true, cset: 1 };
    const whole = { ...metadata, littleEndian: true, total_size: texts.length, shape, maxshape: shape };
    succeed(`${where}@${name}`, library.create_vlen_str_attribute(id, where, name, texts, whole));
  };

  const writeTensor = (where: string, tensor: Tensor): void => {
    const data = tensor.dtype === 'float16' ? toFloat32(tensor) : tensor.data;
    const shape = tensor.shape.map(BigInt);
    const place = library._malloc(Math.max(1, data.byteLength));
    invariant(place !== 0, `no memory for ${where}`);
    library.HEAPU8.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), place);
    const type = { ...writtenTypes[tensor.dtype], vlen: false, littleEndian: true, total_size: data.length };
    succeed(where, library.create_dataset(id, where, BigInt(place), { ...type, shape, maxshape: shape }));
    library._free(place);
  };

  const writeGroup = (
    where: string,
    { attributes = new Map(), groups = new Map(), datasets = new Map() }: Hdf5Content,
  ): void => {
    for (const [name, value] of attributes) writeText(where === '' ? '/' : where, name, value);
    for (const [name, tensor] of datasets) writeTensor(`${where}/${name}`, tensor);
    for (const [name, content] of groups) {
      succeed(name, library.create_group(id, `${where}/${name}`, false));
      writeGroup(`${where}/${name}`, content);
    }
  };

  writeGroup('', root);
  succeed('the end', library.close_file(id));
  return library.FS.readFile(hdf5Path);
}
