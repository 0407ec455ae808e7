// A run's score as it is always said: the number, how many were right, the interval with the baseline, and the ruler.
import type { RunSummary, Score } from '../../shared/records/run.ts';
import { useText } from '../api/text.tsx';
import { ScoreRuler } from './ScoreRuler.tsx';
import classes from './ScoreStatement.module.css';

export type ScoreStatementProps = {
  readonly score: Score;
  readonly classesOfRun: RunSummary['classes'];
  readonly part: RunSummary['part'];
  /** The sentence is the page's heading. */
  readonly isHeading?: boolean;
  /** Said after the interval. */
  readonly note?: string;
};

export function ScoreStatement({ score, classesOfRun, part, isHeading = false, note }: ScoreStatementProps) {
  const { t, percent } = useText();
  const likeliest = classesOfRun.find(({ id }) => id === score.baselineClass)?.name ?? '';
  const Sentence = isHeading ? 'h1' : 'span';
  return (
    <>
      <div className={classes.result}>
        <span className={`${classes.score} tabular`}>{percent(score.accuracy)}</span>
        <Sentence className={classes.sentence}>
          {t('train.done.sentence', { correct: score.correct, total: score.total, part: t(`train.part.${part}`) })}
        </Sentence>
      </div>
      <p className={classes.interval}>
        {t('train.done.interval', {
          low: percent(score.interval[0]),
          high: percent(score.interval[1]),
          class: likeliest,
          baseline: percent(score.baseline),
        })}{' '}
        {note}
      </p>
      <ScoreRuler score={score} baselineName={t('results.baseline', { class: likeliest })} />
    </>
  );
}
