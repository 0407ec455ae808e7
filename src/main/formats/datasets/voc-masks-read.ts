// Reads Pascal VOC's SegmentationObject: a pixel has the place of its object in the XML file, from 1; 255 is the border that counts for nothing.
import { noteDamage } from './damage.ts';
import type { BoxGeometry, MaskGeometry } from '../../../shared/records/shape.ts';
import { masksByNumber } from './mask-cutting.ts';
import { extentOfMask } from './masks.ts';
import type { Notes } from './notes.ts';
import type { GatheredPhoto } from './photo-list.ts';
import { stemOf } from './photo-names.ts';
import { readPng } from './png-read.ts';
import type { SourceFolder } from './read-dataset.ts';

const mostPngBytes = 200e6;
const border = 255;
/** How far an object's pixels may reach over its box: drawn edges and rounded corners. */
const slackPx = 2;

/** The pixels of each object, where there is a picture of them, in place of the box that holds them. */
export async function readObjectMasks(
  source: SourceFolder,
  { annotations, widthPx, heightPx }: GatheredPhoto,
  {
    path,
    places,
    notes,
  }: { readonly path: string; readonly places: readonly (number | null)[]; readonly notes: Notes },
): Promise<void> {
  const file = source.find(`${stemOf(path).replace(/(^|.*\/)annotations\//i, '$1SegmentationObject/')}.png`);
  if (file === null || !/(?:^|\/)SegmentationObject\//.test(file)) return;
  try {
    const masks = objectMasks(
      await source.bytes(file, mostPngBytes),
      file,
      { widthPx, heightPx, objects: places.length },
      notes,
    );
    for (const [number, mask] of masks ?? []) {
      const place = places[number - 1] ?? null;
      const annotation = place === null ? undefined : annotations[place];
      if (annotation?.shape?.kind !== 'box') continue;
      if (fitsBox(mask, annotation.shape.box)) annotations[place!] = { ...annotation, shape: { kind: 'mask', mask } };
      else notes.add('voc-mask-without-object', `${file}: ${number}`);
    }
  } catch (error) {
    noteDamage(notes, file, error);
  }
}

/**
 * Masks by the number of their object, from 1. Null and a note where the picture is of another size than its photo, or is nothing but specks.
 * @throws AppError for a file that is no PNG.
 */
function objectMasks(
  bytes: Uint8Array,
  file: string,
  { widthPx, heightPx, objects }: { readonly widthPx: number; readonly heightPx: number; readonly objects: number },
  notes: Notes,
): ReadonlyMap<number, MaskGeometry> | null {
  const png = readPng(bytes, file);
  if (png.channels !== 1 || png.widthPx !== widthPx || png.heightPx !== heightPx) {
    notes.add('voc-picture-unusable', file);
    return null;
  }
  const isNone = (value: number): boolean => value === 0 || (png.bits <= 8 && value === border);
  for (const value of new Set(png.values))
    if (value > objects && !isNone(value)) notes.add('voc-mask-without-object', `${file}: ${value}`);
  const masks = masksByNumber(png, pixel => {
    const value = png.values[pixel]!;
    return isNone(value) || value > objects ? -1 : value;
  });
  if (masks === null) notes.add('voc-picture-unusable', file);
  return masks;
}

/** Whether a mask can be that of a box: its pixels lie inside. */
function fitsBox(mask: MaskGeometry, { x, y, width, height }: BoxGeometry): boolean {
  const extent = extentOfMask(mask);
  if (extent === null) return false;
  const { box } = extent;
  return (
    box.x >= x - slackPx &&
    box.y >= y - slackPx &&
    box.x + box.width <= x + width + slackPx &&
    box.y + box.height <= y + height + slackPx
  );
}
