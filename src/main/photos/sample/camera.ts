// Photographs a scene: casts each sample's ray onto the relief, shades what it meets, and gives light and owner per sample.
import { makeTable } from './background.ts';
import type { Table } from './background.ts';
import { noiseFrom } from './noise.ts';
import { cellsPerPx, lightArriving, makeRelief } from './relief.ts';
import type { Relief } from './relief.ts';
import { photoHeightPx, photoWidthPx } from './scene.ts';
import type { Scene, Vector } from './scene.ts';
import { shadeMetal } from './shading.ts';
import type { Room } from './shading.ts';

export type Exposed = {
  /** Linear RGB, interleaved, one value a px. */
  readonly rgb: Float32Array;
  /** Owner of every sample (number in the scene + 1, 0 the table), `cellsPerPx` times as wide and high as the photo. */
  readonly owners: Uint8Array;
};

const cameraDistancePx = 1_500;
/** How finely a camera ray looks for the surface, in px of height. */
const stepPx = 0.75;
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

/** The table as it looks from above with shadows on it: linear RGB a px. */
function litTable(scene: Scene, relief: Relief, { widthPx, heightPx, colour, relief: fine }: Table): Float32Array {
  const { light, lightColour, softness } = scene;
  const contact = blurredCover(relief, widthPx, heightPx);
  const lit = new Float32Array(colour.length);
  const shadow = new Float32Array(widthPx * heightPx);
  const reaches = scene.things.map(({ shape, x, y }) => ({ x, y, reach: shape.reachPx + shadowReach(relief, scene) }));
  const isNearThing = (x: number, y: number) =>
    reaches.some(thing => (x - thing.x) ** 2 + (y - thing.y) ** 2 < thing.reach ** 2);
  for (let y = 0, i = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++, i++)
      shadow[i] = isNearThing(x, y) ? lightArriving(relief, [x, y, 0], light, softness) : 1;
  }
  for (let y = 0, i = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++, i++) {
      const right = x + 1 < widthPx ? i + 1 : i;
      const below = y + 1 < heightPx ? i + widthPx : i;
      const slope = (fine[i]! - fine[right]!) * light[0] + (fine[i]! - fine[below]!) * light[1];
      const direct = Math.max(0, light[2] + slope) * shadow[i]!;
      const ambient = 0.34 * (1 - 0.75 * contact[i]!);
      for (let channel = 0; channel < 3; channel++) {
        lit[3 * i + channel] =
          colour[3 * i + channel]! * (ambient * (2 - lightColour[channel]!) + direct * lightColour[channel]!);
      }
    }
  }
  return lit;
}

/** How far from a thing its shadow and its soft edge can fall: a ray that climbs above the highest thing within it is free. */
function shadowReach({ highest }: Relief, { light, softness }: Scene): number {
  return highest / Math.max(0.2, light[2] - softness);
}

/** How much of a px's surroundings is covered by things, 0…1: the dark line where a thing stands on the table. */
function blurredCover({ owner, columns }: Relief, widthPx: number, heightPx: number): Float32Array {
  let cover: Float32Array = new Float32Array(widthPx * heightPx);
  for (let y = 0, i = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++, i++) cover[i] = owner[y * cellsPerPx * columns + x * cellsPerPx]! > 0 ? 1 : 0;
  }
  for (const radius of [9, 5])
    cover = boxBlur(boxBlur(cover, widthPx, heightPx, radius, 'rows'), widthPx, heightPx, radius, 'columns');
  return cover;
}

function boxBlur(
  values: Float32Array,
  widthPx: number,
  heightPx: number,
  radius: number,
  along: 'rows' | 'columns',
): Float32Array {
  const result = new Float32Array(values.length);
  const [lines, length, lineStep, step] =
    along === 'rows' ? [heightPx, widthPx, widthPx, 1] : [widthPx, heightPx, 1, widthPx];
  for (let line = 0; line < lines; line++) {
    const start = line * lineStep;
    const at = (position: number) => values[start + Math.min(length - 1, Math.max(0, position)) * step]!;
    let sum = 0;
    for (let position = -radius; position <= radius; position++) sum += at(position);
    for (let position = 0; position < length; position++) {
      result[start + position * step] = sum / (2 * radius + 1);
      sum += at(position + radius + 1) - at(position - radius);
    }
  }
  return result;
}

function castRays(scene: Scene, relief: Relief, lit: Float32Array): Exposed {
  const { tilt, light, lightColour, table } = scene;
  const { columns, rows, height, owner, underside, highest, covered } = relief;
  const [sine, cosine] = [Math.sin(tilt), Math.cos(tilt)];
  const room: Room = { light, lightColour, floor: table };
  const noises = scene.things.map(thing => noiseFrom(thing.seed));
  const turns = scene.things.map(({ angle }) => [Math.cos(angle), Math.sin(angle)] as const);
  const sampleColumns = photoWidthPx * cellsPerPx;
  const sampleRows = photoHeightPx * cellsPerPx;
  const owners = new Uint8Array(sampleColumns * sampleRows);
  const rgb = new Float32Array(photoWidthPx * photoHeightPx * 3);
  const sample = new Float32Array(3);
  const share = 1 / (cellsPerPx * cellsPerPx);

  for (let sampleRow = 0; sampleRow < sampleRows; sampleRow++) {
    const y = tableYOf(scene, sampleRow / cellsPerPx);
    for (let column = 0; column < sampleColumns; column++) {
      const x = column / cellsPerPx;
      // The camera leans back, so a point at height z appears where the table lies z·tan(tilt) farther up.
      let hit = -1;
      let z = 0;
      const nearest = Math.min(rows - 1, Math.round((y + highest * (sine / cosine)) * cellsPerPx) + 1);
      const isEmpty =
        covered[nearest * columns + column] === covered[(Math.round(y * cellsPerPx) - 1) * columns + column];
      for (let up = isEmpty ? 0 : highest; up > 0; up -= stepPx) {
        const row = Math.round((y + up * (sine / cosine)) * cellsPerPx);
        if (row >= rows) continue;
        const cell = row * columns + column;
        if (height[cell]! >= up) {
          hit = cell;
          z = up;
          break;
        }
      }
      const target = 3 * ((sampleRow >> 1) * photoWidthPx + (column >> 1));
      if (hit < 0 || z < underside[hit]! - 1) {
        const tableRow = Math.min(Math.round(y), lit.length / 3 / photoWidthPx - 1);
        const from = 3 * (tableRow * photoWidthPx + Math.floor(x));
        const shade = hit < 0 ? 1 : 0.22;
        for (let channel = 0; channel < 3; channel++) rgb[target + channel]! += lit[from + channel]! * share * shade;
        continue;
      }
      const index = owner[hit]! - 1;
      owners[sampleRow * sampleColumns + column] = index + 1;
      const thing = scene.things[index]!;
      const hitRow = Math.floor(hit / columns);
      const tableY = hitRow / cellsPerPx;
      const wallDepth = height[hit]! - z;
      const [turnCosine, turnSine] = turns[index]!;
      const [dx, dy] = [x - thing.x, tableY - thing.y];
      const isThreaded = thing.shape.innerThread !== null && Math.hypot(dx, dy) < thing.shape.innerThread.withinPx;
      const normal =
        wallDepth > 1.5
          ? wallNormal(relief, hit, wallDepth, isThreaded ? thing.shape.innerThread!.pitchPx : 0)
          : surfaceNormal(relief, hit);
      const viewLength = Math.hypot(photoWidthPx / 2 - x, cameraDistancePx);
      const view: Vector = [
        (photoWidthPx / 2 - x) / viewLength,
        (sine * cameraDistancePx + (photoHeightPx / 2 - sampleRow / cellsPerPx) * cosine) / viewLength,
        (cosine * cameraDistancePx) / viewLength,
      ];
      const arriving = lightArriving(
        relief,
        [x + normal[0] * 1.5, tableY + normal[1] * 1.5, z + 1.5],
        light,
        scene.softness,
      );
      const point = {
        normal,
        view,
        u: dx * turnCosine + dy * turnSine,
        v: dy * turnCosine - dx * turnSine,
        z,
        lit: arriving,
      };
      shadeMetal(room, thing.material, noises[index]!, point, sample, 0);
      // Deep walls, such as the inside of a nut, see less of the room.
      const open = wallDepth > 1.5 ? Math.max(0.3, 1 - wallDepth * 0.014) : 1;
      for (let channel = 0; channel < 3; channel++) rgb[target + channel]! += sample[channel]! * share * open;
    }
  }
  return { rgb, owners };
}

/** From the slope of the surface; a neighbour that belongs to something else is left out. */
function surfaceNormal({ height, owner, columns }: Relief, cell: number): Vector {
  const slope = (step: number): number => {
    const after = owner[cell + step] === owner[cell] ? cell + step : cell;
    const before = owner[cell - step] === owner[cell] ? cell - step : cell;
    const span = (after === cell ? 0 : 1) + (before === cell ? 0 : 1);
    return span === 0 ? 0 : ((height[after]! - height[before]!) * cellsPerPx) / span;
  };
  const [sx, sy] = [slope(1), slope(columns)];
  const length = Math.hypot(sx, sy, 1);
  return [-sx / length, -sy / length, 1 / length];
}

/** An upright wall faces where the thing ends; thread turns tip it up and down. */
function wallNormal({ owner, columns }: Relief, cell: number, depth: number, pitchPx: number): Vector {
  let [x, y] = [0, 0];
  for (let dy = -4; dy <= 4; dy += 2) {
    for (let dx = -4; dx <= 4; dx += 2) {
      if (owner[cell + dy * columns + dx] !== owner[cell]) {
        x += dx;
        y += dy;
      }
    }
  }
  const up = pitchPx > 0 ? 0.7 * Math.sin((depth / pitchPx) * 2 * Math.PI) : 0.1;
  const length = Math.hypot(x, y) || 1;
  const flat = Math.sqrt(1 - up * up);
  return [(x / length) * flat, (y / length) * flat, up];
}
