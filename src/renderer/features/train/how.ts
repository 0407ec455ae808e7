// How a recipe trains, in a few sentences.
import type { MessageKey } from '../../../shared/messages.ts';
import type { RecipeName } from '../../../shared/records/recipe.ts';

export const how = (name: RecipeName): MessageKey =>
  name === 'one-click' ? 'train.how.text' : `train.recipe.${name}.text`;
