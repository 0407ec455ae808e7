// What was chosen for two runs, setting by setting, and which of it differs.
import type { ComparedSetting, SettingName, SettingValue } from '../../shared/records/compare.ts';
import { settingNames } from '../../shared/records/compare.ts';
import type { Recipe, Stage } from '../../shared/records/recipe.ts';
import type { Chosen, RunSummary } from '../../shared/records/run.ts';

export type RunSettings = {
  readonly run: RunSummary;
  readonly chosen: Chosen;
  /** null for runs of earlier versions. */
  readonly threads: number | null;
  /** Of the model's weights; null where the model is gone. */
  readonly bytes: number | null;
};

/** Two runs of the same seed on the same computer take times this far apart by chance. */
const sameTime = 0.1;

const number = (value: number | null | undefined): SettingValue =>
  value === null || value === undefined ? null : { kind: 'number', value };
const words = (...names: string[]): SettingValue => ({ kind: 'words', words: names });

/** Every setting that one of the two has, in their fixed order. */
export function comparedSettings(a: RunSettings, b: RunSettings): ComparedSetting[] {
  const [valuesA, valuesB] = [settingsOf(a), settingsOf(b)];
  return settingNames.flatMap(name => {
    const [one, other] = [valuesA[name], valuesB[name]];
    return one === null && other === null ? [] : [{ name, a: one, b: other, differs: differs(name, one, other) }];
  });
}

function settingsOf({ run, chosen, threads, bytes }: RunSettings): Record<SettingName, SettingValue> {
  const { recipe, backbone, engine, seed, photos, part, seconds } = run;
  const isOneClick = recipe.name === 'one-click';
  const [first, second] = stagesOf(recipe);
  return {
    recipe: words(recipe.name),
    backbone: { kind: 'text', text: backbone },
    learns: learns(recipe),
    sees: words(...seen(recipe, chosen)),
    side: number(isOneClick ? null : recipe.sidePx),
    epochs: number(first?.epochs),
    rate: number(first?.learningRate),
    momentum: number(first?.momentum),
    decay: number(first?.decay),
    'epochs-2': number(second?.epochs),
    'rate-2': number(second?.learningRate),
    'momentum-2': number(second?.momentum),
    'decay-2': number(second?.decay),
    kept: number(chosen.epochs),
    strength: number(isOneClick ? chosen.strength : null),
    batch: number(isOneClick ? null : recipe.batch),
    seed: number(seed),
    engine: words(engine),
    threads: number(threads),
    'train-photos': number(photos.train),
    'held-out-photos': number(photos[part]),
    seconds: number(seconds),
    bytes: number(bytes),
  };
}

/** The textbook has no second stage where the head alone learns. */
function stagesOf(recipe: Recipe): readonly Stage[] {
  if (recipe.name === 'one-click') return [];
  return recipe.name === 'textbook' && recipe.unfreeze === null ? recipe.stages.slice(0, 1) : recipe.stages;
}

/** The head alone, everything, or everything from a block of the backbone on. */
function learns(recipe: Recipe): SettingValue {
  if (recipe.name === 'scratch') return words('everything');
  if (recipe.name === 'one-click' || recipe.unfreeze === null) return words('head');
  return { kind: 'text', text: recipe.unfreeze };
}

/** How a train photo is seen: one click names its variants, the others their augmentations. */
function seen(recipe: Recipe, chosen: Chosen): string[] {
  const changes =
    recipe.name === 'one-click'
      ? chosen.variants.flatMap(variant =>
          variant === 'flipped' ? ['mirror'] : variant === 'original' ? [] : [variant],
        )
      : recipe.augmentation;
  return changes.length === 0 ? ['original'] : [...changes];
}

function differs(name: SettingName, a: SettingValue, b: SettingValue): boolean {
  if (name === 'seconds' && a?.kind === 'number' && b?.kind === 'number')
    return Math.abs(a.value - b.value) > sameTime * Math.max(a.value, b.value);
  return JSON.stringify(a) !== JSON.stringify(b);
}
