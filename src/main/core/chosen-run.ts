// What a person chose of a run, with every default filled in and checked against what the backbone can do.
import { AppError } from '../../shared/errors.ts';
import type { BackboneSummary } from '../../shared/records/backbone.ts';
import { defaultRecipe, type EngineId, type Recipe, type TrainingOptions } from '../../shared/records/recipe.ts';
import { builtInBackbone } from '../formats/models/built-in.ts';
import { enginesHere, tfjsFolder } from '../training/engines.ts';
import { findBackbone } from './backbones.ts';
import type { Context } from './context.ts';

export type ChosenRun = {
  readonly backbone: BackboneSummary;
  readonly recipe: Recipe;
  readonly engine: EngineId;
  readonly seed: number | null;
};

/**
 * @throws AppError `not-found` for an unknown backbone, `recipe-unfit` {recipe, backbone, reason} for what it cannot do,
 * `engine-missing` {engine, reason} for an engine that was not set up.
 */
export async function chosenRun(context: Context, options: TrainingOptions): Promise<ChosenRun> {
  const { backbone: id = builtInBackbone.name, engine = 'onnx', seed = null } = options;
  const { dataFolder } = context.options;
  if (!enginesHere(dataFolder).includes(engine))
    throw new AppError('engine-missing', { engine, reason: `it is not in ${tfjsFolder(dataFolder)}` });
  const backbone = await findBackbone(context, id, options.recipe?.name);
  const [first] = backbone.recipes;
  const recipe = options.recipe ?? defaultRecipe(first!, backbone);
  const unfit = unfitness(recipe, backbone);
  if (unfit !== null)
    throw new AppError('recipe-unfit', { recipe: recipe.name, backbone: backbone.name, reason: unfit });
  return { backbone, recipe, engine, seed };
}

/** Why the backbone cannot be trained so, in a word of the message table (`reason.<word>`); null where it can. */
function unfitness(recipe: Recipe, { recipes, takesAnySide, sidePx }: BackboneSummary): string | null {
  if (!recipes.includes(recipe.name)) return recipe.name === 'scratch' ? 'has-weights' : 'has-no-weights';
  if (recipe.name !== 'one-click' && recipe.sidePx !== sidePx && !takesAnySide) return 'one-side-only';
  return null;
}
