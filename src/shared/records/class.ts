// A class: what can be said of a photo or a thing in it.
import { z } from 'zod';
import { classId } from './ids.ts';

/** 1…12, a place in the colour-blind-safe palette of styles/tokens.css; beyond twelve classes the colours repeat with a pattern. */
export const colourIndex = z.number().int().min(1).max(12);

/** A key of the keyboard that gives this class: 1–9, 0, then letters that no command uses. */
export const classKey = z.string().regex(/^[0-9a-z]$/);

export const className = z
  .string()
  .transform(name => name.normalize('NFC').trim())
  .pipe(z.string().min(1).max(200));

export const classRecord = z.object({
  id: classId,
  name: z.string(),
  colour: colourIndex,
  /** True from the thirteenth class on: drawn with a pattern on the swatch and a dash on the stroke. */
  patterned: z.boolean(),
  key: classKey.nullable(),
  /** Place in lists, from 0. */
  position: z.number().int(),
  /** Class index in exported files, fixed when the class was made and never reused. */
  exportPosition: z.number().int(),
});
export type ClassRecord = z.infer<typeof classRecord>;

/** Keys given to new classes, in this order. Letters that are commands somewhere (A D V B P M E F R N C X G H W) are left out. */
export const classKeys = [...'1234567890qtyuiojkl'] as const;
