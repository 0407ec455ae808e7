// One import that is being looked at: its sources as dataset workers read them, what was chosen, and the way into the project. Nothing of
// the project changes before `apply`, and then all of it in one gesture.
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../shared/errors.ts';
import type { DatasetFormatId } from '../../shared/records/dataset-format.ts';
import type { WorkId } from '../../shared/records/ids.ts';
import type { Becomes, ImportId, ImportPreview, ImportQuestion, ImportResult } from '../../shared/records/import.ts';
import type { Answers, KnownPhoto, SourceQuestion } from '../annotations/jobs.ts';
import { startDatasetJob } from '../annotations/process.ts';
import { resolveClasses } from './import-classes.ts';
import {
  moveUnpacked,
  placeAdded,
  removeCopies,
  type AddedFiles,
  type AddedPlaces,
  type Move,
} from './import-places.ts';
import { planImport, type PlannedImport } from './import-plan.ts';
import { projectNow, type ProjectNow } from './import-project-now.ts';
import { readPrepared, type SourceRead } from './import-read.ts';
import type { OpenProject } from './open-project.ts';

export type ChosenSource = { readonly path: string; readonly format: DatasetFormatId | null };
type Progress = (done: number, total: number) => void;

type Source = ChosenSource & {
  readonly place: number;
  readonly staging: string;
  answers: Answers;
  read: SourceRead;
};

export type ImportSession = {
  readonly id: ImportId;
  readonly project: OpenProject;
  /** The work that reads sources now, or the last one. */
  work: WorkId | null;
  add(chosen: readonly ChosenSource[], signal: AbortSignal, onProgress: Progress): Promise<void>;
  remove(place: number): Promise<void>;
  /** Reads again what has photos that were not found. */
  findPhotos(folder: string): Promise<void>;
  choose(classes: Readonly<Record<string, Becomes>>, answers: Readonly<Record<string, string>>): Promise<void>;
  preview(): Promise<ImportPreview>;
  apply(): Promise<ImportResult>;
  /** Ends reading and removes what was unpacked. */
  close(): Promise<void>;
};

/** Below the project's folder, so that what is unpacked can become the project's by being renamed. */
export const stagingFolder = (project: OpenProject): string => path.join(project.folder, 'importing');

const questionKey = (source: number, about: ImportQuestion['about']): string => `${source}-${about}`;

export function createImportSession(project: OpenProject): ImportSession {
  const id = randomUUID() as string as ImportId;
  const folder = path.join(stagingFolder(project), id);
  const ended = new AbortController();
  const lookIn: string[] = [];
  const choices = new Map<string, Becomes>();
  let sources: Source[] = [];
  let nextPlace = 0;

  async function read(
    { path: chosen, format, place, staging, answers }: Omit<Source, 'read'>,
    signal: AbortSignal,
    onProgress: Progress,
  ): Promise<SourceRead> {
    const known = knownPhotos(project, await project.store.photosFiles(null));
    const job = startDatasetJob(
      { kind: 'read', chosen, format, answers, staging, owner: process.pid, known, lookIn, keepUnfound: false },
      { signal: AbortSignal.any([signal, ended.signal]), onProgress },
    );
    return readPrepared(await job.result, { place, name: path.basename(chosen), wanted: format });
  }

  async function readAgain(source: Source): Promise<void> {
    source.read = await read(source, ended.signal, () => undefined);
    version++;
  }

  /** The project and the places of added photos, as long as neither the project nor the sources changed: choices are many and quick. */
  let looked: { readonly key: string; readonly now: ProjectNow; readonly places: AddedPlaces } | null = null;
  let version = 0;
  async function lookAgain(): Promise<NonNullable<typeof looked>> {
    const [{ last }, { photos }] = await Promise.all([project.store.historyState(), project.store.photosCounts()]);
    const key = `${last?.sequence ?? 0} ${photos} ${version}`;
    if (looked?.key === key) return looked;
    // An import that was undone took its folders along.
    await project.refresh();
    const now = await projectNow(project.store);
    const paths = now.files.map(file => file.path);
    const added = sources.map(source => addedFiles(source, lookIn));
    const places = await placeAdded(project.places(), paths, added);
    return (looked = { key, now, places });
  }

  async function planned(): Promise<PlannedImport & { readonly moves: readonly Move[] }> {
    const { now, places } = await lookAgain();
    const reads = sources.map(source => source.read);
    const classes = resolveClasses(reads, choices, now.classes);
    return { ...planImport({ sources: reads, classes, places, now }), moves: places.moves };
  }

  function questions(): ImportQuestion[] {
    return sources.flatMap(({ place, read: { outcome } }) =>
      outcome.questions.map(question => ({
        ...withExample(question),
        key: questionKey(place, question.about),
        source: place,
      })),
    );
  }

  return {
    id,
    project,
    work: null,
    async add(chosen, signal, onProgress) {
      const added: Source[] = [];
      for (const [at, { path: file, format }] of chosen.entries()) {
        const place = nextPlace++;
        const source = { path: file, format, place, staging: path.join(folder, String(place)), answers: {} };
        const progress: Progress = (done, total) =>
          onProgress(at * 1_000 + Math.floor((1_000 * done) / Math.max(1, total)), chosen.length * 1_000);
        added.push({ ...source, read: await read(source, signal, progress) });
      }
      sources.push(...added);
      version++;
    },
    async remove(place) {
      const source = sources.find(one => one.place === place);
      if (source === undefined) throw new AppError('not-found', { what: 'source' });
      sources = sources.filter(one => one !== source);
      version++;
      await rm(source.staging, { recursive: true, force: true });
    },
    async findPhotos(wanted) {
      lookIn.push(wanted);
      for (const source of sources) {
        if (source.read.photos.some(({ target }) => target.kind === 'unfound')) await readAgain(source);
      }
    },
    async choose(classes, answers) {
      for (const [key, becomes] of Object.entries(classes)) choices.set(key, becomes);
      for (const source of sources) {
        const asked = source.read.outcome.questions.filter(({ about }) => answers[questionKey(source.place, about)]);
        if (asked.length === 0) continue;
        const own = asked.map(({ about }) => [about, answers[questionKey(source.place, about)]!]);
        source.answers = { ...source.answers, ...Object.fromEntries(own) };
        await readAgain(source);
      }
    },
    async preview() {
      const { preview } = await planned();
      return { id, ...preview, sources: sources.map(({ read: one }) => summaryOf(one)), questions: questions() };
    },
    async apply() {
      const { store } = project;
      looked = null;
      const { plan, preview, moves } = await planned();
      const putBack = await moveUnpacked(moves);
      let done: Awaited<ReturnType<typeof store.importApply>>;
      try {
        done = await store.importApply(plan);
      } catch (error) {
        await putBack();
        throw error;
      }
      await removeCopies(moves);
      await project.refresh();
      const { annotations, photos, classes } = project.announce(done, 'classes');
      return { annotations, photos, classes, notes: preview.notes, gesture: done.sequence };
    },
    async close() {
      ended.abort();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function knownPhotos({ fileOf }: OpenProject, files: ProjectNow['files']): KnownPhoto[] {
  return files.map(({ id, path: photoPath, hash, widthPx, heightPx, orientation }) => ({
    id,
    path: photoPath,
    file: fileOf(photoPath),
    hash,
    widthPx,
    heightPx,
    orientation,
  }));
}

const addedFiles = ({ staging, read: { name, photos, outcome } }: Source, lookIn: readonly string[]): AddedFiles => ({
  name,
  staging,
  files: photos.flatMap(({ target }) => (target.kind === 'file' ? [target.file] : [])),
  foundIn: [outcome.root, ...lookIn],
  notPhotos: outcome.notPhotos,
  copies: photos.flatMap(({ target }) => (target.kind === 'known' && target.copy ? [target.copy] : [])),
});

function withExample({ example, ...question }: SourceQuestion): Omit<ImportQuestion, 'key' | 'source'> {
  if (example === null) return { ...question, example };
  const { target, ...shown } = example;
  return { ...question, example: { ...shown, photoId: target.kind === 'known' ? target.id : null } };
}

function summaryOf({
  place,
  name,
  wanted,
  outcome,
  photos,
  counts,
  perClass,
}: SourceRead): ImportPreview['sources'][number] {
  return {
    place,
    name,
    kind: outcome.sourceKind,
    format: outcome.format,
    recognised: wanted === null,
    photos: photos.length,
    annotations: counts,
    classNames: outcome.classes.length,
    classNamesUsed: perClass.filter(count => count > 0).length,
  };
}
