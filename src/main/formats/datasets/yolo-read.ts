// Reads YOLO datasets: label files beside their photos, what data.yaml or Darknet's files say of classes and splits.
import { noteDamage } from './damage.ts';
import { createNotes, type Notes } from './notes.ts';
import { createPhotoFinder } from './photo-names.ts';
import { createPhotoList, type GatheredPhoto } from './photo-list.ts';
import type { ReadAnnotation, ReadDataset, ReadOptions, SourceFolder } from './read-dataset.ts';
import { attributesOf, createClassList, type ClassList, type NoClass } from './reading.ts';
import { rotatedBoxOfCorners } from './rotated-corners.ts';
import { readYoloConfig, type YoloConfig } from './yolo-config.ts';
import { readYoloLine, shapeOfLine, type YoloLine } from './yolo-lines.ts';
import { gatherPhotos, type LabelFile } from './yolo-photos.ts';

/** Things of one photo: more than anybody draws, few enough to hold. */
const mostLines = 100_000;
const highestUnnamed = 9_999;
/** Label files that are read at once. */
const together = 32;

/** A ring of four points, which may be a rotated box. */
type Quad = { readonly photo: GatheredPhoto; readonly place: number };
/** Where a line stands: `where` names it. */
type LinePlace = { readonly photo: GatheredPhoto; readonly path: string; readonly where: string };
type Reading = {
  readonly notes: Notes;
  readonly classes: ClassList;
  readonly config: YoloConfig;
  /** By class index. */
  readonly places: Places;
  readonly quads: Quad[];
  otherRings: number;
  /** How many numbers lines have that are surely boxes with keypoints. */
  readonly poseCounts: Set<number>;
  readonly undecided: { readonly line: YoloLine; readonly at: LinePlace }[];
};

/** @throws AppError where data.yaml or the list of classes cannot be read: numbers without names would be guesses. */
export async function readYolo(source: SourceFolder, { sizeOf }: ReadOptions): Promise<ReadDataset> {
  const notes = createNotes();
  const config = await readYoloConfig(source, notes);
  const classes = createClassList(notes);
  const places = placesOfNames(config, classes, notes);
  const lines = { quads: [], otherRings: 0, poseCounts: new Set<number>(), undecided: [] };
  const reading: Reading = { notes, classes, config, places, ...lines };
  const photos = createPhotoList(notes);
  const labels = await gatherPhotos({ source, notes, config, photos, finder: createPhotoFinder(source) });
  for (let from = 0; from < labels.length; from += together) {
    const some = labels.slice(from, from + together);
    const texts = await Promise.allSettled(some.map(({ path }) => source.text(path)));
    for (const [at, label] of some.entries()) {
      const text = texts[at]!;
      if (text.status === 'fulfilled') readLabels(reading, label, text.value);
      else {
        noteDamage(notes, label.path, text.reason);
        label.photo.hasLost = true;
      }
    }
  }
  decide(reading);
  if (config.names === null && classes.classes.length > 0) notes.add('yolo-names-missing', null);
  const areRotated =
    config.task === null ? reading.quads.length > 0 && reading.otherRings === 0 : config.task === 'obb';
  if (areRotated) await rotate(reading.quads, sizeOf, notes);
  return { format: 'yolo', classes: classes.classes, photos: photos.settled(), notes: notes.list(), questions: [] };
}

/** Of a class without a usable name what is said of its annotations. */
type Places = Map<number, number | NoClass>;

/** Places by class index. Without names the index is the name, and classes come in the order of their numbers. */
function placesOfNames({ names }: YoloConfig, classes: ClassList, notes: Notes): Places {
  const places: Places = new Map();
  for (const [index, name] of names ?? []) {
    const place = classes.declare(name);
    if (typeof place === 'number' && [...places.values()].includes(place)) notes.add('class-name-twice', name);
    places.set(index, place);
  }
  return places;
}

function readLabels(reading: Reading, { path, photo }: LabelFile, text: string): void {
  const { notes, config } = reading;
  photo.lookedFor.things = true;
  let lines = 0;
  for (const [place, written] of text.split(/\r\n|\r|\n/).entries()) {
    if (written.trim() === '') continue;
    const at = { photo, path, where: `${path}, line ${place + 1}` };
    if (++lines > mostLines) {
      notes.add('too-many-things', path);
      break;
    }
    const line = readYoloLine(written.trim(), config);
    if (line?.form === 'pose') reading.poseCounts.add(line.numbers.length);
    if (line === null) {
      notes.add('yolo-line-unreadable', at.where);
      photo.hasLost = true;
    } else if (line.form === 'ring-or-pose') reading.undecided.push({ line, at });
    else addThing(reading, line, at);
  }
}

/** Where all other lines are boxes with as many keypoints, these are too. Else a ring is what spoils no outline that a person drew. */
function decide(reading: Reading): void {
  const { notes, undecided, poseCounts } = reading;
  const hasRings = reading.quads.length > 0 || reading.otherRings > 0;
  for (const { line, at } of undecided) {
    const isPose = !hasRings && poseCounts.has(line.numbers.length);
    if (!isPose && !hasRings) notes.add('yolo-ring-or-pose', at.where);
    addThing(reading, isPose ? { ...line, form: 'pose', score: null } : line, at);
  }
}

function addThing(reading: Reading, line: YoloLine, { photo, path, where }: LinePlace): void {
  const { notes, places, classes, config } = reading;
  const { classIndex, score } = line;
  const shape = shapeOfLine(line, notes, where);
  if (!places.has(classIndex)) {
    const isGuessed = config.names === null && classIndex <= highestUnnamed;
    if (isGuessed) places.set(classIndex, classes.declare(String(classIndex)));
    else notes.add('yolo-class-unknown', `${where}: ${classIndex}`);
  }
  const classPlace = places.get(classIndex);
  if (shape !== null && typeof classPlace === 'string') notes.add(classPlace, where);
  if (shape === null || typeof classPlace !== 'number') {
    photo.hasLost = true;
    return;
  }
  if (score !== null) notes.add('score-kept', path);
  // Four points: a rotated box, where the dataset is one of rotated boxes.
  if (line.form === 'ring' && line.numbers.length === 8) reading.quads.push({ photo, place: photo.annotations.length });
  else if (shape.kind === 'polygon') reading.otherRings += 1;
  photo.annotations.push({ classPlace, shape, unit: 'photo', attributes: attributesOf([['score', score]]) });
}

/** Angles are of pixels, not of fractions: where nobody knows a photo's size, and where four points are no rectangle, the ring stays. */
async function rotate(quads: readonly Quad[], sizeOf: ReadOptions['sizeOf'], notes: Notes): Promise<void> {
  for (const [photo, own] of Map.groupBy(quads, quad => quad.photo)) {
    const size = await sizeOf(photo.file ?? photo.name);
    for (const { place } of own) {
      const annotation = photo.annotations[place]!;
      const turned = size === null ? null : rotatedOf(annotation, size);
      if (turned === null)
        notes.add(size === null ? 'yolo-turned-without-size' : 'rotated-not-rectangular', photo.name);
      else photo.annotations[place] = turned;
    }
  }
}

/** Degrees below which a box is upright: six decimals of a fraction are a hundredth of a pixel on a large photo. */
const upright = 0.01;

function rotatedOf(
  annotation: ReadAnnotation,
  { widthPx, heightPx }: { readonly widthPx: number; readonly heightPx: number },
): ReadAnnotation | null {
  if (annotation.shape?.kind !== 'polygon') return null;
  const corners = annotation.shape.polygon[0]!.map((value, at) => value * (at % 2 === 0 ? widthPx : heightPx));
  const rotatedBox = rotatedBoxOfCorners(corners);
  if (rotatedBox === null) return null;
  const { centreX, centreY, width, height, angle } = rotatedBox;
  if (Math.min(angle, 360 - angle) > upright)
    return { ...annotation, unit: 'pixel', shape: { kind: 'rotated-box', rotatedBox } };
  const [x, y] = [Math.max(centreX - width / 2, 0), Math.max(centreY - height / 2, 0)];
  return { ...annotation, unit: 'pixel', shape: { kind: 'box', box: { x, y, width, height } } };
}
