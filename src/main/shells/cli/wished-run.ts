// What `fovea train` was asked for, as the calls want it: a backbone by name or from a file, a recipe with its numbers, an engine.
import path from 'node:path';
import type { Core } from '../../core/index.ts';
import { text } from '../../../shared/messages.ts';
import type { Language } from '../../../shared/messages/message.ts';
import { declaredPreprocessing, type DeclaredPreprocessing } from '../../../shared/records/preprocessing.ts';
import {
  defaultRecipe,
  engineIds,
  recipeNames,
  type Recipe,
  type RecipeName,
  type TrainingOptions,
} from '../../../shared/records/recipe.ts';
import { usage, type Arguments } from './arguments.ts';
import { throwFailure } from './ended-work.ts';

const mostEpochs = 1_000;

export type Wish = {
  readonly options: Pick<TrainingOptions, 'seed' | 'engine'>;
  readonly backbone: string | undefined;
  readonly preprocessing: DeclaredPreprocessing | undefined;
  readonly recipe: RecipeName | undefined;
  readonly unfreeze: string | undefined;
  /** One number for each stage. */
  readonly epochs: readonly number[] | undefined;
};

/** The arguments, read before anything is opened. @throws AppError `usage`. */
export function readWish(given: Arguments, language: Language): Wish {
  const oneOf = <Value extends string>(option: string, values: readonly Value[]): Value | undefined => {
    const value = given.read(option);
    if (value === undefined || (values as readonly string[]).includes(value)) return value as Value | undefined;
    throw usage(text(language, 'cli.usage.choice', { option: `--${option}`, values: values.join(', '), given: value }));
  };
  const seed = given.number('seed', 0, 2 ** 31 - 1);
  const engine = oneOf('engine', engineIds);
  const epochs = given.read('epochs');
  const numbers = epochs?.split(',').map(part => (/^\d+$/.test(part) ? Number(part) : NaN));
  if (numbers && !numbers.every(value => value >= 1 && value <= mostEpochs))
    throw usage(text(language, 'cli.usage.epochs', { most: mostEpochs, given: epochs! }));
  return {
    options: { ...(seed === undefined ? {} : { seed }), ...(engine === undefined ? {} : { engine }) },
    backbone: given.read('backbone'),
    preprocessing: oneOf('preprocessing', declaredPreprocessing),
    recipe: oneOf('recipe', recipeNames),
    unfreeze: given.read('unfreeze'),
    epochs: numbers,
  };
}

/** Brings the backbone's file in where one is named. @throws AppError `usage` for numbers the recipe does not have, and what importing throws. */
export async function wishedRun(core: Core, wish: Wish, language: Language): Promise<TrainingOptions> {
  const { options, recipe: name } = wish;
  const backbone = wish.backbone === undefined ? {} : { backbone: await backboneOf(core, wish.backbone, wish) };
  const plan = await core.call('training:plan', { ...options, ...backbone });
  const recipe = name === undefined ? plan.recipe : defaultRecipe(name, plan.backbone);
  return { ...options, ...backbone, recipe: withNumbers(recipe, wish, language) };
}

/** A name of the list is meant before a file of the same name. */
async function backboneOf(core: Core, wanted: string, { preprocessing }: Wish): Promise<string> {
  const known = await core.call('backbones:list', null);
  if (known.some(({ id }) => id === wanted)) return wanted;
  const grant = core.grants.add(path.resolve(wanted));
  const { work } = await core.call('backbones:import', { grant, ...(preprocessing ? { preprocessing } : {}) });
  throwFailure(await core.workEnded(work));
  return (await core.call('backbones:imported', { work })).id;
}

function withNumbers(recipe: Recipe, { unfreeze, epochs }: Wish, language: Language): Recipe {
  const unfit = (option: string): Error =>
    usage(text(language, 'cli.usage.not-with', { option: `--${option}`, recipe: recipe.name }));
  if (unfreeze !== undefined && recipe.name !== 'textbook') throw unfit('unfreeze');
  const opened = recipe.name === 'textbook' && unfreeze !== undefined ? { ...recipe, unfreeze } : recipe;
  if (epochs === undefined) return opened;
  if (opened.name === 'one-click' || epochs.length !== opened.stages.length) throw unfit('epochs');
  const stages = opened.stages.map((stage, at) => ({ ...stage, epochs: epochs[at]! }));
  return { ...opened, stages } as Recipe;
}
