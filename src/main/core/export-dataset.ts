// The project's annotations on their way out: every photo that something is stated of, but for excluded ones, which are listed.
import { AppError } from '../../shared/errors.ts';
import type { DatasetNote } from '../../shared/records/dataset-format.ts';
import type { OutgoingPhoto } from '../annotations/jobs.ts';
import { writeLines } from '../annotations/staging.ts';
import type { AnnotatedRow } from '../store/api.ts';
import type { OpenProject } from './open-project.ts';

const pageSize = 5_000;
const mostExamples = 5;

/** Gives each photo to `take`, by path; what stays out is in the notes. */
async function eachPhoto(project: OpenProject, take: (photo: OutgoingPhoto) => void): Promise<DatasetNote[]> {
  const excluded: string[] = [];
  let count = 0;
  for (let after = ''; ;) {
    const page = await project.store.annotationsPage(after, pageSize);
    for (const row of page) {
      if (!row.photo.excluded) take(outgoing(project, row));
      else if (++count <= mostExamples) excluded.push(row.photo.path);
    }
    const last = page.at(-1);
    if (last === undefined || page.length < pageSize) break;
    after = last.photo.path;
  }
  return count === 0 ? [] : [{ code: 'photos-excluded', count, examples: excluded, details: {} }];
}

export async function outgoingPhotos(
  project: OpenProject,
): Promise<{ readonly photos: readonly OutgoingPhoto[]; readonly notes: readonly DatasetNote[] }> {
  const photos: OutgoingPhoto[] = [];
  const notes = await eachPhoto(project, photo => photos.push(photo));
  return { photos, notes };
}

/** The same as lines in a new file. */
export async function writeOutgoing(project: OpenProject, file: string): Promise<readonly DatasetNote[]> {
  const lines = writeLines<OutgoingPhoto>(file);
  try {
    return await eachPhoto(project, lines.write);
  } finally {
    lines.close();
  }
}

function outgoing(project: OpenProject, { photo, annotations }: AnnotatedRow): OutgoingPhoto {
  const { path, widthPx, heightPx, split, orientation } = photo;
  return { photo: { path, widthPx, heightPx, split }, annotations, file: fileOf(project, path), orientation };
}

/** null for a path that leaves its folder: nothing outside it is ever given away. */
function fileOf(project: OpenProject, path: string): string | null {
  try {
    return project.fileOf(path);
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-allowed') return null;
    throw error;
  }
}
