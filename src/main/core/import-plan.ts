// The import as it would be written now, decided to the last annotation, and the preview that says so: one calculation for both, so that
// the button writes what it shows.
import { shapeKey } from '../../shared/annotation-key.ts';
import type { DatasetNote } from '../../shared/records/dataset-format.ts';
import type { PhotoId } from '../../shared/records/ids.ts';
import { noAnnotations, type AnnotationCounts, type ImportPreview } from '../../shared/records/import.ts';
import type { AnnotationKind, Split } from '../../shared/records/photo.ts';
import type { PreparedAnnotation, PreparedPhoto, Target } from '../annotations/jobs.ts';
import { isLeftOut, mergedNotes } from '../annotations/note-kinds.ts';
import { createNotes, type Notes } from '../formats/datasets/notes.ts';
import type { ImportedPhoto, ImportPlan, ScannedPhoto } from '../store/api.ts';
import type { Resolved, ResolvedClasses } from './import-classes.ts';
import type { AddedPlaces } from './import-places.ts';
import type { SourceRead } from './import-read.ts';
import type { AnnotatedNow, ProjectNow } from './import-project-now.ts';

export type PlanInput = {
  readonly sources: readonly SourceRead[];
  readonly classes: ResolvedClasses;
  readonly places: AddedPlaces;
  readonly now: ProjectNow;
};
export type PlannedImport = {
  readonly plan: ImportPlan;
  readonly preview: Omit<ImportPreview, 'id' | 'sources' | 'questions'>;
};

/** A photo as the sources together state it. */
type Merged = {
  readonly photo: PhotoId | ScannedPhoto;
  readonly before: AnnotatedNow | undefined;
  readonly keys: Set<string>;
  readonly annotations: ImportedPhoto['annotations'][number][];
  split: Split | null;
  /** What any source says of a kind: `nothing` only while none states something of it. */
  readonly says: Record<AnnotationKind, 'new' | 'nothing' | 'something'>;
  /** Some of its annotations are left out by their class; some are kept or there already. */
  isLeftOut: boolean;
  isKept: boolean;
};

type Totals = { leftOut: number; waiting: number; alreadyHere: number; notFound: number };

export function planImport({ sources, classes, places, now }: PlanInput): PlannedImport {
  const notes = createNotes();
  const totals: Totals = { leftOut: 0, waiting: 0, alreadyHere: 0, notFound: 0 };
  const merged = new Map<string, Merged>();
  for (const source of sources) {
    const resolved = classes.of.get(source.place)!;
    for (const photo of source.photos) {
      const into = mergedFor(photo.target, merged, places, now);
      if (into === null) countUnfound(photo, resolved, totals, places, notes);
      else addTo(into, photo, resolved, { totals, notes, now });
    }
  }
  const written = counted(now);
  const photos: ImportedPhoto[] = [];
  for (const one of merged.values()) photos.push(...finished(one, written, notes));
  const unnamed = places.unnamed.map(photo => ({ photo, split: null, nothing: [], annotations: [] }));
  for (const file of places.around) notes.add('photos-around', file);
  const added = photos.filter(({ photo }) => typeof photo !== 'number').length + unnamed.length;
  const allNotes = mergedNotes([
    ...sources.flatMap(source => source.outcome.notes),
    ...notes.list(),
    ...unnamedNote(places.unnamed),
  ]);
  return {
    plan: {
      newClasses: classes.newClasses.map(name => ({ name })),
      sources: places.sources,
      photos: [...photos, ...unnamed],
      files: sources
        .map(source => source.name)
        .join(', ')
        .slice(0, 200),
    },
    preview: {
      classes: classes.rows,
      notes: allNotes,
      photos: {
        now: now.photos,
        after: now.photos + added,
        added,
        known: [...merged.values()].filter(({ photo }) => typeof photo === 'number').length,
        notFound: totals.notFound,
      },
      now: now.counts,
      after: written.after,
      classesNow: now.classes.length,
      newClasses: classes.newClasses,
      out: {
        leftOut: totals.leftOut,
        invalid: sumOf(allNotes.filter(isLeftOut)),
        photoNotFound: totals.waiting,
        alreadyHere: totals.alreadyHere,
      },
      willWrite: written.writes,
      splits: written.splits,
    },
  };
}

function unnamedNote(unnamed: readonly ScannedPhoto[]): DatasetNote[] {
  const examples = unnamed.slice(0, 5).map(photo => photo.path);
  return unnamed.length === 0 ? [] : [{ code: 'photos-unnamed', count: unnamed.length, examples, details: {} }];
}

const sumOf = (notes: readonly DatasetNote[]): number => notes.reduce((sum, { count }) => sum + count, 0);

/** null where the photo was not found, or its file stays out. */
function mergedFor(target: Target, merged: Map<string, Merged>, places: AddedPlaces, now: ProjectNow): Merged | null {
  // A photo may have left since the files were read: an import that brought it was undone.
  if (target.kind === 'unfound' || (target.kind === 'known' && !now.ids.has(target.id))) return null;
  const key = target.kind === 'known' ? `${target.id}` : target.file;
  const there = merged.get(key);
  if (there) return there;
  const photo = target.kind === 'known' ? (target.id as PhotoId) : places.photos.get(target.file);
  if (photo === undefined) return null;
  const before = typeof photo === 'number' ? now.annotated.get(photo) : undefined;
  const made: Merged = {
    photo,
    before,
    keys: new Set(before?.keys()),
    annotations: [],
    split: null,
    says: { photo: 'new', things: 'new' },
    isLeftOut: false,
    isKept: false,
  };
  merged.set(key, made);
  return made;
}

function countUnfound(
  { name, target, annotations, refused, waiting }: PreparedPhoto,
  resolved: readonly Resolved[],
  totals: Totals,
  places: AddedPlaces,
  notes: Notes,
): void {
  totals.notFound++;
  if (target.kind === 'file' && !places.around.includes(target.file)) notes.add('photo-unusable', name);
  for (const place of [...annotations.map(({ c }) => c), ...refused, ...waiting]) {
    if (resolved[place] === null || resolved[place] === undefined) totals.leftOut++;
    else totals.waiting++;
  }
}

function addTo(
  into: Merged,
  photo: PreparedPhoto,
  resolved: readonly Resolved[],
  { totals, notes, now }: { readonly totals: Totals; readonly notes: Notes; readonly now: ProjectNow },
): void {
  into.split ??= photo.split;
  for (const kind of ['photo', 'things'] as const) {
    if (photo.nothing[kind] && into.says[kind] === 'new') into.says[kind] = 'nothing';
  }
  // What is refused or left out was stated all the same: the photo is not empty.
  if (photo.refused.length > 0) into.says.things = 'something';
  for (const annotation of photo.annotations) {
    into.says[annotation.s === null ? 'photo' : 'things'] = 'something';
    const given = resolved[annotation.c] ?? null;
    into.isLeftOut ||= given === null;
    into.isKept ||= given !== null;
    if (given === null) {
      totals.leftOut++;
      continue;
    }
    const key = `${typeof given === 'number' ? given : `new ${given.newClass}`} ${keyOfPrepared(annotation)}`;
    if (into.keys.has(key)) {
      totals.alreadyHere++;
      continue;
    }
    if (annotation.s === null && now.labelMode === 'one' && hasLabel(into.keys)) {
      notes.add('label-kept', photo.name);
      totals.leftOut++;
      continue;
    }
    into.keys.add(key);
    into.annotations.push({ class: given, shape: annotation.s, attributes: annotation.a });
  }
}

const hasLabel = (keys: ReadonlySet<string>): boolean => keys.values().some(key => key.endsWith(' label'));

/** Kept beside the annotation: it is asked for again at every choice. */
const keys = new WeakMap<PreparedAnnotation, string>();
function keyOfPrepared(annotation: PreparedAnnotation): string {
  let key = keys.get(annotation);
  if (key === undefined) keys.set(annotation, (key = shapeKey(annotation.s)));
  return key;
}

type Written = { after: Record<keyof AnnotationCounts, number>; writes: number; splits: Record<Split, number> };

const counted = ({ counts }: ProjectNow): Written => ({
  after: { ...noAnnotations, ...counts },
  writes: 0,
  splits: { train: 0, validation: 0, test: 0 },
});

/** The photo as it is written, and counted; nothing where nothing of it is written. */
function finished(one: Merged, written: Written, notes: Notes): ImportedPhoto[] {
  const { photo, before, annotations, says } = one;
  const kindsAdded = new Set(annotations.map(({ shape }) => (shape === null ? 'photo' : 'things')));
  const nothing = (['photo', 'things'] as const).filter(
    kind => says[kind] === 'nothing' && !(before?.says(kind) ?? false),
  );
  for (const { shape } of annotations) written.after[shape?.kind ?? 'label']++;
  for (const kind of kindsAdded) if (before?.nothing.has(kind)) written.after.nothing--;
  written.after.nothing += nothing.length;
  written.writes += annotations.length + nothing.length;
  if (one.isLeftOut && !one.isKept && !before)
    notes.add('photos-left-out', typeof photo === 'number' ? null : photo.path);
  const split = before?.split ? null : one.split;
  if (split !== null) written.splits[split]++;
  if (typeof photo === 'number' && annotations.length + nothing.length === 0 && split === null) return [];
  return [{ photo, split, nothing, annotations }];
}
