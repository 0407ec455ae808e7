// Reads the small part of XML that annotation files are written in: elements, text, CDATA, the five entities and numbers of characters. No
// document type, so no entities of one's own; no attributes are kept; one pass, no recursion, limited depth.
import { AppError } from '../../../shared/errors.ts';

export type XmlElement = { readonly name: string; readonly text: string; readonly children: readonly XmlElement[] };

type Open = { readonly name: string; text: string; readonly children: XmlElement[] };

const deepest = 64;
const mostElements = 1_000_000;
const token =
  /<!--[^]*?-->|<!\[CDATA\[([^]*?)\]\]>|<\?[^]*?\?>|<!|<\/\s*([^\s<>/]+)\s*>|<([^\s<>/!?][^\s<>/]*)((?:"[^"]*"|'[^']*'|[^<>"'])*)>|<|$/g;

/** The outermost element. @throws AppError `dataset-damaged` for what is no XML, has a document type, or is nested deeper than 64. */
export function parseXml(text: string, file: string): XmlElement {
  const damaged = (reason: string): AppError => new AppError('dataset-damaged', { file, reason });
  const open: Open[] = [];
  let root: XmlElement | null = null;
  let elements = 0;
  let from = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const close = (): void => {
    const { name, text: own, children } = open.pop()!;
    const element = { name, text: own.trim(), children };
    if (open.length > 0) open.at(-1)!.children.push(element);
    else root = element;
  };
  token.lastIndex = from;
  for (let found = token.exec(text); found !== null; found = token.exec(text)) {
    const [whole, cdata, closing, opening, rest] = found;
    const before = text.slice(from, found.index);
    from = token.lastIndex;
    if (open.length > 0) open.at(-1)!.text += plainText(before) + (cdata ?? '');
    else if (before.trim() !== '' || cdata !== undefined) throw damaged('dataset-not-xml');
    if (whole === '') break;
    if (whole === '<!')
      throw damaged(/^<!(?:--|\[)/.test(text.slice(found.index, found.index + 4)) ? 'dataset-cut' : 'dataset-doctype');
    if (whole === '<') throw damaged(text.indexOf('>', found.index) === -1 ? 'dataset-cut' : 'dataset-not-xml');
    if (closing !== undefined) {
      if (open.at(-1)?.name !== closing) throw damaged('dataset-not-xml');
      close();
    } else if (opening !== undefined) {
      if (root !== null || ++elements > mostElements) throw damaged('dataset-not-xml');
      if (open.length === deepest) throw damaged('dataset-too-deep');
      open.push({ name: opening, text: '', children: [] });
      if (rest!.endsWith('/')) close();
    }
  }
  token.lastIndex = 0;
  if (open.length > 0) throw damaged('dataset-cut');
  if (root === null) throw damaged('dataset-not-xml');
  return root;
}

const named = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

/** A `&` that begins nothing known stays: make-sense writes names as they are. */
const plainText = (text: string): string =>
  text.replace(
    /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(amp|lt|gt|quot|apos));/gi,
    (whole, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return named.get(name.toLowerCase())!;
      const code = decimal === undefined ? parseInt(hex!, 16) : Number(decimal);
      return code >= 1 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );

/** The first child of that name. */
export const childOf = (element: XmlElement | undefined, name: string): XmlElement | undefined =>
  element?.children.find(child => child.name === name);

/** Text of the first child of that name; '' where there is none. */
export const textOfChild = (element: XmlElement | undefined, name: string): string =>
  childOf(element, name)?.text ?? '';

/** Text that any reader of XML gives back as it was; what XML 1.0 cannot hold becomes U+FFFD. */
export const xmlText = (text: string): string =>
  text
    .replace(
      /[\0-\x08\v\f\x0e-\x1f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
      '\ufffd',
    )
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replace(/[\r\n\t]/g, sign => `&#${sign.charCodeAt(0)};`);
