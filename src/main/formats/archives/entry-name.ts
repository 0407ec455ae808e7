// Which names of an archive's entries are unpacked: those that mean the same file, inside the folder, on every system.
import type { ArchiveReason } from './archive-error.ts';

/** A file system's limit for one name, in bytes of UTF-8. */
const longestPart = 255;
const longestName = 1_024;
const mostFolders = 32;
const reserved = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?:\.|$)/i;
const forbidden =
  /[\u0000-\u001f\u007f<>:"|?*]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|\ufffd/;

/**
 * Why the name is refused, or null. Windows' rules hold everywhere: a data set that was packed on Linux is unpacked on the colleague's
 * machine too, and a name that means a device or a stream there is nothing a photo is called.
 */
export function refusalOfName(name: string): ArchiveReason | null {
  if (/^[/\\]|^[a-z]:/i.test(name) || name.split(/[/\\]/).includes('..')) return 'archive-outside';
  if (name.includes('\\') || forbidden.test(name) || Buffer.byteLength(name) > longestName) return 'archive-name';
  const parts = partsOf(name);
  if (parts.length === 0 || parts.length > mostFolders) return 'archive-name';
  const isFit = (part: string): boolean =>
    part !== '' && !/[. ]$/.test(part) && !reserved.test(part) && Buffer.byteLength(part) <= longestPart;
  return parts.every(isFit) ? null : 'archive-name';
}

/** The name's folders and its last part, without the `/` of a folder and the `./` that tar writes in front. */
export function partsOf(name: string): readonly string[] {
  const parts = name.replace(/\/$/, '').split('/');
  return parts.filter(part => part !== '.');
}

/** Equal for names that are one file on some system: Windows and macOS take no notice of case, macOS none of how accents are written. */
export const nameKey = (name: string): string =>
  partsOf(name).join('/').normalize('NFC').toLowerCase().normalize('NFC');

/** What macOS and Windows add by themselves and nobody packed: it is passed over. */
export function isSystemEntry(name: string): boolean {
  const parts = partsOf(name);
  const last = parts.at(-1)?.toLowerCase() ?? '';
  return parts[0] === '__MACOSX' || last === '.ds_store' || last === 'thumbs.db' || last.startsWith('._');
}
