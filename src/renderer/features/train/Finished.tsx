// After a run: its score with interval and baseline in one sentence, or why it did not finish, and what to do next.
import { Button } from '@mantine/core';
import { IconAlertTriangle, IconChevronRight } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { isErrorCode } from '../../../shared/errors.ts';
import type { RunSummary } from '../../../shared/records/run.ts';
import { useText } from '../../api/text.tsx';
import { useCall } from '../../api/query.ts';
import { Banner } from '../../components/frame/Banners.tsx';
import { placeHash } from '../../components/places.ts';
import { ScoreRuler } from '../../components/ScoreRuler.tsx';
import { columnsOf } from './curve-columns.ts';
import { RunCurves } from './RunCurves.tsx';
import classes from './page.module.css';

export function Finished({ run }: { readonly run: RunSummary }) {
  const { t, percent, seconds, error } = useText();
  const { score } = run;
  if (run.error !== null) {
    const { code, details } = run.error;
    return (
      <section className={classes.column}>
        <Banner
          tone="danger"
          icon={<IconAlertTriangle size={20} stroke={1.75} />}
          title={`${t('train.failed', { id: run.id })}.`}
          body={isErrorCode(code) ? error({ code, details }) : code}
        />
      </section>
    );
  }
  if (score === null) return null;
  const part = t(run.photos.test > 0 ? 'train.part.test' : 'train.part.validation');
  const likeliest = run.classes.find(({ id }) => id === score.baselineClass)?.name ?? '';
  return (
    <section className={classes.column} aria-label={t('train.run', { id: run.id })}>
      <div className={classes.result}>
        <span className={`${classes.score} tabular`}>{percent(score.accuracy)}</span>
        <span className={classes.resultWords}>
          {t('train.done.sentence', { correct: score.correct, total: score.total, part })}
        </span>
      </div>
      <p className={classes.interval}>
        {t('train.done.interval', {
          low: percent(score.interval[0]),
          high: percent(score.interval[1]),
          class: likeliest,
          baseline: percent(score.baseline),
        })}{' '}
        {t('train.done.took', { id: run.id, time: seconds(run.seconds) })}
      </p>
      <ScoreRuler score={score} baselineName={t('results.baseline', { class: likeliest })} />
      <div className={classes.next}>
        <Next href={placeHash('results', { run: run.id })} words={t('train.next.results')} isFirst />
        <Next href={placeHash('predict')} words={t('train.next.predict')} />
        {run.modelId !== null && (
          <Next href={placeHash('models', { model: run.modelId })} words={t('train.next.export')} />
        )}
      </div>
      <Learned run={run} />
    </section>
  );
}

/** The curves of the run, for who wants to see how it learned. */
function Learned({ run }: { readonly run: RunSummary }) {
  const { t } = useText();
  const results = useCall('runs:read', { id: run.id }).data;
  const columns = useMemo(() => columnsOf(results?.epochs ?? []), [results]);
  const [isOpen, setOpen] = useState(false);
  return (
    <details className={classes.learned} onToggle={event => setOpen(event.currentTarget.open)}>
      <summary>{t('train.learned')}</summary>
      {isOpen && results && <RunCurves columns={columns} />}
    </details>
  );
}

function Next({
  href,
  words,
  isFirst = false,
}: {
  readonly href: string;
  readonly words: string;
  readonly isFirst?: boolean;
}) {
  return (
    <Button
      component="a"
      href={href}
      variant={isFirst ? 'filled' : 'default'}
      rightSection={<IconChevronRight size={14} stroke={1.75} />}
    >
      {words}
    </Button>
  );
}
