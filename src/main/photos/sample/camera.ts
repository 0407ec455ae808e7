// Photographs a scene: casts each sample's ray onto the relief, shades what it meets, and gives light and owner per sample.
import { makeTable } from './background.ts';
import { noiseFrom } from './noise.ts';
import type { Noise } from './noise.ts';
import { cellsPerPx, lightArriving, makeRelief, surfaceNormal, wallNormal } from './relief.ts';
import type { Relief } from './relief.ts';
import { photoHeightPx, photoWidthPx } from './scene.ts';
import type { Scene, Thing, Vector } from './scene.ts';
import { shadeMetal } from './shading.ts';
import type { Room } from './shading.ts';
import { litTable } from './table-light.ts';

export type Exposed = {
  /** Linear RGB, interleaved, one value a px. */
  readonly rgb: Float32Array;
  /** Owner of every sample (number in the scene + 1, 0 the table), `cellsPerPx` times as wide and high as the photo. */
  readonly owners: Uint8Array;
};

const cameraDistancePx = 1_500;
/** How finely a camera ray looks for the surface, in px of height. */
const stepPx = 1;
/** How much of the table's light is left under a thing's edge. */
const underThings = 0.22;
/** Outside the photo's upper and lower edge the table goes on, for things and shadows that reach in. */
const marginPx = 48;

/** What the camera sees of a scene. */
export function expose(scene: Scene): Exposed {
  const tableHeight = Math.ceil(photoHeightPx / Math.cos(scene.tilt)) + 2 * marginPx;
  const shifted: Scene = { ...scene, things: scene.things.map(thing => ({ ...thing, y: tableYOf(scene, thing.y) })) };
  const relief = makeRelief(shifted, photoWidthPx, tableHeight);
  const table = makeTable(scene, photoWidthPx, tableHeight);
  const lit = litTable(shifted, relief, table);
  return castRays(shifted, relief, lit);
}

/** Where on the table the point is that appears at `y` of the photo. */
const tableYOf = ({ tilt }: Scene, y: number): number => y / Math.cos(tilt) + marginPx;

/** What does not change while one scene is photographed. */
type Shot = {
  readonly scene: Scene;
  readonly relief: Relief;
  readonly lit: Float32Array;
  readonly room: Room;
  readonly noises: readonly Noise[];
  readonly turns: readonly (readonly [number, number])[];
};

/** Light of one sample, reused for every sample. */
const seen = new Float32Array(3);
const share = 1 / (cellsPerPx * cellsPerPx);

function castRays(scene: Scene, relief: Relief, lit: Float32Array): Exposed {
  const { tilt, light, lightColour, table, things } = scene;
  const noises = things.map(thing => noiseFrom(thing.seed));
  const turns = things.map(({ angle }) => [Math.cos(angle), Math.sin(angle)] as const);
  const shot: Shot = { scene, relief, lit, room: { light, lightColour, floor: table }, noises, turns };
  const { columns, rows, height, underside, owner, highest, covered } = relief;
  const sampleColumns = photoWidthPx * cellsPerPx;
  const owners = new Uint8Array(sampleColumns * photoHeightPx * cellsPerPx);
  const rgb = new Float32Array(photoWidthPx * photoHeightPx * 3);
  const levels = Array.from({ length: Math.ceil(highest / stepPx) }, (_, level) => highest - level * stepPx);

  for (let sampleRow = 0; sampleRow < photoHeightPx * cellsPerPx; sampleRow++) {
    const y = tableYOf(scene, sampleRow / cellsPerPx);
    // The camera leans back, so a point at height z appears where the table lies z·tan(tilt) farther up.
    const starts = levels.map(z => Math.min(rows - 1, Math.round((y + z * Math.tan(tilt)) * cellsPerPx)) * columns);
    const nearest = Math.min((starts[0] ?? 0) + columns, (rows - 1) * columns);
    const before = (Math.round(y * cellsPerPx) - 1) * columns;
    for (let column = 0; column < sampleColumns; column++) {
      let level = covered[nearest + column] === covered[before + column] ? levels.length : 0;
      while (level < levels.length && height[starts[level]! + column]! < levels[level]!) level++;
      const target = 3 * ((sampleRow >> 1) * photoWidthPx + (column >> 1));
      const cell = level < levels.length ? starts[level]! + column : -1;
      const z = levels[level] ?? 0;
      if (cell < 0 || z < underside[cell]! - 1) {
        const tableRow = Math.min(Math.round(y), lit.length / 3 / photoWidthPx - 1);
        const from = 3 * (tableRow * photoWidthPx + (column >> 1));
        const shade = cell < 0 ? share : share * underThings;
        for (let channel = 0; channel < 3; channel++) rgb[target + channel]! += lit[from + channel]! * shade;
        continue;
      }
      owners[sampleRow * sampleColumns + column] = owner[cell]!;
      shadeThing(shot, cell, z, viewFrom(tilt, column / cellsPerPx, sampleRow / cellsPerPx));
      for (let channel = 0; channel < 3; channel++) rgb[target + channel]! += seen[channel]! * share;
    }
  }
  return { rgb, owners };
}

/** Direction to the camera; it is not infinitely far, so flat faces do not mirror one single point of the room. */
function viewFrom(tilt: number, x: number, y: number): Vector {
  const [fromMiddle, upFromMiddle] = [photoWidthPx / 2 - x, photoHeightPx / 2 - y];
  const length = Math.hypot(fromMiddle, cameraDistancePx);
  const towards = Math.sin(tilt) * cameraDistancePx + upFromMiddle * Math.cos(tilt);
  return [fromMiddle / length, towards / length, (Math.cos(tilt) * cameraDistancePx) / length];
}

/** Puts into `seen` what the thing at `cell` looks like at height `z`: its upper surface, or a wall when z is well below that. */
function shadeThing({ scene, relief, room, noises, turns }: Shot, cell: number, z: number, view: Vector): void {
  const index = relief.owner[cell]! - 1;
  const { shape, material, x, y } = scene.things[index] as Thing;
  const [cosine, sine] = turns[index]!;
  const atX = (cell % relief.columns) / cellsPerPx;
  const atY = Math.floor(cell / relief.columns) / cellsPerPx;
  const [dx, dy] = [atX - x, atY - y];
  const depth = relief.height[cell]! - z;
  const isWall = depth > 2 * stepPx;
  const thread =
    shape.innerThread !== null && Math.hypot(dx, dy) < shape.innerThread.withinPx ? shape.innerThread : null;
  const normal = isWall ? wallNormal(relief, cell, depth, thread?.pitchPx ?? 0) : surfaceNormal(relief, cell);
  const from: Vector = [atX + normal[0] * 1.5, atY + normal[1] * 1.5, z + 1.5];
  const lit = lightArriving(relief, from, scene.light, scene.softness);
  const point = { normal, view, u: dx * cosine + dy * sine, v: dy * cosine - dx * sine, z, lit };
  shadeMetal(room, material, noises[index]!, point, seen, 0);
  // Deep walls, such as the inside of a nut, see less of the room.
  const open = isWall ? Math.max(0.3, 1 - depth * 0.014) : 1;
  for (let channel = 0; channel < 3; channel++) seen[channel]! *= open;
}
