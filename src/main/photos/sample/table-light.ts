// The table in the lamp's light: shadows of the things, the dark line where they stand, and the relief of wood and cloth.
import type { Table } from './background.ts';
import { cellsPerPx, lightArriving } from './relief.ts';
import type { Relief } from './relief.ts';
import type { Scene } from './scene.ts';

/** The table as it looks from above with shadows on it: linear RGB a px. */
export function litTable(
  scene: Scene,
  relief: Relief,
  { widthPx, heightPx, colour, relief: fine }: Table,
): Float32Array {
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

const contactPx = 10;

/** How much of a px's surroundings is covered by things, 0…1: the dark line where a thing stands on the table. */
function blurredCover({ owner, columns }: Relief, widthPx: number, heightPx: number): Float32Array {
  const cover = new Float32Array(widthPx * heightPx);
  for (let y = 0, i = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++, i++) cover[i] = owner[y * cellsPerPx * columns + x * cellsPerPx]! > 0 ? 1 : 0;
  }
  return boxBlur(boxBlur(cover, widthPx, heightPx, contactPx, 'rows'), widthPx, heightPx, contactPx, 'columns');
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
