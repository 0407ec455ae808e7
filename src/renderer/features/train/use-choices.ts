// The choices of the details screen, remembered per project and recipe, and the numbers as they are being typed.
import { useState } from 'react';
import { fnv1a32 } from '../../../shared/random.ts';
import type { BackboneSummary } from '../../../shared/records/backbone.ts';
import {
  defaultRecipe,
  recipeNames,
  type Augmentation,
  type EngineId,
  type Recipe,
  type RecipeName,
  type Stage,
  type TrainingOptions,
} from '../../../shared/records/recipe.ts';
import { useProject } from '../../api/app-info.ts';
import { remember, useRemembered } from '../../api/remembered.ts';
import { choicesOf, onBackbone, readOptions, type Choices } from './choices.ts';
import { fieldOf, readField, type FieldId } from './fields.ts';

/** Texts as typed, while they are being typed or are not a number that may stand there. */
type Typed = Readonly<Partial<Record<FieldId, string>>>;

export type ChoicesAndActs = Choices & {
  readonly typed: Typed;
  /** Numbers that cannot stand as they are typed; nothing is planned or started with them. */
  readonly problems: readonly FieldId[];
  readonly type: (id: FieldId, text: string) => void;
  /** The field was left: what is fine is written as a number again. */
  readonly settle: (id: FieldId) => void;
  readonly chooseRecipe: (name: RecipeName) => void;
  readonly chooseBackbone: (backbone: BackboneSummary) => void;
  readonly chooseUnfreeze: (block: string | null) => void;
  readonly chooseAugmentation: (augmentation: readonly Augmentation[]) => void;
  readonly chooseEngine: (engine: EngineId) => void;
  /** null where the recipe's numbers are the book's. */
  readonly toDefaults: (() => void) | null;
};

/** What this project's Train screen remembers stands under this name. */
export function useTrainMemory(): string {
  return `train.${fnv1a32(useProject()?.folder ?? '').toString(36)}`;
}

const isRecipe = (word: string): word is RecipeName => (recipeNames as readonly string[]).includes(word);

export function useChoices(backbones: readonly BackboneSummary[]): ChoicesAndActs {
  const memory = useTrainMemory();
  const [word, setName] = useRemembered(`${memory}.recipe`, 'textbook');
  const name = isRecipe(word) ? word : 'textbook';
  const [text, setText] = useRemembered(`${memory}.${name}`, '');
  const [typed, setTyped] = useState<Typed>({});
  const chosen = readOptions(text);
  const choices = choicesOf(name, chosen, backbones);
  const { recipe, backbone, options } = choices;

  const choose = (change: Partial<TrainingOptions>): void => setText(JSON.stringify({ ...options, ...change }));
  const chooseNumbers = (next: Recipe): void => choose({ recipe: next });
  const fresh = defaultRecipe(name, { sidePx: backbone?.sidePx ?? 224, unfreeze: backbone?.unfreeze ?? null });
  const isFresh = JSON.stringify(fresh) === JSON.stringify(recipe);
  const isTyping = Object.keys(typed).length > 0;

  return {
    ...choices,
    typed,
    problems: (Object.keys(typed) as FieldId[]).filter(id => !isReadable(id, typed[id]!)),
    type(id, next) {
      setTyped({ ...typed, [id]: next });
      if (!isReadable(id, next)) return;
      if (id !== 'run.seed') {
        chooseNumbers(withNumber(recipe, id, readField(fieldOf(id), next)!));
        return;
      }
      const { seed: _before, ...others } = options;
      setText(JSON.stringify(next.trim() === '' ? others : { ...others, seed: readField('seed', next)! }));
    },
    settle(id) {
      const now = typed[id];
      if (now === undefined || !isReadable(id, now)) return;
      const { [id]: _settled, ...rest } = typed;
      setTyped(rest);
    },
    chooseRecipe(next) {
      setTyped({});
      setName(next);
    },
    chooseBackbone(next) {
      setTyped({});
      choose({ backbone: next.id, recipe: onBackbone(recipe, next) });
    },
    chooseUnfreeze(block) {
      if (recipe.name === 'textbook') chooseNumbers({ ...recipe, unfreeze: block });
    },
    chooseAugmentation(augmentation) {
      if (recipe.name !== 'one-click') chooseNumbers({ ...recipe, augmentation: [...augmentation] });
    },
    chooseEngine(engine) {
      choose({ engine });
    },
    toDefaults:
      isFresh && !isTyping
        ? null
        : () => {
            setTyped({});
            chooseNumbers(fresh);
          },
  };
}

/** A link from elsewhere ("Use as starting point") has chosen a backbone: every recipe starts from it where it can. */
export function rememberBackbone(memory: string, id: string): void {
  for (const name of recipeNames) {
    const options: TrainingOptions = { backbone: id };
    remember(`${memory}.${name}`, JSON.stringify(options));
  }
}

/** An empty seed is a new one for each run. */
const isReadable = (id: FieldId, text: string): boolean =>
  (id === 'run.seed' && text.trim() === '') || readField(fieldOf(id), text) !== null;

function withNumber(recipe: Recipe, id: FieldId, value: number): Recipe {
  if (recipe.name === 'one-click') return recipe;
  const field = fieldOf(id);
  if (field === 'batch' || field === 'sidePx') return { ...recipe, [field]: value };
  const [first, second] = recipe.stages;
  const changed = (stage: Stage): Stage => ({ ...stage, [field]: value });
  if (recipe.name === 'scratch') return { ...recipe, stages: [changed(first)] };
  return { ...recipe, stages: id.startsWith('0') ? [changed(first), second!] : [first, changed(second!)] };
}
