// Decides what lies on the table of a sample photo, where, and in which light. Everything follows from the seed and the photo's number.
import { mulberry32 } from '../../../shared/random.ts';
import type { Random } from '../../../shared/random.ts';
import { makeShape, thingKinds } from './shapes.ts';
import type { Shape, ThingKind } from './shapes.ts';

export const photoWidthPx = 640;
export const photoHeightPx = 480;

export const backgroundKinds = ['wood', 'cloth', 'paper', 'concrete'] as const;
export type BackgroundKind = (typeof backgroundKinds)[number];

export type Rgb = readonly [number, number, number];
export type Vector = readonly [number, number, number];

/** Reflectance at normal incidence (linear RGB), roughness 0…1, strength of the brushing, share of rust 0…1. */
export type Material = {
  readonly metal: Rgb;
  readonly roughness: number;
  readonly brushed: number;
  readonly rust: number;
};

export type Thing = {
  readonly kind: ThingKind;
  readonly isFaulty: boolean;
  readonly shape: Shape;
  readonly material: Material;
  /** Centre on the table, in px of the photo; angle in radians. */
  readonly x: number;
  readonly y: number;
  readonly angle: number;
  readonly seed: number;
};

export type Scene = {
  readonly background: BackgroundKind;
  /** Linear RGB of the table before its texture. */
  readonly table: Rgb;
  /** Unit vector towards the light; x right, y down the photo, z up from the table. */
  readonly light: Vector;
  readonly lightColour: Rgb;
  readonly softness: number;
  /** Camera's lean from straight above, in radians. */
  readonly tilt: number;
  readonly exposure: number;
  readonly blurPx: number;
  readonly grain: number;
  readonly things: readonly Thing[];
  readonly seed: number;
};

const metals: readonly { readonly metal: Rgb; readonly roughness: number }[] = [
  { metal: [0.62, 0.63, 0.65], roughness: 0.28 }, // zinc-plated steel
  { metal: [0.5, 0.5, 0.5], roughness: 0.4 }, // plain steel
  { metal: [0.72, 0.73, 0.74], roughness: 0.16 }, // stainless steel
  { metal: [0.75, 0.58, 0.28], roughness: 0.25 }, // brass
  { metal: [0.68, 0.6, 0.38], roughness: 0.3 }, // yellow-passivated zinc
  { metal: [0.09, 0.09, 0.1], roughness: 0.42 }, // black oxide
];

const tables: Readonly<Record<BackgroundKind, readonly Rgb[]>> = {
  wood: [
    [0.42, 0.24, 0.11],
    [0.56, 0.38, 0.2],
    [0.2, 0.1, 0.05],
  ],
  cloth: [
    [0.1, 0.16, 0.3],
    [0.35, 0.33, 0.29],
    [0.3, 0.07, 0.07],
    [0.12, 0.2, 0.13],
  ],
  paper: [
    [0.74, 0.72, 0.67],
    [0.66, 0.56, 0.4],
    [0.6, 0.66, 0.7],
  ],
  concrete: [
    [0.34, 0.33, 0.31],
    [0.46, 0.45, 0.43],
    [0.22, 0.22, 0.22],
  ],
};

const between = (random: Random, from: number, to: number): number => from + (to - from) * random();
const oneOf = <T>(random: Random, items: readonly T[]): T => items[Math.floor(random() * items.length)]!;

/** The scene of photo `index`; its main thing is of `kind`, comes first in `things` and is the largest. */
export function makeScene(seed: number, index: number, kind: ThingKind): Scene {
  const random = mulberry32(Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b));
  const background = oneOf(random, backgroundKinds);
  const azimuth = between(random, 0, 2 * Math.PI);
  const elevation = between(random, 0.6, 1.05);
  const warmth = between(random, -1, 1);
  return {
    background,
    table: oneOf(random, tables[background]),
    light: [Math.cos(azimuth) * Math.cos(elevation), Math.sin(azimuth) * Math.cos(elevation), Math.sin(elevation)],
    lightColour: [1 + 0.1 * warmth, 1, 1 - 0.16 * warmth],
    softness: between(random, 0.08, 0.35),
    tilt: between(random, 0.05, 0.5),
    exposure: between(random, 0.8, 1.3),
    blurPx: between(random, 0.35, 0.85),
    grain: between(random, 0.006, 0.02),
    things: placeThings(random, kind),
    seed: Math.floor(random() * 2 ** 31),
  };
}

function placeThings(random: Random, mainKind: ThingKind): Thing[] {
  const main = makeThing(random, {
    kind: mainKind,
    scale: between(random, 0.85, 1.2),
    x: between(random, 240, 400),
    y: between(random, 190, 290),
  });
  const draw = random();
  if (draw < 0.45) return [main];
  // Either more of the same, or something smaller of another kind at the side; sometimes they lie on one another.
  const isSame = draw < 0.72;
  const count = isSame ? 1 + Math.floor(2 * random()) : 1;
  const things = [main];
  for (let more = 0; more < count; more++) {
    const kind = isSame
      ? mainKind
      : oneOf(
          random,
          thingKinds.filter(other => other !== mainKind),
        );
    const mayOverlap = random() < 0.45;
    const scale = isSame ? between(random, 0.6, 0.85) : between(random, 0.45, 0.65);
    for (let attempt = 0; attempt < 30; attempt++) {
      const thing = makeThing(random, { kind, scale, x: between(random, 60, 580), y: between(random, 60, 420) });
      if (things.every(other => isFarEnough(thing, other, mayOverlap))) {
        things.push(thing);
        break;
      }
    }
  }
  return things;
}

function isFarEnough(a: Thing, b: Thing, mayOverlap: boolean): boolean {
  const apart = Math.hypot(a.x - b.x, a.y - b.y) / (a.shape.reachPx + b.shape.reachPx);
  return apart > (mayOverlap ? 0.6 : 1.02);
}

/** Radius of a nut or washer and half the length of a bolt at scale 1. */
const usualSizePx: Readonly<Record<ThingKind, number>> = { nut: 100, bolt: 165, washer: 100 };

type Place = { readonly kind: ThingKind; readonly scale: number; readonly x: number; readonly y: number };

function makeThing(random: Random, { kind, scale, x, y }: Place): Thing {
  const isFaulty = random() < 0.3;
  const shapeSeed = Math.floor(random() * 2 ** 31);
  const { metal, roughness } = oneOf(random, metals);
  return {
    kind,
    isFaulty,
    shape: makeShape(kind, { sizePx: usualSizePx[kind] * scale, isFaulty, seed: shapeSeed }),
    material: {
      metal,
      roughness: roughness * between(random, 0.8, 1.3),
      brushed: between(random, 0.2, 1),
      rust: random() < 0.15 ? between(random, 0.15, 0.45) : 0,
    },
    x,
    y,
    angle: between(random, 0, 2 * Math.PI),
    seed: shapeSeed,
  };
}
