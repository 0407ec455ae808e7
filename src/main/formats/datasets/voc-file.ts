// One file of Pascal VOC: its photo, its objects, and what it says of where coordinates start.
import { rotatedBoxGeometry, type RotatedBoxGeometry } from '../../../shared/records/shape.ts';
import { numberOf, sizeOf } from './json-values.ts';
import type { XmlElement } from './xml.ts';
import { childOf, textOfChild } from './xml.ts';

export type VocObject = {
  readonly name: string;
  /** Corners as they stand; NaN where one is missing or none. Null for an object without a box of its own. */
  readonly corners: {
    readonly xmin: number;
    readonly ymin: number;
    readonly xmax: number;
    readonly ymax: number;
  } | null;
  readonly rotated: RotatedBoxGeometry | null;
  readonly attributes: readonly (readonly [string, string | number | boolean])[];
  /** Names of its parts, which have boxes of their own. */
  readonly parts: readonly string[];
};

export type VocFile = {
  readonly path: string;
  readonly filename: string;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Written by Fovea: pixels count from 1, and the name is the photo's own. */
  readonly isOurs: boolean;
  readonly objects: readonly VocObject[];
};

export const ourDatabase = 'Fovea';
const flags = ['difficult', 'truncated', 'occluded'];

/** Null where the file is no annotation. */
export function vocFileOf(root: XmlElement, path: string): VocFile | null {
  if (root.name !== 'annotation') return null;
  const size = childOf(root, 'size');
  return {
    path,
    filename: textOfChild(root, 'filename'),
    widthPx: sizeOf(textOfChild(size, 'width')),
    heightPx: sizeOf(textOfChild(size, 'height')),
    isOurs: textOfChild(childOf(root, 'source'), 'database') === ourDatabase,
    objects: root.children.filter(({ name }) => name === 'object').map(objectOf),
  };
}

function objectOf(object: XmlElement): VocObject {
  const box = childOf(object, 'bndbox');
  const corner = (name: string): number => numberOf(textOfChild(box, name));
  return {
    name: textOfChild(object, 'name'),
    corners:
      box === undefined
        ? null
        : { xmin: corner('xmin'), ymin: corner('ymin'), xmax: corner('xmax'), ymax: corner('ymax') },
    rotated: rotatedOf(childOf(object, 'robndbox')),
    attributes: attributesOfObject(object),
    parts: object.children.filter(({ name }) => name === 'part').map(part => textOfChild(part, 'name')),
  };
}

/** roLabelImg's box: middle, size, and the angle in radians. */
function rotatedOf(box: XmlElement | undefined): RotatedBoxGeometry | null {
  if (box === undefined) return null;
  const [centreX, centreY, width, height, radians] = ['cx', 'cy', 'w', 'h', 'angle'].map(name =>
    numberOf(textOfChild(box, name)),
  );
  const angle = ((((radians! * 180) / Math.PI) % 360) + 360) % 360;
  const rotated = rotatedBoxGeometry.safeParse({ centreX, centreY, width, height, angle });
  return rotated.success ? rotated.data : null;
}

function attributesOfObject(object: XmlElement): VocObject['attributes'] {
  const set = flags.filter(name => textOfChild(object, name) === '1').map(name => [name, true] as const);
  const pose = textOfChild(object, 'pose');
  const others = (childOf(object, 'attributes')?.children ?? []).map(
    attribute => [textOfChild(attribute, 'name'), plainValue(textOfChild(attribute, 'value'))] as const,
  );
  return [
    ...set,
    ...(pose === '' || /^unspecified$/i.test(pose) ? [] : [['pose', pose] as const]),
    ...others.filter(([name]) => name !== ''),
  ];
}

const plainValue = (text: string): string | number | boolean => {
  if (text === 'true' || text === 'false') return text === 'true';
  return String(Number(text)) === text && Number.isFinite(Number(text)) ? Number(text) : text;
};
