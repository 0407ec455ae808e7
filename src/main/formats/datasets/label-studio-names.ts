// Which photo a task of Label Studio means: addresses of uploads, of local files and of stores, as names of files. None is ever fetched.
import type { JsonObject } from './json-values.ts';
import { baseOf, isPhotoName, plainName } from './photo-names.ts';

const photoKeys = ['image', 'img', 'photo', 'picture', 'image_url', 'url'] as const;
/** Uploads get eight characters of a random number in front. */
const uploadPrefix = /^[0-9a-f]{8}-/;

/** Names that the photo of the task may have, likeliest first; none where no photo is named, null where its name leads out of the folder. */
export function photoNames(data: JsonObject): readonly string[] | null {
  const texts = Object.entries(data).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  const byKey = photoKeys
    .map(key => texts.find(([name]) => name.toLowerCase() === key))
    .find(found => found !== undefined);
  const address = (byKey ?? texts.find(([, text]) => isPhotoName(pathOf(text))))?.[1];
  if (address === undefined || address.trim() === '') return [];
  const plain = plainName(pathOf(address.trim()));
  if (plain === null) return null;
  const { name } = plain;
  const base = baseOf(name);
  if (!/^data\/upload\//.test(name) || !uploadPrefix.test(base)) return [name];
  return [base.replace(uploadPrefix, ''), base];
}

/** The path that an address leads to: what stands behind `?d=` of local files, else without server, query and escapes. */
function pathOf(address: string): string {
  const local = /\/data\/local-files\/\?(?:.*&)?d=([^&#]*)/.exec(address)?.[1];
  if (local !== undefined) return unescaped(local);
  const remote = /^[a-z][a-z0-9+.-]*:\/\/[^/]*(\/.*)$/i.exec(address)?.[1];
  return unescaped((remote ?? address).replace(/[?#].*$/s, '')).replace(/^\/+/, remote === undefined ? '/' : '');
}

/** `%20` is a space; what is no escape stays as it is. */
function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a file whose name holds a percent sign
  }
}
