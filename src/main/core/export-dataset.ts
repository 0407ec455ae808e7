// The project's annotations on their way out: every photo that something is stated of, but for excluded ones, which are listed.
import { realpathSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../shared/errors.ts';
import type { DatasetNote } from '../../shared/records/dataset-format.ts';
import type { OutgoingPhoto } from '../annotations/jobs.ts';
import { writeLines } from '../annotations/staging.ts';
import { createNotes } from '../formats/datasets/notes.ts';
import type { AnnotatedRow } from '../store/api.ts';
import type { OpenProject } from './open-project.ts';
import { sourceFolder } from './photo-sources.ts';

const pageSize = 1_000;

/** Gives each photo to `take`, by path; what stays out is in the notes. */
async function eachPhoto(project: OpenProject, take: (photo: OutgoingPhoto) => void): Promise<readonly DatasetNote[]> {
  const notes = createNotes();
  const fileOf = fileFinder(project);
  for (let after = ''; ;) {
    const page = await project.store.annotationsPage(after, pageSize);
    for (const row of page) {
      const { path: name, excluded } = row.photo;
      if (excluded) notes.add('photos-excluded', name);
      if (excluded) continue;
      const file = fileOf(name);
      if (file === null) notes.add('photo-outside', name);
      take(outgoing(row, file));
    }
    const last = page.at(-1);
    if (last === undefined || page.length < pageSize) break;
    after = last.photo.path;
  }
  return notes.list();
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

function outgoing({ photo, annotations }: AnnotatedRow, file: string | null): OutgoingPhoto {
  const { path: name, widthPx, heightPx, split, orientation } = photo;
  return { photo: { path: name, widthPx, heightPx, split }, annotations, file, orientation };
}

/**
 * Files of photos; null for a path that leaves its folder, by its words or by a link that came into it after the photo was found: nothing outside
 * is ever given away. A folder that is gone has nothing to give; the photos in it are missing files.
 */
function fileFinder(project: OpenProject): (photoPath: string) => string | null {
  const { photosFolder, projectFolder, sources } = project.places();
  const homes = [photosFolder, ...sources.map(source => sourceFolder({ projectFolder }, source))].map(realFolder);
  const inside = new Map<string, boolean>();
  return photoPath => {
    try {
      const file = project.fileOf(photoPath);
      const folder = path.dirname(file);
      if (!inside.has(folder)) {
        const real = realFolder(folder);
        inside.set(folder, real === null || homes.some(home => home === real || real.startsWith(`${home}${path.sep}`)));
      }
      return inside.get(folder) === true ? file : null;
    } catch (error) {
      if (error instanceof AppError && error.code === 'not-allowed') return null;
      throw error;
    }
  };
}

function realFolder(folder: string): string | null {
  try {
    return realpathSync.native(folder);
  } catch {
    return null; // gone, or not to be entered
  }
}
