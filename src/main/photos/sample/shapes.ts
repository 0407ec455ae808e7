// Nuts, bolts and washers as height over the table, whole or faulty. A shape is a function of a place in its own coordinates.
import { mulberry32 } from '../../../shared/random.ts';
import { noiseFrom, smoothstep } from './noise.ts';
import type { Noise } from './noise.ts';

export const thingKinds = ['nut', 'bolt', 'washer'] as const;
export type ThingKind = (typeof thingKinds)[number];

export type Shape = {
  /** No part lies farther than this from the origin, in px. */
  readonly reachPx: number;
  /** Height of the surface over the table in px; 0 or less where the thing is not. */
  readonly heightPx: (u: number, v: number) => number;
  /** How far the thing's underside is from its surface: below it there is air, and the camera sees shade. */
  readonly thicknessPx: number;
  /** Walls nearer to the origin than `withinPx` carry a thread with this distance between turns. */
  readonly innerThread: { readonly withinPx: number; readonly pitchPx: number } | null;
};

export type ShapeOptions = { readonly sizePx: number; readonly isFaulty: boolean; readonly seed: number };

/** `sizePx` is the radius of a nut or washer and half the length of a bolt. The seed decides the variant and the fault. */
export function makeShape(kind: ThingKind, options: ShapeOptions): Shape {
  return makers[kind](options);
}

const makers: Readonly<Record<ThingKind, (options: ShapeOptions) => Shape>> = {
  nut: makeNut,
  bolt: makeBolt,
  washer: makeWasher,
};

/** Only faults are ragged; most shapes are tried and thrown away, so a whole one makes no lattice. */
const roughnessOf = (isFaulty: boolean, seed: number): Noise => (isFaulty ? noiseFrom(seed) : () => 0);

const turn = 2 * Math.PI;
/** Angle from `from` to `to`, in [-π, π]. */
const angleBetween = (from: number, to: number): number => to - from - turn * Math.round((to - from) / turn);

/** Distance across the flats' normals: 1 on the edge of a regular hexagon with inner radius 1. */
function hexagon(u: number, v: number): number {
  const a = Math.abs(u);
  const b = Math.abs(0.5 * u + 0.8660254 * v);
  const c = Math.abs(0.5 * u - 0.8660254 * v);
  return Math.max(a, b, c);
}

function makeNut({ sizePx, isFaulty, seed }: ShapeOptions): Shape {
  const random = mulberry32(seed);
  const noise = roughnessOf(isFaulty, seed);
  const flat = sizePx * 0.866;
  const hole = sizePx * (0.44 + 0.08 * random());
  const thickness = sizePx * (0.5 + 0.25 * random());
  const fault = isFaulty ? (random() < 0.55 ? 'crack' : 'chipped') : 'none';
  const faultAngle = fault === 'chipped' ? turn * (Math.floor(6 * random()) / 6 + 1 / 12) : turn * random();
  const crackWidth = sizePx * (0.03 + 0.025 * random());

  const heightPx = (u: number, v: number): number => {
    const edge = hexagon(u, v);
    const radius = Math.hypot(u, v);
    if (edge > flat || radius < hole) return 0;
    // The top is turned to a cone at the corners and countersunk at the thread.
    let height = thickness;
    height -= Math.max(0, radius - flat * 0.95) * 0.55;
    height -= Math.max(0, edge - flat * 0.965) * 0.8;
    height -= Math.max(0, hole * 1.13 - radius) * 0.8;
    if (fault === 'crack') {
      const along = angleBetween(
        faultAngle + 0.16 * noise(radius * 0.06, 3.5) + 0.05 * noise(radius * 0.3, 9),
        Math.atan2(v, u),
      );
      const across = Math.abs(along) * radius;
      const width = crackWidth * (0.45 + 0.8 * smoothstep(hole, flat, radius));
      if (Math.abs(along) < 1 && across < width) height -= thickness * 0.75 * (1 - (across / width) ** 2);
    }
    if (fault === 'chipped') {
      const depth =
        u * Math.cos(faultAngle) + v * Math.sin(faultAngle) - sizePx * (0.74 + 0.06 * noise(u * 0.05, v * 0.05));
      if (depth > 0) height -= thickness * 0.2 + depth * 1.6 + sizePx * 0.05 * noise(u * 0.12, v * 0.12);
    }
    return height;
  };
  return {
    reachPx: sizePx * 1.02,
    heightPx,
    thicknessPx: thickness,
    innerThread: { withinPx: hole * 1.1, pitchPx: sizePx * 0.085 },
  };
}

function makeWasher({ sizePx, isFaulty, seed }: ShapeOptions): Shape {
  const random = mulberry32(seed);
  const noise = roughnessOf(isFaulty, seed);
  const teeth = random() < 0.4 ? 8 + Math.floor(4 * random()) : 0;
  const hole = sizePx * (0.42 + 0.12 * random());
  const thickness = sizePx * (0.07 + 0.05 * random());
  const faultDraw = random();
  const fault = !isFaulty ? 'none' : teeth > 0 && faultDraw < 0.75 ? 'tooth' : faultDraw < 0.5 ? 'crack' : 'bent';
  const faultAngle = turn * random();
  const missing = Math.floor(teeth * random());
  const rim = teeth > 0 ? sizePx * 0.8 : sizePx;
  const gap = sizePx * (0.025 + 0.03 * random());
  const bend = sizePx * (0.2 + 0.12 * random());

  const outerAt = (angle: number): number => {
    if (teeth === 0) return sizePx;
    const phase = (((angle / turn) * teeth) % teeth) + (angle < 0 ? teeth : 0);
    const isMissing = fault === 'tooth' && Math.floor(phase) % teeth === missing;
    const within = phase - Math.floor(phase);
    const tooth = smoothstep(0.08, 0.2, within) * smoothstep(0.92, 0.8, within);
    return isMissing ? rim + sizePx * 0.02 * noise(angle * 40, 1) * tooth : rim + (sizePx - rim) * tooth;
  };
  const heightPx = (u: number, v: number): number => {
    const radius = Math.hypot(u, v);
    if (radius < hole || radius > sizePx) return 0;
    const angle = Math.atan2(v, u);
    const outer = outerAt(angle);
    if (radius > outer) return 0;
    const rounding = thickness * 0.6;
    let height = thickness;
    height -= (Math.max(0, radius - outer + rounding) ** 2 / rounding) * 0.6;
    height -= (Math.max(0, hole + rounding - radius) ** 2 / rounding) * 0.6;
    // Teeth of a lock washer are twisted: one flank higher than the other.
    if (teeth > 0 && radius > rim) {
      const phase = (((angle / turn) * teeth + teeth) % 1) - 0.5;
      height += phase * (radius - rim) * 0.9 + thickness * 0.3;
    }
    if (fault === 'crack') {
      const along = angleBetween(faultAngle + 0.12 * noise(radius * 0.08, 5), angle);
      if (Math.abs(along) < 1 && Math.abs(along) * radius < gap * (0.7 + 0.3 * noise(radius * 0.2, 2))) return 0;
    }
    if (fault === 'bent')
      height += bend * smoothstep(0, 1.1, (u * Math.cos(faultAngle) + v * Math.sin(faultAngle)) / sizePx);
    return height;
  };
  return { reachPx: sizePx * 1.02, heightPx, thicknessPx: thickness * 1.2, innerThread: null };
}

function makeBolt({ sizePx, isFaulty, seed }: ShapeOptions): Shape {
  const random = mulberry32(seed);
  const noise = roughnessOf(isFaulty, seed);
  const half = sizePx;
  const shaft = half * (0.15 + 0.04 * random());
  const isCap = random() < 0.35;
  const headLength = shaft * (isCap ? 2 : 1.35);
  const headRadius = shaft * (isCap ? 1.55 : 1.75);
  const axis = headRadius;
  const pitch = shaft * (0.3 + 0.1 * random());
  const threadFrom = -half + headLength + (half * 2 - headLength) * (random() < 0.5 ? 0.03 : 0.4);
  const faultDraw = random();
  const fault = !isFaulty ? 'none' : faultDraw < 0.5 ? 'bent' : faultDraw < 0.8 ? 'stripped' : 'broken';
  const bend = half * (0.28 + 0.14 * random()) * (random() < 0.5 ? -1 : 1);
  const tip = fault === 'broken' ? half * 0.45 : half;
  const strippedAt = half * (0.1 + 0.4 * random());

  const headHeight = (u: number, v: number): number => {
    const fromEnd = u + half;
    const toNeck = -half + headLength - u;
    const across = Math.abs(v);
    const bevel = Math.max(0, shaft * 0.3 - fromEnd) * 0.55 + Math.max(0, shaft * 0.1 - toNeck) * 0.5;
    if (isCap) {
      const knurl =
        fromEnd > shaft * 0.35
          ? shaft * 0.035 * Math.abs(Math.sin((Math.asin(Math.min(1, across / headRadius)) * 40) / 2))
          : 0;
      const radius = headRadius - bevel - knurl;
      return across < radius ? axis + Math.sqrt(radius * radius - across * across) : 0;
    }
    const corner = headRadius - bevel;
    if (across > corner) return 0;
    return axis + Math.min(0.866 * corner - bevel * 0.3, (corner - across) * 1.7320508);
  };
  const shaftHeight = (u: number, v: number): number => {
    const ragged = fault === 'broken' ? shaft * 0.35 * noise(v * 0.12, 4) : 0;
    if (u > tip + ragged) return 0;
    let radius = shaft * 0.99;
    if (u > threadFrom) {
      const phase = u / pitch + Math.asin(Math.max(-1, Math.min(1, v / shaft))) / turn;
      const wave = Math.abs(2 * (phase - Math.floor(phase)) - 1);
      const worn =
        fault === 'stripped'
          ? 1 - smoothstep(half * 0.3, half * 0.18, Math.abs(u - strippedAt)) * (0.75 + 0.25 * noise(u * 0.1, v * 0.2))
          : 1;
      radius += (wave - 0.75) * pitch * 0.62 * worn - (1 - worn) * shaft * (0.1 + 0.05 * noise(u * 0.08, v * 0.1));
    }
    if (fault !== 'broken') radius -= Math.max(0, u - tip + shaft * 0.35) * 0.7;
    return Math.abs(v) < radius ? axis + Math.sqrt(radius * radius - v * v) : 0;
  };
  const heightPx = (u: number, v: number): number => {
    if (u < -half || u > half + shaft) return 0;
    if (u < -half + headLength) return headHeight(u, v);
    const beyond = Math.max(0, u + half * 0.25) / half;
    const bent = fault === 'bent' ? v - bend * beyond * beyond * 0.55 : v;
    return shaftHeight(u, bent);
  };
  return { reachPx: half * 1.15, heightPx, thicknessPx: headRadius * 1.15, innerThread: null };
}
