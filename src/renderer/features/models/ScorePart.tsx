// How good a model is: its score with the interval and the plain baseline, and each class by itself.
import type { ModelFacts } from '../../../shared/records/model-facts.ts';
import type { ModelSummary, RunResults, RunSummary, Score } from '../../../shared/records/run.ts';
import { useCall } from '../../api/query.ts';
import { useText } from '../../api/text.tsx';
import { ClassChip } from '../../components/ClassSwatch.tsx';
import { useClasses } from '../../components/classes/class-lookup.ts';
import { placeHash } from '../../components/places.ts';
import { ScoreRuler } from '../../components/ScoreRuler.tsx';
import { Part } from './Part.tsx';
import classes from './page.module.css';

export type ScorePartProps = {
  readonly model: ModelSummary;
  readonly card: ModelFacts;
  readonly run: RunSummary | null;
};

export function ScorePart({ model, card, run }: ScorePartProps) {
  const { t } = useText();
  const { score } = card;
  const link = model.runId !== null && run !== null && (
    <a className={classes.link} href={placeHash('results', { run: model.runId })}>
      {t('models.score.open')}
    </a>
  );
  return (
    <Part title={t('models.score')} link={link}>
      {score ? <Figures score={score} run={run} /> : <p className={classes.quiet}>{t('models.score.none')}</p>}
      {run?.score && <ByClass run={run} />}
    </Part>
  );
}

function Figures({ score, run }: { readonly score: Score; readonly run: RunSummary | null }) {
  const { t, percent } = useText();
  const { correct, total, interval, baseline, baselineClass } = score;
  const likeliest = run?.classes.find(({ id }) => id === baselineClass)?.name ?? '';
  return (
    <>
      <p className={classes.scoreLine}>
        <span className={`${classes.score} tabular`}>{percent(score.accuracy)}</span>
        {run &&
          t('models.score.about', {
            correct,
            total,
            part: t(`train.part.${run.part}`),
            low: percent(interval[0]),
            high: percent(interval[1]),
            class: likeliest,
            baseline: percent(baseline),
          })}
      </p>
      <ScoreRuler score={score} {...(run ? { baselineName: t('results.baseline', { class: likeliest }) } : {})} />
    </>
  );
}

const measures = ['precision', 'recall', 'f1'] as const;

function ByClass({ run }: { readonly run: RunSummary }) {
  const { t, percent, number } = useText();
  const { byId } = useClasses();
  const results = useCall('runs:read', { id: run.id }).data;
  if (!results) return null;
  const nameOf = (row: RunResults['perClass'][number]): string =>
    run.classes.find(({ id }) => id === row.classId)?.name ?? '';
  return (
    <table className={`${classes.table} tabular`}>
      <thead>
        <tr>
          <th scope="col">{t('results.class')}</th>
          <th scope="col">{t('results.photos')}</th>
          {measures.map(measure => (
            <th key={measure} scope="col" title={t(`results.${measure}.help`)}>
              {t(`results.${measure}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {results.perClass.map(row => {
          const record = byId.get(row.classId);
          return (
            <tr key={row.classId}>
              <th scope="row">{record ? <ClassChip record={record} /> : nameOf(row)}</th>
              <td>{number(row.photos)}</td>
              {measures.map(measure => (
                <td key={measure}>{row[measure] === null ? '–' : percent(row[measure])}</td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
