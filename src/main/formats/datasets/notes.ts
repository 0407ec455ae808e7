// What readers and writers say of what they could not use or had to change, gathered by reason.
import type { datasetMessages } from '../../../shared/messages/datasets.ts';
import type { DatasetNote } from '../../../shared/records/dataset-format.ts';

type CodeOf<Key> = Key extends `dataset.${infer Code}` ? Code : never;
/** Codes that have a text: a note without one does not compile. */
export type NoteCode = CodeOf<keyof typeof datasetMessages>;

export type Notes = {
  /** One more of it. `example`: as a person knows it, a photo's name or a line of a file; the first five different ones are kept. */
  add(code: NoteCode, example?: string | null, details?: DatasetNote['details']): void;
  /** In the order in which they first came. */
  list(): readonly DatasetNote[];
};

const mostExamples = 5;
const longestExample = 200;

export function createNotes(): Notes {
  const byKey = new Map<
    string,
    { code: NoteCode; count: number; examples: string[]; details: DatasetNote['details'] }
  >();
  return {
    add(code, example = null, details = {}) {
      const key = `${code} ${JSON.stringify(details)}`;
      let note = byKey.get(key);
      if (note === undefined) byKey.set(key, (note = { code, count: 0, examples: [], details }));
      note.count += 1;
      const shown = example?.slice(0, longestExample);
      if (shown === undefined || note.examples.length === mostExamples || note.examples.includes(shown)) return;
      note.examples.push(shown);
    },
    list: () => [...byKey.values()],
  };
}
