// What colour a point of a metal thing has: it mirrors a room with one lamp and a window, brushed, scratched and here and there rusty.
import { fractal, smoothstep } from './noise.ts';
import type { Noise } from './noise.ts';
import type { Material, Rgb, Vector } from './scene.ts';

export type Room = { readonly light: Vector; readonly lightColour: Rgb; readonly floor: Rgb };

const normalise = (x: number, y: number, z: number): Vector => {
  const length = Math.hypot(x, y, z) || 1;
  return [x / length, y / length, z / length];
};

/** What the room sends from direction (x, y, z): floor below, walls, a lamp towards the light, a weak window across. */
function roomFrom(room: Room, [x, y, z]: Vector, roughness: number, lit: number, into: Float32Array): void {
  const { light, lightColour, floor } = room;
  const lamp = x * light[0] + y * light[1] + z * light[2];
  const width = 0.12 + roughness * 0.9;
  const lampShare = smoothstep(1 - width, 1 - width * 0.25, lamp) * (0.9 / (0.22 + roughness * 1.5));
  const windowShare =
    smoothstep(0.55 - roughness * 0.5, 0.9, -x * light[0] * 0.8 - y * light[1] * 0.8 + z * 0.45) * 0.5;
  const up = smoothstep(-0.25, 0.75, z);
  const wall = 0.1 + 0.3 * up + 0.22 * smoothstep(0.3, 0.05, Math.abs(z - 0.45)) * (1 - roughness);
  for (let channel = 0; channel < 3; channel++) {
    into[channel] = floor[channel]! * 0.45 * (1 - up) + wall + (lampShare * lit + windowShare) * lightColour[channel]!;
  }
}

export type Point = {
  readonly normal: Vector;
  /** Towards the camera. */
  readonly view: Vector;
  /** Place on the thing in its own coordinates, and height over the table. */
  readonly u: number;
  readonly v: number;
  readonly z: number;
  /** Share of the lamp's light that arrives. */
  readonly lit: number;
};

const mirrored = new Float32Array(3);

/** Writes the linear RGB of a point into `into[offset…offset + 2]`. */
export function shadeMetal(
  room: Room,
  material: Material,
  noise: Noise,
  point: Point,
  into: Float32Array,
  offset: number,
): void {
  const { view, u, v, z, lit } = point;
  const { metal, roughness, brushed, rust } = material;
  const groove = noise(u * 0.35, v * 4.1 + z * 2) * 0.6 + noise(u * 1.3, v * 1.1) * 0.4;
  const wobble = 0.05 * noise(u * 0.045, v * 0.045) + 0.03 * noise(u * 0.11 + 7, v * 0.13);
  const [nx, ny, nz] = normalise(
    point.normal[0] + wobble + 0.035 * brushed * groove,
    point.normal[1] + wobble * 0.7 + 0.045 * brushed * groove,
    point.normal[2],
  );
  const facing = Math.max(0, nx * view[0] + ny * view[1] + nz * view[2]);
  const reflected: Vector = [2 * facing * nx - view[0], 2 * facing * ny - view[1], 2 * facing * nz - view[2]];
  const dirt = fractal(noise, u * 0.05 + 20, v * 0.05, 3);
  const rough = Math.max(0.05, roughness * (1 + 0.5 * dirt));
  roomFrom(room, reflected, rough, lit, mirrored);

  const rusty =
    rust > 0
      ? smoothstep(0.85 - rust, 1.25 - rust, fractal(noise, u * 0.05, v * 0.05 + z * 0.05, 4) + 0.5 + 0.16 * groove) *
        0.85
      : 0;
  const lambert = Math.max(0, nx * room.light[0] + ny * room.light[1] + nz * room.light[2]) * lit;
  const grazing = (1 - facing) ** 5;
  const scratch = 1 + 0.06 * groove * brushed;
  for (let channel = 0; channel < 3; channel++) {
    const mirror = metal[channel]! + (1 - metal[channel]!) * grazing * 0.6;
    const clean =
      mirror * mirrored[channel]! * scratch * (1 - 0.12 * Math.max(0, dirt)) + metal[channel]! * 0.12 * lambert;
    const oxide = rustColour[channel]! * (0.28 + 0.85 * lambert) * (1 + 0.6 * groove + 0.9 * dirt);
    into[offset + channel] = clean + (oxide - clean) * rusty;
  }
}

const rustColour: Rgb = [0.2, 0.085, 0.04];
