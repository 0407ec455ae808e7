// What a format can hold of the project and what it cannot, said before anything is written.
import { AppError } from '../../shared/errors.ts';
import type { CallResult } from '../../shared/contract.ts';
import type { AnnotationExport } from '../../shared/records/annotation-export.ts';
import type { DatasetNote } from '../../shared/records/dataset-format.ts';
import { noAnnotations, type AnnotationCounts } from '../../shared/records/import.ts';
import type { OutgoingPhoto } from '../annotations/jobs.ts';
import { mergedNotes } from '../annotations/note-kinds.ts';
import { datasetWriters } from '../formats/datasets/index.ts';
import type { DatasetWriter } from '../formats/datasets/write-dataset.ts';
import { holdsNothing } from '../formats/datasets/writing.ts';
import { outgoingPhotos } from './export-dataset.ts';
import type { OpenProject } from './open-project.ts';

export async function planExport(
  project: OpenProject,
  wish: AnnotationExport,
): Promise<CallResult<'annotations:plan'>> {
  const writer = datasetWriters[wish.format];
  const { photos, notes } = await outgoingPhotos(project);
  const dataset = { classes: await project.store.classesList(), photos };
  const unread = (): never => {
    throw new AppError('internal', { reason: 'a plan reads no photo' });
  };
  const said = writer.notes(dataset);
  const files = Iterator.from(writer.files(dataset, { photosAt: null, photoBytes: unread })).reduce(sum => sum + 1, 0);
  return {
    photos: photos.length,
    holdsNothing: holdsNothing(dataset, files, said),
    annotations: heldCounts(writer, photos),
    notes: mergedNotes([...notes, ...turnedNotes(photos, wish), ...said]),
    // With the manifest.
    files: files + 1 + (wish.photos === 'copy' && !writer.holdsPhotos ? photos.length : 0),
  };
}

/** What is written as it is; what is written in another form is in the notes. */
function heldCounts({ holds }: DatasetWriter, photos: readonly OutgoingPhoto[]): AnnotationCounts {
  const counts: Record<keyof AnnotationCounts, number> = { ...noAnnotations };
  for (const { annotations } of photos) {
    for (const annotation of annotations) {
      const held = annotation.kind === 'nothing' ? (`nothing-${annotation.of}` as const) : annotation.kind;
      if (holds.includes(held)) counts[annotation.kind]++;
    }
  }
  return counts;
}

function turnedNotes(photos: readonly OutgoingPhoto[], wish: AnnotationExport): DatasetNote[] {
  const turned = photos.filter(({ orientation }) => orientation > 1).map(({ photo }) => photo.path);
  if (turned.length === 0) return [];
  const code = wish.frame === 'stored' ? 'photos-stored' : wish.photos === 'copy' ? 'photo-baked' : 'photos-turned';
  return [{ code, count: turned.length, examples: turned.slice(0, 5), details: {} }];
}
