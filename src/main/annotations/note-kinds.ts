// What the notes of readers mean for the counts: which of them are about annotations that stay out.
import type { DatasetNote } from '../../shared/records/dataset-format.ts';
import type { NoteCode } from '../formats/datasets/notes.ts';

/** One annotation each that cannot be used, whatever is chosen. */
const leftOut: ReadonlySet<string> = new Set<NoteCode>([
  'class-name-empty',
  'class-name-too-long',
  'box-not-a-number',
  'box-empty',
  'box-outside',
  'polygon-too-short',
  'polygon-too-long',
  'polygon-not-a-number',
  'polygon-empty',
  'polygon-outside',
  'mask-damaged',
  'mask-empty',
  'mask-of-another-size',
  'point-outside',
  'shape-invalid',
  'photo-size-unknown',
  'coco-entry-unreadable',
  'coco-unknown-image',
  'coco-unknown-category',
  'coco-no-shape',
  'voc-object-without-box',
  'voc-parts-left-out',
  'yolo-line-unreadable',
  'yolo-class-unknown',
  'csv-class-empty',
  'labelme-line',
  'labelme-shape-unknown',
  'labelme-points',
  'label-studio-result',
  'label-studio-turned',
  'label-studio-value',
  'idx-labels-without-images',
]);

export const isLeftOut = ({ code }: DatasetNote): boolean => leftOut.has(code);

const mostExamples = 5;

/** Notes of several sources: equal ones become one. */
export function mergedNotes(notes: readonly DatasetNote[]): readonly DatasetNote[] {
  const merged = new Map<string, DatasetNote>();
  for (const note of notes) {
    const key = `${note.code} ${JSON.stringify(note.details)}`;
    const before = merged.get(key);
    const examples = [...(before?.examples ?? []), ...note.examples].slice(0, mostExamples);
    merged.set(key, { ...note, count: note.count + (before?.count ?? 0), examples });
  }
  return [...merged.values()];
}
