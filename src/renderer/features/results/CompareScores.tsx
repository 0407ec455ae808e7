// Both scores on one scale, and the difference with what can be said of it.
import { UnstyledButton } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import type { ComparedRun, RunComparison, ScoreDifference } from '../../../shared/records/compare.ts';
import type { RunId } from '../../../shared/records/ids.ts';
import type { RunSummary, Score } from '../../../shared/records/run.ts';
import { useText } from '../../api/text.tsx';
import { navigate } from '../../components/places.ts';
import { ScoreRuler } from '../../components/ScoreRuler.tsx';
import { scaleFrom } from './compare-scale.ts';
import { points } from './compare-words.ts';
import { DifferenceRuler } from './DifferenceRuler.tsx';
import { RunMenu, useAboutRun } from './RunMenu.tsx';
import classes from './compare.module.css';
import page from './page.module.css';

/** The baseline's words stand beside the end of the scale, not on it. */
const roomForWords = 0.12;

export type CompareScoresProps = {
  readonly runs: readonly RunSummary[];
  readonly comparison: RunComparison;
  readonly difference: ScoreDifference;
};

export function CompareScores({ runs, comparison, difference }: CompareScoresProps) {
  const { a, b } = comparison;
  const scores = [a.score, b.score].filter(score => score !== null);
  const from = scaleFrom(
    scores.flatMap(({ interval, baseline }) => [interval[0], baseline]),
    roomForWords,
  );
  const go = (next: { readonly a?: RunId; readonly b?: RunId }): void =>
    navigate('results', { run: next.b ?? b.run.id, with: next.a ?? a.run.id });
  return (
    <div className={classes.scores}>
      <RunScore side="A" compared={a} runs={without(runs, a, b)} from={from} onChoose={id => go({ a: id })} />
      <RunScore side="B" compared={b} runs={without(runs, a, b)} from={from} onChoose={id => go({ b: id })} />
      <Difference difference={difference} />
    </div>
  );
}

const without = (runs: readonly RunSummary[], ...compared: readonly ComparedRun[]): RunSummary[] =>
  runs.filter(({ id }) => compared.every(({ run }) => run.id !== id));

type RunScoreProps = {
  readonly side: 'A' | 'B';
  readonly compared: ComparedRun;
  /** What could stand here instead. */
  readonly runs: readonly RunSummary[];
  readonly from: number;
  readonly onChoose: (id: RunId) => void;
};

function RunScore({ side, compared, runs, from, onChoose }: RunScoreProps) {
  const { t } = useText();
  const about = useAboutRun();
  const { run, score } = compared;
  const name = (
    <>
      <span className={classes.side}>{side}</span>
      <strong>{t('results.run', { id: run.id })}</strong>
      <span className={`${page.quiet} ellipsis`}>{about(run)}</span>
    </>
  );
  return (
    <section className={classes.score} aria-label={`${side}, ${t('results.run', { id: run.id })}`}>
      {runs.length === 0 ? (
        <div className={page.choose}>{name}</div>
      ) : (
        <RunMenu runs={runs} onChoose={onChoose}>
          <UnstyledButton className={page.choose} title={t('compare.choose', { side })}>
            {name}
            <IconChevronDown size={14} stroke={1.75} aria-hidden="true" />
          </UnstyledButton>
        </RunMenu>
      )}
      {score && <Figures score={score} run={run} from={from} />}
    </section>
  );
}

function Figures({ score, run, from }: { readonly score: Score; readonly run: RunSummary; readonly from: number }) {
  const { t, percent } = useText();
  const { accuracy, correct, total, interval, baselineClass } = score;
  const likeliest = run.classes.find(({ id }) => id === baselineClass)?.name ?? '';
  return (
    <>
      <p className={classes.figures}>
        <span className={`${classes.figure} tabular`}>{percent(accuracy)}</span>
        <span className={page.quiet}>
          {t('compare.right', { correct, total, low: percent(interval[0]), high: percent(interval[1]) })}
        </span>
      </p>
      <ScoreRuler score={score} from={from} baselineName={t('results.baseline', { class: likeliest })} />
    </>
  );
}

function Difference({ difference }: { readonly difference: ScoreDifference }) {
  const { t, language } = useText();
  const { value, interval, verdict } = difference;
  const say = (share: number): string => points(share, language);
  const tone = verdict === 'b-better' ? classes.good : verdict === 'a-better' ? classes.bad : classes.neutral;
  return (
    <section className={classes.score} aria-label={t('compare.difference')}>
      <div className={page.choose}>
        <h2 className={page.barTitle}>{t('compare.difference')}</h2>
        <span className={`${classes.tag} ${tone}`}>{t(`compare.verdict.${verdict}`)}</span>
      </div>
      <p className={classes.figures}>
        <span className={`${classes.figure} tabular`}>{say(value)}</span>
        <span className={page.quiet}>{t('compare.points', { low: say(interval[0]), high: say(interval[1]) })}</span>
      </p>
      <DifferenceRuler difference={difference} />
    </section>
  );
}
