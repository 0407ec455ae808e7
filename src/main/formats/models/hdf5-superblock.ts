// The first bytes of an HDF5 file: whether it is one, and whether it is all there.
// Source: HDF5 File Format Specification 3.0, II.A (superblock versions 0 to 3).
import { modelInvalid } from './model-error.ts';

const signature = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];
/** Where the superblock says how long the file is, by its version; all its addresses have 8 bytes. */
const endPlaces = [40, 44, 28, 28];
const addressSizePlaces = [13, 13, 9, 9];

/** Whether the bytes begin as an HDF5 file does. */
export const isHdf5 = (bytes: Uint8Array): boolean => signature.every((byte, place) => bytes[place] === byte);

/** @throws AppError `model-invalid`: `not-this-format`, `cut-short`, `newer-version`, or `type-unsupported` for addresses of other sizes. */
export function checkSuperblock(bytes: Uint8Array, file: string): void {
  if (!isHdf5(bytes)) throw modelInvalid(file, 'not-this-format', 'no HDF5 signature');
  const version = bytes[8] ?? 0;
  const endPlace = endPlaces[version];
  if (endPlace === undefined) throw modelInvalid(file, 'newer-version', `an HDF5 superblock of version ${version}`);
  if (bytes.byteLength < endPlace + 8) throw modelInvalid(file, 'cut-short', `${bytes.byteLength} bytes`);
  if (bytes[addressSizePlaces[version]!] !== 8)
    throw modelInvalid(file, 'type-unsupported', 'HDF5 addresses that are not of 8 bytes');
  const end = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getBigUint64(endPlace, true);
  if (end > BigInt(bytes.byteLength)) throw modelInvalid(file, 'cut-short', `${bytes.byteLength} of ${end} bytes`);
}
