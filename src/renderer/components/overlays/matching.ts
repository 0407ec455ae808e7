// Finding by typed letters: every word of the query must begin or be inside the text; where it was found is marked.

/** Parts of `text`, those that answer the query marked; null where a word of the query is not in it. An empty query matches. */
export function match(
  text: string,
  query: string,
): readonly { readonly text: string; readonly isHit: boolean }[] | null {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const lower = text.toLowerCase();
  const marks = new Uint8Array(text.length);
  for (const word of words) {
    const at = lower.indexOf(word);
    if (at < 0) return null;
    marks.fill(1, at, at + word.length);
  }
  const parts: { text: string; isHit: boolean }[] = [];
  for (let index = 0; index < text.length; index++) {
    const isHit = marks[index] === 1;
    const last = parts[parts.length - 1];
    if (last?.isHit === isHit) last.text += text[index]!;
    else parts.push({ text: text[index]!, isHit });
  }
  return parts;
}

/** How well a text answers: 0 begins with the query, 1 a word begins with it, 2 it is inside. Infinity: not at all. */
export function rank(text: string, query: string): number {
  const lower = text.toLowerCase();
  const wanted = query.trim().toLowerCase();
  if (match(text, query) === null) return Infinity;
  if (lower.startsWith(wanted)) return 0;
  return lower.includes(` ${wanted}`) ? 1 : 2;
}
