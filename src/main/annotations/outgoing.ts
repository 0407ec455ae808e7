// The dataset as it is given to a writer: in the frame that was asked for, with what could not be turned listed.
import type { Annotation } from '../../shared/records/photo.ts';
import type { Shape } from '../../shared/records/shape.ts';
import type { Notes } from '../formats/datasets/notes.ts';
import type { Dataset } from '../formats/datasets/write-dataset.ts';
import { mapShape, turnedSize } from './frame.ts';
import type { OutgoingPhoto, WriteJob } from './jobs.ts';
import { readLines } from './staging.ts';

export type Outgoing = {
  readonly dataset: Dataset;
  /** By path of the photo. */
  readonly files: ReadonlyMap<string, Pick<OutgoingPhoto, 'file' | 'orientation'>>;
};

export async function readOutgoing(
  { lines, classes, frame, photos: copies }: WriteJob,
  notes: Notes,
): Promise<Outgoing> {
  const photos: Dataset['photos'][number][] = [];
  const files = new Map<string, Pick<OutgoingPhoto, 'file' | 'orientation'>>();
  for await (const { file, orientation, ...photo } of readLines<OutgoingPhoto>(lines)) {
    files.set(photo.photo.path, { file, orientation });
    if (orientation > 1 && frame === 'stored') notes.add('photos-stored', photo.photo.path);
    else if (orientation > 1 && copies === 'none') notes.add('photos-turned', photo.photo.path);
    photos.push(frame === 'stored' ? asStored(photo, orientation, notes) : photo);
  }
  return { dataset: { classes, photos }, files };
}

function asStored(
  { photo, annotations }: Dataset['photos'][number],
  orientation: number,
  notes: Notes,
): Dataset['photos'][number] {
  return {
    photo: { ...photo, ...turnedSize(photo, orientation) },
    annotations: annotations.flatMap((annotation): Annotation[] => {
      if (annotation.kind === 'nothing' || annotation.kind === 'label') return [annotation];
      const { id, classId, attributes, ...shape } = annotation;
      const mapped = mapShape(shape as Shape, orientation, photo, 'to-stored');
      if (mapped === null) notes.add('mask-not-turned', photo.path);
      return mapped === null ? [] : [{ id, classId, ...(attributes && { attributes }), ...mapped }];
    }),
  };
}
