// How a run trains: one click, the textbook's two stages, or from scratch. What a person may choose, its limits and its defaults.
import { z } from 'zod';

export const recipeNames = ['one-click', 'textbook', 'scratch'] as const;
export type RecipeName = (typeof recipeNames)[number];

/** How a train photo may be changed, anew or in a few fixed ways; `engine/augmentation.ts` says what each one does. */
export const augmentations = ['mirror', 'turn', 'shift-zoom', 'light', 'colour', 'upside-down', 'cut-out'] as const;
export type Augmentation = (typeof augmentations)[number];

/** Stochastic gradient descent with momentum; in update n (from 0) the rate is learningRate / (1 + decay · n), as Keras' `decay`. */
export const stage = z.object({
  epochs: z.number().int().min(1).max(1_000),
  learningRate: z.number().positive().max(10),
  momentum: z.number().min(0).max(0.999),
  decay: z.number().min(0).max(10),
});
export type Stage = z.infer<typeof stage>;

const common = {
  batch: z.number().int().min(1).max(512),
  augmentation: z.array(z.enum(augmentations)).max(augmentations.length),
  /** Photos become sidePx × sidePx. */
  sidePx: z.number().int().min(16).max(1_024),
};

export const recipe = z.discriminatedUnion('name', [
  z.object({ name: z.literal('one-click') }),
  z.object({
    name: z.literal('textbook'),
    /** The first block, or layer, that learns in stage 2; null: only the head learns, and there is no stage 2. */
    unfreeze: z.string().min(1).max(200).nullable(),
    stages: z.tuple([stage, stage]),
    ...common,
  }),
  z.object({ name: z.literal('scratch'), stages: z.tuple([stage]), ...common }),
]);
export type Recipe = z.infer<typeof recipe>;
export type TextbookRecipe = Extract<Recipe, { readonly name: 'textbook' }>;
export type ScratchRecipe = Extract<Recipe, { readonly name: 'scratch' }>;

export const engineIds = ['onnx', 'tfjs'] as const;
/** `onnx`: ONNX Runtime, which is always there; `tfjs`: tfjs-node, where it was set up. */
export type EngineId = (typeof engineIds)[number];

/** Names a backbone or a network: `efficientnet-lite0`, `xception`, `lenet-5`, a model of the project, an imported one. */
export const backboneId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/);

/** What a person may choose of a run. What is left out is chosen: a new seed, one click, the built-in backbone, ONNX Runtime. */
export const trainingOptions = z.object({
  seed: z
    .number()
    .int()
    .min(0)
    .max(2 ** 31 - 1)
    .optional(),
  backbone: backboneId.optional(),
  recipe: recipe.optional(),
  engine: z.enum(engineIds).optional(),
});
export type TrainingOptions = z.infer<typeof trainingOptions>;

/** What a default depends on. */
type Chosen = { readonly sidePx: number; readonly unfreeze: string | null };

/**
 * The recipe as the book has it (Géron, "Hands-On Machine Learning", transfer learning with Xception), but for what was measured to be
 * better (ARCHITECTURE.md, The textbook's recipe, measured): rates a twentieth and a tenth of the book's 0.2 and 0.01, and a fixed lower
 * part, whose output is computed once.
 */
export function defaultRecipe(name: RecipeName, { sidePx, unfreeze }: Chosen): Recipe {
  const rest = { batch: 32, augmentation: ['mirror', 'turn', 'shift-zoom', 'light'] as Augmentation[], sidePx };
  switch (name) {
    case 'one-click':
      return { name };
    case 'textbook':
      return {
        name,
        unfreeze,
        stages: [
          { epochs: 5, learningRate: 0.01, momentum: 0.9, decay: 0.01 },
          { epochs: 10, learningRate: 0.001, momentum: 0.9, decay: 0.001 },
        ],
        ...rest,
      };
    case 'scratch':
      return { name, stages: [{ epochs: 30, learningRate: 0.01, momentum: 0.9, decay: 0.0001 }], ...rest };
  }
}

const mostVariants = 4;
const epochsOfVariant = 4;

/**
 * Ways in which the textbook's frozen part sees a train photo, the photo itself among them: each costs a pass through that part and its
 * place on the disk, so there are no more than the epochs make use of.
 */
export function variantsShown({ augmentation, stages, unfreeze }: TextbookRecipe): number {
  if (augmentation.length === 0) return 1;
  const epochs = stages[0].epochs + (unfreeze === null ? 0 : stages[1].epochs);
  return Math.min(mostVariants, Math.ceil(epochs / epochsOfVariant));
}
