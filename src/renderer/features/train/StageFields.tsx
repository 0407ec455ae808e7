// The numbers of the stages side by side, what learns in each, and what is wrong with a number that cannot be used.
import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { BackboneSummary } from '../../../shared/records/backbone.ts';
import type { Recipe, Stage } from '../../../shared/records/recipe.ts';
import { useText, type Text } from '../../api/text.tsx';
import { frozenBlocks } from './choices.ts';
import { fieldOf, limits, type FieldId } from './fields.ts';
import { NumberField, problemId } from './NumberField.tsx';
import type { ChoicesAndActs } from './use-choices.ts';
import classes from './details.module.css';

const rows = ['epochs', 'learningRate', 'momentum', 'decay'] as const satisfies (keyof Stage)[];

export function StageFields({ choices }: { readonly choices: ChoicesAndActs }) {
  const text = useText();
  const { t } = text;
  const { recipe, backbone } = choices;
  if (recipe.name === 'one-click') return null;
  const isHeadOnly = recipe.name === 'textbook' && recipe.unfreeze === null;
  const stages = (isHeadOnly ? recipe.stages.slice(0, 1) : recipe.stages) as readonly Stage[];
  return (
    <section className={classes.section}>
      <div
        className={classes.stages}
        style={{ gridTemplateColumns: `120px repeat(${recipe.stages.length}, minmax(0, 1fr))` }}
      >
        <span />
        {recipe.stages.map((_, place) => (
          <span key={place} className={classes.stageHead}>
            <strong>{stageName(text, recipe, place)}</strong>
            <span className={classes.quiet}>
              {place === 0
                ? firstLearns(text, recipe)
                : isHeadOnly
                  ? t('train.stage.none')
                  : secondLearns(text, recipe, backbone)}
            </span>
          </span>
        ))}
        {rows.map(name => (
          <StageRow key={name} name={name} recipe={recipe} stages={stages} choices={choices} />
        ))}
      </div>
      {choices.toDefaults && (
        <Button size="xs" variant="subtle" className={classes.defaults} onClick={choices.toDefaults}>
          {t('train.defaults')}
        </Button>
      )}
    </section>
  );
}

type RowProps = {
  readonly name: (typeof rows)[number];
  readonly recipe: Exclude<Recipe, { readonly name: 'one-click' }>;
  /** Those that will be gone through. */
  readonly stages: readonly Stage[];
  readonly choices: ChoicesAndActs;
};

function StageRow({ name, recipe, stages, choices }: RowProps) {
  const text = useText();
  return (
    <>
      <span className={classes.quietLabel}>{text.t(`train.field.${name}`)}</span>
      {recipe.stages.map((_, place) => {
        const id = `${place as 0 | 1}.${name}` as const;
        const stage = stages[place];
        if (!stage) return <span key={id} />;
        return (
          <NumberField key={id} id={id} label={fieldLabel(text, recipe, id)} value={stage[name]} choices={choices} />
        );
      })}
    </>
  );
}

/** What stands wrong, each with what is allowed there. */
export function Problems({ choices }: { readonly choices: ChoicesAndActs }) {
  const text = useText();
  const { t } = text;
  if (choices.problems.length === 0) return null;
  return (
    <div className={classes.problems} role="alert">
      <strong>
        <IconAlertTriangle size={16} stroke={1.75} aria-hidden="true" /> {t('train.field.problems')}
      </strong>
      <ul>
        {choices.problems.map(id => {
          const { least, most, isWhole, isAbove } = limits[fieldOf(id)];
          // As texts: the language's way of writing numbers would round 0.999 to 1.
          const params = { field: fieldLabel(text, choices.recipe, id), least: String(least), most: String(most) };
          return (
            <li key={id} id={problemId(id)}>
              {t(isWhole ? 'train.field.whole' : isAbove ? 'train.field.above' : 'train.field.number', params)}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

export function fieldLabel(text: Text, recipe: Recipe, id: FieldId): string {
  const field = text.t(`train.field.${fieldOf(id)}`);
  if (id.startsWith('run')) return field;
  return text.t('train.field.of-stage', { field, stage: stageName(text, recipe, id.startsWith('0') ? 0 : 1) });
}

function stageName({ t }: Text, recipe: Recipe, place: number): string {
  return recipe.name === 'textbook' ? t('train.stage', { stage: place + 1 }) : t('train.stage.only');
}

function firstLearns({ t }: Text, recipe: Recipe): string {
  return t(recipe.name === 'textbook' ? 'train.stage.head' : 'train.stage.all');
}

function secondLearns({ t }: Text, recipe: Recipe, backbone: BackboneSummary | null): string {
  if (recipe.name !== 'textbook' || backbone === null) return '';
  const frozen = frozenBlocks(backbone, recipe.unfreeze);
  const to = backbone.blocks.length;
  if (frozen === 0) return t('train.stage.whole');
  return frozen + 1 === to ? t('train.stage.block', { from: to }) : t('train.stage.blocks', { from: frozen + 1, to });
}
