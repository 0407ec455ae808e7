// Are the boxes of photos that EXIF turns drawn on the upright photo or on the pixels as they are stored? A file cannot say. It is asked
// where the size that the file states is the stored one, with how many photos either reading fits (formats.md, section 5).
import type { Shape } from '../../shared/records/shape.ts';
import type { ReadPhoto } from '../formats/datasets/read-dataset.ts';
import { mapShape, swapsSides, turnedSize } from './frame.ts';
import type { SourceQuestion } from './jobs.ts';
import type { Matched } from './match.ts';
import { boundsOfShape, liesInside } from './prepare.ts';

export type Turned = {
  /** EXIF orientation of the photo where its coordinates are the stored ones, else 1. */
  storedAs(place: number): number;
  readonly questions: readonly SourceQuestion[];
};

type RawPhoto = Omit<ReadPhoto, 'pixels'>;
const mostExampleBoxes = 50;

/** `answer`: `upright`, `stored`, or null where nobody was asked yet. */
export async function createTurned(
  raw: AsyncIterable<RawPhoto>,
  photos: readonly Matched[],
  answer: string | null,
): Promise<Turned> {
  if (!photos.some(photo => photo.orientation > 1)) return { storedAs: () => 1, questions: [] };
  const places = new Set<number>();
  const fits = { upright: 0, stored: 0 };
  let isTurnedOnItsSide = false;
  let example: SourceQuestion['example'] = null;
  let place = -1;
  for await (const photo of raw) {
    const matched = photos[++place]!;
    const shapes = shapesOf(photo);
    if (shapes.length === 0 || !isDoubtful(photo, matched)) continue;
    const swaps = swapsSides(matched.orientation);
    places.add(place);
    if (shapes.every(shape => liesInside(shape, matched.size))) fits.upright++;
    if (shapes.every(shape => liesInside(shape, turnedSize(matched.size, matched.orientation)))) fits.stored++;
    if (example === null || (swaps && !isTurnedOnItsSide)) example = exampleOf(photo, matched, shapes);
    isTurnedOnItsSide ||= swaps;
  }
  if (places.size === 0) return { storedAs: () => 1, questions: [] };
  // Where both fit, a stated size that only the stored photo has tells; of a photo that stands on its head the size tells nothing.
  const likeliest = fits.stored === fits.upright ? isTurnedOnItsSide : fits.stored > fits.upright;
  const chosen = answer === 'upright' || answer === 'stored' ? answer : likeliest ? 'stored' : 'upright';
  return {
    storedAs: at => (chosen === 'stored' && places.has(at) ? photos[at]!.orientation : 1),
    questions: [
      {
        about: 'turned',
        count: places.size,
        options: [
          { value: 'upright', fits: fits.upright },
          { value: 'stored', fits: fits.stored },
        ],
        chosen,
        example,
        table: null,
      },
    ],
  };
}

const shapesOf = ({ annotations }: RawPhoto): Shape[] =>
  annotations.flatMap(({ shape, unit }) => (shape !== null && unit === 'pixel' ? [shape] : []));

/** The file states the size of the stored pixels, and for photos on their side not that of the upright photo. */
function isDoubtful({ widthPx, heightPx }: RawPhoto, { orientation, size }: Matched): boolean {
  if (orientation <= 1 || widthPx === 0) return false;
  const stored = turnedSize(size, orientation);
  const isStored = widthPx === stored.widthPx && heightPx === stored.heightPx;
  const isUpright = widthPx === size.widthPx && heightPx === size.heightPx;
  return isStored && (!isUpright || !swapsSides(orientation));
}

function exampleOf(
  { name }: RawPhoto,
  { target, size, orientation }: Matched,
  shapes: readonly Shape[],
): SourceQuestion['example'] {
  const boxes = (given: readonly (Shape | null)[]): number[][] =>
    given.slice(0, mostExampleBoxes).flatMap(shape => {
      if (shape === null || shape.kind === 'mask') return [];
      const [left, top, right, bottom] = boundsOfShape(shape);
      return [[left, top, right - left, bottom - top]];
    });
  const stored = shapes.map(shape => mapShape(shape, orientation, size, 'to-upright'));
  return { target, name, ...size, boxes: { upright: boxes(shapes), stored: boxes(stored) } };
}
