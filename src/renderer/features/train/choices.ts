// What the details screen has chosen, made to fit: a backbone that the recipe allows, blocks and a photo size that the backbone has.
import type { BackboneSummary } from '../../../shared/records/backbone.ts';
import {
  defaultRecipe,
  trainingOptions,
  type Recipe,
  type RecipeName,
  type TrainingOptions,
} from '../../../shared/records/recipe.ts';

export type Choices = {
  readonly recipe: Recipe;
  /** null: nothing that this recipe could start from. */
  readonly backbone: BackboneSummary | null;
  /** What plan and start are asked with. */
  readonly options: TrainingOptions;
};

/** What was remembered as JSON; nothing where it is not what this version knows. */
export function readOptions(text: string): TrainingOptions {
  if (text === '') return {};
  try {
    const parsed = trainingOptions.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

/** What a recipe can start from, in the order they are offered. */
export function backbonesFor(name: RecipeName, backbones: readonly BackboneSummary[]): readonly BackboneSummary[] {
  return backbones.filter(({ recipes }) => recipes.includes(name));
}

/** From scratch the first bare network, else the first one whose weights are here. */
function firstOf(name: RecipeName, allowed: readonly BackboneSummary[]): BackboneSummary | null {
  const wanted = allowed.find(one => (name === 'scratch' ? one.source === 'network' : one.isHere));
  return wanted ?? allowed[0] ?? null;
}

/** Everything filled in: what was chosen where it still holds, else the defaults of recipe and backbone. */
export function choicesOf(name: RecipeName, chosen: TrainingOptions, backbones: readonly BackboneSummary[]): Choices {
  const allowed = backbonesFor(name, backbones);
  const backbone = allowed.find(({ id }) => id === chosen.backbone) ?? firstOf(name, allowed);
  const fresh = defaultRecipe(name, { sidePx: backbone?.sidePx ?? 224, unfreeze: backbone?.unfreeze ?? null });
  const recipe = backbone === null ? fresh : fitted(chosen.recipe?.name === name ? chosen.recipe : fresh, backbone);
  const { seed, engine } = chosen;
  return {
    recipe,
    backbone,
    options: {
      recipe,
      ...(backbone === null ? {} : { backbone: backbone.id }),
      ...(seed === undefined ? {} : { seed }),
      ...(engine === undefined ? {} : { engine }),
    },
  };
}

/** The recipe on another backbone: its own block to learn from, its own photo size. */
export function onBackbone(recipe: Recipe, { unfreeze, sidePx }: BackboneSummary): Recipe {
  switch (recipe.name) {
    case 'one-click':
      return recipe;
    case 'textbook':
      return { ...recipe, unfreeze, sidePx };
    case 'scratch':
      return { ...recipe, sidePx };
  }
}

/** A remembered recipe, where the backbone has changed since: a model trained anew, a network fetched again. */
function fitted(recipe: Recipe, backbone: BackboneSummary): Recipe {
  if (recipe.name === 'one-click') return recipe;
  const sized = backbone.takesAnySide ? recipe : { ...recipe, sidePx: backbone.sidePx };
  if (sized.name === 'scratch' || sized.unfreeze === null) return sized;
  const isThere = backbone.blocks.some(({ name }) => name === sized.unfreeze);
  return isThere ? sized : { ...sized, unfreeze: backbone.unfreeze };
}

/** How many blocks stay as they are, from the photo on; all of them where only the head learns. */
export function frozenBlocks({ blocks }: BackboneSummary, unfreeze: string | null): number {
  const first = blocks.findIndex(({ name }) => name === unfreeze);
  return first === -1 ? blocks.length : first;
}
