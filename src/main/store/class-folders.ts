// The answer to the class-folder question, and what it means for photos that later scans find in such folders.
import type { ClassId } from '../../shared/records/ids.ts';
import type { Done } from './api.ts';
import { longestClassName, type Classes } from './classes.ts';
import type { Gestures } from './gestures.ts';
import { stateNew } from './photo-entry.ts';
import type { PhotoIndex } from './photo-index.ts';
import { writeFirstSplits, type NewlyAnnotated } from './splitting.ts';
import { labelRow } from './tables/annotation.ts';
import type { Tables } from './tables/index.ts';

/** A folder's name as a class name; '' where it names none. A folder's name may be longer than a class's. */
function classNameOf(folder: string | null): string {
  return (folder ?? '').normalize('NFC').trim().slice(0, longestClassName).trim();
}

export function classFolderMethods(tables: Tables, index: PhotoIndex, gestures: Gestures, classes: Classes) {
  return {
    classFoldersSeen: (): boolean => tables.photo.hasFolderNames(),
    classFoldersWaiting: (): boolean => tables.photo.hasUnstatedInFolder(tables.project.tracked.read().through),
    classFoldersApply: (use: boolean): Done<{ readonly classes: number; readonly photos: number }> =>
      gestures.run('class-folders', recorder => {
        const { through } = tables.project.tracked.read();
        let highest = through;
        const ids = new Map<string, ClassId>(classes.list().map(({ name, id }) => [name, id]));
        const labelled: NewlyAnnotated[] = [];
        let made = 0;
        for (const photo of use ? [...tables.photo.iterateAll()] : []) {
          if (photo.id <= through) continue;
          highest = Math.max(highest, photo.id);
          const name = classNameOf(photo.folderClass);
          if (name === '' || index.get(photo.id)?.photoState !== stateNew) continue;
          let classId = ids.get(name);
          if (classId === undefined) {
            classId = classes.create(recorder, name).id;
            ids.set(name, classId);
            made++;
          }
          recorder.write('annotation', tables.annotation.nextId(), labelRow(photo.id, classId));
          labelled.push({ photoId: photo.id, classKey: classId });
        }
        // Without anything new the answer alone counts, so that a scan that found nothing is no gesture.
        recorder.write('project', 1, { classFolders: use, through: labelled.length > 0 ? highest : through });
        writeFirstSplits(tables, index, recorder, labelled);
        const result = { classes: made, photos: labelled.length };
        return { result, details: { ...result, use: use ? 'yes' : 'no' } };
      }),
  };
}
