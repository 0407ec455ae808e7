// Train photos as a run may show them to the network: which ones and what is done to each, and their pixels.
import { augment, changeFor, type Pixels } from '../../engine/augmentation.ts';
import type { Handlers } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import { mulberry32, shuffled } from '../../shared/random.ts';
import { augmentations, type Augmentation } from '../../shared/records/recipe.ts';
import type { SnapshotPhoto } from '../store/api.ts';
import type { Context } from './context.ts';
import { numberIn, photoOf } from './pictures.ts';
import type { RouteHandlers } from './routes.ts';
import { runPhotos } from './training-jobs.ts';

/** Photos of one preview. */
const shownPhotos = 6;
const [leastSidePx, mostSidePx] = [16, 1_024];
const mostSeed = 2 ** 32 - 1;

type Names = 'training:preview';
type Paths = '/augmented/:id/:side/:augmentations/:seed';

export function augmentedPhotos({ projects, pool }: Context): {
  readonly handlers: Pick<Handlers, Names>;
  readonly routes: Pick<RouteHandlers, Paths>;
} {
  return {
    handlers: {
      async 'training:preview'({ augmentation, seed }) {
        const { train } = runPhotos(await projects.current().store.snapshot());
        const random = mulberry32(seed);
        return chosenPhotos(train, seed).map(({ id, classId }) => {
          const own = Math.floor(random() * mostSeed);
          return { id, classId, seed: own, change: changeFor(augmentation, own) };
        });
      },
    },
    routes: {
      /** RGBA, side × side. */
      async '/augmented/:id/:side/:augmentations/:seed'(_request, { id, side, augmentations: names, seed }) {
        const sidePx = numberIn(side, leastSidePx, mostSidePx);
        const change = changeFor(augmentationsIn(names), numberIn(seed, 0, mostSeed));
        const { project, file } = await photoOf(projects.current(), id);
        const photo = await pool().pixels(project.fileOf(file.path), { atLeastPx: sidePx });
        const pixels = withAlpha(augment(shrunk(photo, sidePx), change, sidePx));
        return new Response(pixels, {
          headers: { 'content-type': 'application/octet-stream', 'cache-control': 'no-store' },
        });
      },
    },
  };
}

/** A few photos drawn by the seed, the classes in turn, so that a rare one is seen as well. */
export function chosenPhotos(train: readonly SnapshotPhoto[], seed: number): readonly SnapshotPhoto[] {
  const drawn = shuffled(train, mulberry32(seed));
  const byClass = [...Map.groupBy(drawn, ({ classId }) => classId).values()];
  const rounds = Math.max(0, ...byClass.map(photos => photos.length));
  const inTurn: SnapshotPhoto[] = [];
  for (let round = 0; round < rounds && inTurn.length < shownPhotos; round++) {
    for (const photos of byClass) if (photos[round]) inTurn.push(photos[round]!);
  }
  return inTurn.slice(0, shownPhotos);
}

/** "mirror,turn"; "none" for none, because a part of an address is never empty. */
function augmentationsIn(text: string): Augmentation[] {
  if (text === 'none') return [];
  return text.split(',').map(name => {
    const known = augmentations.find(one => one === name);
    if (known === undefined) throw new AppError('not-found', { what: name.slice(0, 40) });
    return known;
  });
}

/** Means over squares of pixels, so that both sides stay at least `sidePx`: bilinear samples of more would flicker. */
function shrunk(photo: Pixels, sidePx: number): Pixels {
  const factor = Math.floor(Math.min(photo.widthPx, photo.heightPx) / sidePx);
  if (factor < 2) return photo;
  const [widthPx, heightPx] = [Math.floor(photo.widthPx / factor), Math.floor(photo.heightPx / factor)];
  const rgb = new Uint8Array(widthPx * heightPx * 3);
  const stride = photo.widthPx * 3;
  for (let row = 0; row < heightPx; row++) {
    for (let column = 0; column < widthPx; column++) {
      const corner = row * factor * stride + column * factor * 3;
      for (let channel = 0; channel < 3; channel++) {
        let sum = 0;
        for (let y = 0; y < factor; y++) {
          for (let x = 0; x < factor; x++) sum += photo.rgb[corner + y * stride + x * 3 + channel]!;
        }
        rgb[(row * widthPx + column) * 3 + channel] = Math.round(sum / factor ** 2);
      }
    }
  }
  return { rgb, widthPx, heightPx };
}

/** RGB to RGBA, as a canvas takes it. */
function withAlpha(rgb: Uint8Array): Uint8Array<ArrayBuffer> {
  const rgba = new Uint8Array((rgb.length / 3) * 4).fill(255);
  for (let from = 0, to = 0; from < rgb.length; from += 3, to += 4) {
    rgba[to] = rgb[from]!;
    rgba[to + 1] = rgb[from + 1]!;
    rgba[to + 2] = rgb[from + 2]!;
  }
  return rgba;
}
