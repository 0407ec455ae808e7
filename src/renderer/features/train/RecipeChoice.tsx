// The first two choices of a run: its recipe, and what it starts from.
import { SegmentedControl } from '@mantine/core';
import type { BackboneSummary } from '../../../shared/records/backbone.ts';
import { recipeNames } from '../../../shared/records/recipe.ts';
import { useText } from '../../api/text.tsx';
import { BackboneChoice } from './BackboneChoice.tsx';
import { backbonesFor } from './choices.ts';
import { how } from './how.ts';
import type { ChoicesAndActs } from './use-choices.ts';
import classes from './details.module.css';

export type RecipeChoiceProps = {
  readonly choices: ChoicesAndActs;
  readonly backbones: readonly BackboneSummary[];
};

export function RecipeChoice({ choices, backbones }: RecipeChoiceProps) {
  const { t } = useText();
  const { recipe, backbone } = choices;
  const allowed = backbonesFor(recipe.name, backbones);
  return (
    <section className={`${classes.section} ${classes.choice}`}>
      <span className={classes.quietLabel}>{t('train.recipe')}</span>
      <SegmentedControl
        className={classes.recipes!}
        aria-label={t('train.recipe')}
        value={recipe.name}
        onChange={choices.chooseRecipe}
        data={recipeNames.map(name => ({ value: name, label: t(`train.recipe.${name}`) }))}
      />
      <span className={classes.quietLabel}>
        {t(recipe.name === 'scratch' ? 'train.backbone.network' : 'train.backbone')}
      </span>
      {backbone === null ? (
        <span>{t('train.backbone.none')}</span>
      ) : (
        <BackboneChoice backbones={allowed} chosen={backbone} onChoose={choices.chooseBackbone} />
      )}
      {recipe.name !== 'textbook' && <p className={classes.explained}>{t(how(recipe.name))}</p>}
    </section>
  );
}
