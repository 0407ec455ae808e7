// Lines of JSON in a file: how 100,000 photos go from one process to another without being one text.
import { closeSync, createReadStream, openSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';

const gatheredCharacters = 1 << 20;

export type LineWriter<Line> = {
  write(line: Line): void;
  /** Must be called; throws what the system says. */
  close(): void;
};

/** A new file; throws what the system says where it is there already. */
export function writeLines<Line>(file: string): LineWriter<Line> {
  const descriptor = openSync(file, 'w', 0o600);
  let gathered: string[] = [];
  let characters = 0;
  const flush = (): void => {
    writeAll(descriptor, Buffer.from(gathered.join('')));
    [gathered, characters] = [[], 0];
  };
  return {
    write(line) {
      const text = `${JSON.stringify(line)}\n`;
      gathered.push(text);
      characters += text.length;
      if (characters >= gatheredCharacters) flush();
    },
    close() {
      try {
        flush();
      } finally {
        closeSync(descriptor);
      }
    },
  };
}

function writeAll(descriptor: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.byteLength;) at += writeSync(descriptor, bytes, at);
}

/** Written by our own worker or by the core, so that its lines are what they say. */
export async function* readLines<Line>(file: string): AsyncGenerator<Line> {
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Infinity });
  for await (const line of lines) yield JSON.parse(line) as Line;
}
