// The numbers a person may type on the details screen: their limits (those of shared/records/recipe.ts) and how a text is read.

export type FieldName = 'epochs' | 'learningRate' | 'momentum' | 'decay' | 'batch' | 'sidePx' | 'seed';

export type Limits = {
  readonly least: number;
  readonly most: number;
  readonly isWhole: boolean;
  /** `least` itself is not allowed. */
  readonly isAbove: boolean;
};

const whole = (least: number, most: number): Limits => ({ least, most, isWhole: true, isAbove: false });
const any = (least: number, most: number): Limits => ({ least, most, isWhole: false, isAbove: false });

export const limits: Readonly<Record<FieldName, Limits>> = {
  epochs: whole(1, 1_000),
  learningRate: { ...any(0, 10), isAbove: true },
  momentum: any(0, 0.999),
  decay: any(0, 10),
  batch: whole(1, 512),
  sidePx: whole(16, 1_024),
  seed: whole(0, 2 ** 31 - 1),
};

/** Where a number stands: of a stage (from 0), or of the run as a whole. */
export type FieldId = `${'0' | '1' | 'run'}.${FieldName}`;

export const fieldOf = (id: FieldId): FieldName => id.slice(id.indexOf('.') + 1) as FieldName;

/** The number that a text stands for; null where it is none that may stand there. A comma is a decimal point. */
export function readField(name: FieldName, text: string): number | null {
  const { least, most, isWhole, isAbove } = limits[name];
  const plain = text.trim().replace(',', '.');
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain)) return null;
  const value = Number(plain);
  if (isWhole && !Number.isInteger(value)) return null;
  return value > most || value < least || (isAbove && value === least) ? null : value;
}
