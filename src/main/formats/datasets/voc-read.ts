// Reads Pascal VOC: one XML file a photo, and the splits of ImageSets/Main. Whether pixels count from 0 or 1 is decided for all files at once.
import { TextDecoder } from 'node:util';
import { AppError } from '../../../shared/errors.ts';
import { noteDamage } from './damage.ts';
import { createNotes, type Notes } from './notes.ts';
import { createPhotoFinder, type PhotoFinder } from './photo-names.ts';
import { createPhotoList, type GatheredPhoto, type PhotoList } from './photo-list.ts';
import type { ReadDataset, ReadOptions, ReadQuestion, SourceFolder } from './read-dataset.ts';
import { attributesOf, boxShape, createClassList, type ClassList } from './reading.ts';
import { decodeText } from './source-folder.ts';
import { readObjectMasks } from './voc-masks-read.ts';
import { isVocMask, photoOf, readSplits, stemBelow } from './voc-photos.ts';
import { vocFileOf, type VocFile, type VocObject } from './voc-file.ts';
import { parseXml } from './xml.ts';

const mostBytes = 16e6;
/** Files that are read at once. */
const together = 32;

type Reading = {
  readonly notes: Notes;
  readonly finder: PhotoFinder;
  readonly classes: ClassList;
  readonly photos: PhotoList;
};

export const xmlFilesOf = (source: SourceFolder): readonly string[] =>
  source.files.map(({ path }) => path).filter(path => /\.xml$/i.test(path));

/** @throws AppError where no file of the source can be read as VOC. */
export async function readVoc(source: SourceFolder, { answers, sizeOf }: ReadOptions): Promise<ReadDataset> {
  const notes = createNotes();
  const reading = {
    notes,
    finder: createPhotoFinder(source),
    classes: createClassList(notes),
    photos: createPhotoList(notes),
  };
  const files = await readFiles(source, notes);
  const decided = decideStart(files);
  const startsAt = (answers['starts-at'] ?? decided.startsAt) === '1' ? 1 : 0;
  const byStem = new Map<string, GatheredPhoto>();
  for (const file of files) {
    const photo = photoOf(reading, file);
    if (photo === null) continue;
    byStem.set(stemBelow(file.path), photo);
    photo.widthPx ||= file.widthPx;
    photo.heightPx ||= file.heightPx;
    if (photo.file !== null && (photo.widthPx === 0 || photo.heightPx === 0)) {
      notes.add('voc-size-missing', file.path);
      Object.assign(photo, (await sizeOf(photo.file)) ?? {});
    }
    photo.lookedFor.things = true;
    const places = file.objects.map(object =>
      readObject(reading, photo, object, { from: file.isOurs ? 1 : startsAt, file }),
    );
    await readObjectMasks(source, photo, { path: file.path, places, notes });
  }
  await readSplits(source, reading, byStem);
  const masks = reading.finder.photos.filter(isVocMask);
  const areRead = masks.some(mask => mask.includes('SegmentationObject/'));
  for (const mask of masks) if (!areRead) notes.add('voc-masks-beside', mask);
  const boxes = files.filter(file => !file.isOurs).flatMap(({ objects }) => objects);
  const question: ReadQuestion = { about: 'starts-at', options: ['0', '1'], likeliest: decided.startsAt, table: null };
  if (boxes.length > 0) notes.add(startsAt === 1 ? 'voc-starts-at-1' : 'voc-starts-at-0', null);
  return {
    format: 'voc',
    classes: reading.classes.classes,
    photos: reading.photos.settled(),
    notPhotos: new Set(masks),
    notes: notes.list(),
    questions: boxes.length > 0 && !decided.isSure ? [question] : [],
  };
}

async function readFiles(source: SourceFolder, notes: Notes): Promise<readonly VocFile[]> {
  const files: VocFile[] = [];
  let failure: unknown = null;
  const paths = xmlFilesOf(source);
  for (let from = 0; from < paths.length; from += together) {
    const some = paths.slice(from, from + together);
    const read = await Promise.allSettled(
      some.map(async path => vocFileOf(parseXml(await textOf(source, path), path), path)),
    );
    for (const [at, result] of read.entries()) {
      if (result.status === 'fulfilled') {
        if (result.value !== null) files.push(result.value);
      } else {
        noteDamage(notes, some[at]!, result.reason);
        failure ??= result.reason;
      }
    }
  }
  if (files.length > 0) return files;
  throw failure ?? new AppError('dataset-damaged', { file: source.files[0]?.path ?? '', reason: 'dataset-not-voc' });
}

/** UTF-8 or UTF-16; else in the encoding that the file's first line names. */
async function textOf(source: SourceFolder, path: string): Promise<string> {
  const bytes = await source.bytes(path, mostBytes);
  try {
    return decodeText(bytes, path);
  } catch (error) {
    const [, label] = /^<\?xml[^>]*encoding=["']([\w.:-]{1,40})["']/.exec(bytes.toString('latin1', 0, 200)) ?? [];
    if (label === undefined || /^utf-?(?:8|16)/i.test(label)) throw error;
    try {
      return new TextDecoder(label, { fatal: true }).decode(bytes);
    } catch {
      throw error; // an encoding that nobody knows, or bytes that are not of it: what was said of the file stays
    }
  }
}

/**
 * Any coordinate below 1, or with decimals: they start at 0. Else a box that ends at the photo's edge, where from 0 it might too: they start
 * at 1. Else a person has to say; the devkit's own rule is 1.
 */
function decideStart(files: readonly VocFile[]): { readonly startsAt: '0' | '1'; readonly isSure: boolean } {
  let reachesEdge = false;
  for (const { objects, widthPx, heightPx, isOurs } of files) {
    if (isOurs) continue;
    for (const { corners } of objects) {
      if (corners === null) continue;
      const values = Object.values(corners).filter(Number.isFinite);
      if (values.some(value => value < 1 || !Number.isInteger(value))) return { startsAt: '0', isSure: true };
      if (widthPx > 0 && (corners.xmax === widthPx || corners.ymax === heightPx)) reachesEdge = true;
    }
  }
  return { startsAt: '1', isSure: reachesEdge };
}

/** Gives the place of the annotation that the object became; null where it became none. */
function readObject(
  { notes, classes }: Reading,
  photo: GatheredPhoto,
  object: VocObject,
  { from, file }: { readonly from: 0 | 1; readonly file: VocFile },
): number | null {
  const where = `${photo.name}: ${object.name}`;
  for (const part of object.parts) notes.add('voc-parts-left-out', `${where}: ${part}`);
  const classPlace = classes.place(object.name, file.path);
  const shape = classPlace === null ? null : shapeOf(object, photo, { from, isOurs: file.isOurs, notes, where });
  if (classPlace === null || shape === null) {
    photo.hasLost = true;
    return null;
  }
  return photo.annotations.push({ classPlace, shape, unit: 'pixel', attributes: attributesOf(object.attributes) }) - 1;
}

function shapeOf(
  { corners, rotated }: VocObject,
  { widthPx, heightPx }: GatheredPhoto,
  {
    from,
    isOurs,
    notes,
    where,
  }: { readonly from: 0 | 1; readonly isOurs: boolean; readonly notes: Notes; readonly where: string },
) {
  if (rotated !== null) return { kind: 'rotated-box', rotatedBox: rotated } as const;
  if (corners === null) {
    notes.add('voc-object-without-box', where);
    return null;
  }
  // Counted from 1 the last pixel belongs to the box, so one pixel is a box; but nobody draws one: it was a click.
  if (!isOurs && corners.xmin === corners.xmax && corners.ymin === corners.ymax) {
    notes.add('box-empty', where);
    return null;
  }
  const [left, right] = [Math.min(corners.xmin, corners.xmax), Math.max(corners.xmin, corners.xmax)];
  const [top, bottom] = [Math.min(corners.ymin, corners.ymax), Math.max(corners.ymin, corners.ymax)];
  if (left !== corners.xmin || top !== corners.ymin)
    if (Number.isFinite(left + top)) notes.add('box-edges-swapped', where);
  return boxShape(
    { left: left - from, top: top - from, right, bottom },
    { width: widthPx, height: heightPx },
    notes,
    where,
  );
}
