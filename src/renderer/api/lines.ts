// Cuts a byte stream into lines of text.

/** Feeds chunks in, gives whole lines out; what follows the last line break waits for the next chunk. */
export function lineCutter(): (chunk: Uint8Array) => string[] {
  const decoder = new TextDecoder();
  let rest = '';
  return chunk => {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = parts.pop()!;
    return parts.filter(line => line !== '');
  };
}
