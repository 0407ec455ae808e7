// Beside a run that goes on: what it is, in a few facts.
import type { RunSummary } from '../../../shared/records/run.ts';
import { useText } from '../../api/text.tsx';
import { parameterCount } from '../../components/parameter-count.ts';
import { useRunPlan } from './run-plan.ts';
import classes from './page.module.css';

export function RunFacts({ run }: { readonly run: RunSummary }) {
  const { t, number, language } = useText();
  const count = parameterCount(language);
  const plan = useRunPlan(run);
  const memoryMb = plan?.memoryMb ?? null;
  const facts: readonly (readonly [name: string, value: string | null])[] = [
    [t('train.backbone'), run.backbone],
    [t('train.recipe'), t(`train.recipe.${run.recipe.name}`)],
    [
      t('train.staged.learning'),
      plan ? t('train.parts.learn', count.of(plan.learning.parameters, plan.learning.of)) : null,
    ],
    [t('split.train'), t('train.learns-count', { photos: run.photos.train })],
    [
      t('train.staged.memory'),
      memoryMb === null ? null : t('train.memory.about', { size: `${number(memoryMb / 1_000, 1)} GB` }),
    ],
    [t('train.field.seed'), String(run.seed)],
  ];
  return (
    <section className={classes.panelSection} aria-label={t('train.run', { id: run.id })}>
      <h2 className={classes.panelTitle}>{t('train.run', { id: run.id })}</h2>
      <dl className={classes.runFacts}>
        {facts
          .filter(([, value]) => value !== null)
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
    </section>
  );
}
