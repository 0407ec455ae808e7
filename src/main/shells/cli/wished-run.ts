// What `fovea train` was asked for, as the calls want it: a backbone by name or from a file, a recipe with its numbers, an engine.
import path from 'node:path';
import type { Core } from '../../core/index.ts';
import { text } from '../../../shared/messages.ts';
import type { Language } from '../../../shared/messages/message.ts';
import { declaredPreprocessing } from '../../../shared/records/preprocessing.ts';
import {
  defaultRecipe,
  engineIds,
  recipeNames,
  type Recipe,
  type TrainingOptions,
} from '../../../shared/records/recipe.ts';
import { usage, type Arguments } from './arguments.ts';
import { throwFailure } from './ended-work.ts';

const mostEpochs = 1_000;

/** Brings the backbone's file in where one is named. @throws AppError `usage`, and what importing throws. */
export async function wishedRun(core: Core, given: Arguments, language: Language): Promise<TrainingOptions> {
  const oneOf = <Value extends string>(option: string, values: readonly Value[]): Value | undefined => {
    const value = given.read(option);
    if (value === undefined || (values as readonly string[]).includes(value)) return value as Value | undefined;
    throw usage(text(language, 'cli.usage.choice', { option: `--${option}`, values: values.join(', '), given: value }));
  };
  const seed = given.number('seed', 0, 2 ** 31 - 1);
  const engine = oneOf('engine', engineIds);
  const recipeName = oneOf('recipe', recipeNames);
  const preprocessing = oneOf('preprocessing', declaredPreprocessing);
  const backboneOption = given.read('backbone');
  const wanted = { ...(seed === undefined ? {} : { seed }), ...(engine === undefined ? {} : { engine }) };
  const id = backboneOption === undefined ? undefined : await backboneOf(core, backboneOption, preprocessing);
  const backbone = id === undefined ? {} : { backbone: id };
  const plan = await core.call('training:plan', { ...wanted, ...backbone });
  const recipe = recipeName === undefined ? plan.recipe : defaultRecipe(recipeName, plan.backbone);
  return { ...wanted, ...backbone, recipe: withNumbers(recipe, given, language) };
}

/** A name of the list is meant before a file of the same name. */
async function backboneOf(core: Core, wanted: string, preprocessing: TrainingPreprocessing): Promise<string> {
  const known = await core.call('backbones:list', null);
  if (known.some(({ id }) => id === wanted)) return wanted;
  const grant = core.grants.add(path.resolve(wanted));
  const { work } = await core.call('backbones:import', { grant, ...(preprocessing ? { preprocessing } : {}) });
  throwFailure(await core.workEnded(work));
  return (await core.call('backbones:imported', { work })).id;
}
type TrainingPreprocessing = (typeof declaredPreprocessing)[number] | undefined;

/** `--unfreeze` and `--epochs 5,10`: one number for each stage. */
function withNumbers(recipe: Recipe, given: Arguments, language: Language): Recipe {
  const unfreeze = given.read('unfreeze');
  const epochs = given.read('epochs');
  const unfit = (option: string): Error =>
    usage(text(language, 'cli.usage.not-with', { option: `--${option}`, recipe: recipe.name }));
  if (unfreeze !== undefined && recipe.name !== 'textbook') throw unfit('unfreeze');
  const opened = recipe.name === 'textbook' && unfreeze !== undefined ? { ...recipe, unfreeze } : recipe;
  if (epochs === undefined) return opened;
  if (opened.name === 'one-click') throw unfit('epochs');
  const numbers = epochs.split(',').map(part => (/^\d+$/.test(part) ? Number(part) : NaN));
  const isWrong = numbers.length !== opened.stages.length || !numbers.every(value => value >= 1 && value <= mostEpochs);
  if (isWrong)
    throw usage(text(language, 'cli.usage.epochs', { stages: opened.stages.length, most: mostEpochs, given: epochs }));
  const stages = opened.stages.map((stage, at) => ({ ...stage, epochs: numbers[at]! }));
  return { ...opened, stages } as Recipe;
}
