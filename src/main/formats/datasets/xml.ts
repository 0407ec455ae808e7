// Reads the small part of XML that annotation files are written in: elements, text, CDATA, the five entities and numbers of characters. No
// document type, so no entities of one's own; no attributes are kept; one pass, no recursion, limited depth.
import type { AppError } from '../../../shared/errors.ts';
import { damagedFile, placeInText } from './damage.ts';

export type XmlElement = { readonly name: string; readonly text: string; readonly children: readonly XmlElement[] };

type Open = { readonly name: string; text: string; readonly children: XmlElement[] };
type Tag = {
  readonly kind: 'open' | 'empty' | 'close' | 'text' | 'nothing';
  readonly value: string;
  readonly end: number;
};

const deepest = 64;
const mostElements = 1_000_000;
const tagName = /[^\s<>/!?"'=]+/y;

/** The outermost element. @throws AppError `dataset-damaged` for what is no XML, has a document type, or is nested deeper than 64. */
export function parseXml(text: string, file: string): XmlElement {
  let at = text.indexOf('<');
  const damaged = (reason: string): AppError =>
    damagedFile(file, reason, placeInText(text, reason === 'dataset-cut' || at === -1 ? text.length : at));
  const open: Open[] = [];
  let root: XmlElement | null = null;
  let elements = 0;
  const addText = (part: string): void => {
    if (open.length > 0) open.at(-1)!.text += part;
    else if (part.trim() !== '') throw damaged('dataset-not-xml');
  };
  const close = (name: string): void => {
    const element = open.pop();
    if (element?.name !== name) throw damaged('dataset-not-xml');
    const { text: own, children } = element;
    if (open.length > 0) open.at(-1)!.children.push({ name, text: own.trim(), children });
    else root = { name, text: own.trim(), children };
  };
  let from = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  for (; at !== -1; at = text.indexOf('<', from)) {
    addText(plainText(text.slice(from, at)));
    const tag = tagAt(text, at);
    if (typeof tag === 'string') throw damaged(tag);
    if (tag.kind === 'close') close(tag.value);
    else if (tag.kind === 'text') addText(tag.value);
    else if (tag.kind !== 'nothing') {
      if (root !== null || ++elements > mostElements) throw damaged('dataset-not-xml');
      if (open.length === deepest) throw damaged('dataset-too-deep');
      open.push({ name: tag.value, text: '', children: [] });
      if (tag.kind === 'empty') close(tag.value);
    }
    from = tag.end;
  }
  if (open.length > 0) throw damaged('dataset-cut');
  addText(text.slice(from));
  if (root === null) throw damaged('dataset-not-xml');
  return root;
}

/** What begins with the `<` at `at`, or why it is refused. By hand: a pattern would need a stack as deep as the text is long. */
function tagAt(text: string, at: number): Tag | string {
  const until = (sign: string, begin: number): number => {
    const found = text.indexOf(sign, begin);
    return found === -1 ? -1 : found + sign.length;
  };
  for (const [start, sign, kind] of [
    ['<!--', '-->', 'nothing'],
    ['<![CDATA[', ']]>', 'text'],
    ['<?', '?>', 'nothing'],
  ] as const) {
    if (!text.startsWith(start, at)) continue;
    const end = until(sign, at + start.length);
    return end === -1 ? 'dataset-cut' : { kind, value: text.slice(at + start.length, end - sign.length), end };
  }
  if (text[at + 1] === '!') return 'dataset-doctype';
  const isClosing = text[at + 1] === '/';
  tagName.lastIndex = at + (isClosing ? 2 : 1);
  const name = tagName.exec(text)?.[0];
  if (name === undefined) return at + 2 >= text.length ? 'dataset-cut' : 'dataset-not-xml';
  let end = tagName.lastIndex;
  for (; end < text.length && text[end] !== '>'; end++) {
    const sign = text[end]!;
    if (sign === '<') return 'dataset-not-xml';
    if (sign !== '"' && sign !== "'") continue;
    end = text.indexOf(sign, end + 1);
    if (end === -1) return 'dataset-cut';
  }
  if (end >= text.length) return 'dataset-cut';
  return { kind: isClosing ? 'close' : text[end - 1] === '/' ? 'empty' : 'open', value: name, end: end + 1 };
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
