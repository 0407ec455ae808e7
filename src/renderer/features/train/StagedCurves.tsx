// Loss and accuracy of a run in stages: validation and train, where stage 2 begins, the best epoch, and what is still to come.
import { useMemo } from 'react';
import type { EpochRecord } from '../../../shared/records/run.ts';
import { useText } from '../../api/text.tsx';
import { Curve, type CurveMark, type CurveSeries } from '../../components/Curve.tsx';
import { percentDigits } from './curve-columns.ts';
import type { StageSpan } from './staged-run.ts';
import classes from './page.module.css';

export type StagedCurvesProps = {
  readonly records: readonly (EpochRecord | undefined)[];
  readonly spans: readonly StageSpan[];
  readonly best: EpochRecord | null;
  readonly part: 'validation' | 'test';
  /** Epochs done while the run goes on; left out afterwards. */
  readonly done?: number;
  readonly heightPx?: number;
};

type Measure = 'loss' | 'accuracy';

export function StagedCurves({ records, spans, best, part, done, heightPx = 300 }: StagedCurvesProps) {
  const { t, number, percent } = useText();
  const epochs = spans.at(-1)?.last ?? 1;
  const series = useMemo(() => {
    const two = (held: (r: EpochRecord) => number | null, train: (r: EpochRecord) => number): CurveSeries[] => [
      {
        name: t(`train.part.${part}`),
        token: '--chart-val',
        hasDots: true,
        values: records.map(r => (r ? held(r) : null)),
      },
      { name: t('train.chart.train'), token: '--chart-train', values: records.map(r => (r ? train(r) : null)) },
    ];
    return {
      loss: two(
        r => r.heldOutLoss,
        r => r.trainLoss,
      ),
      accuracy: two(
        r => r.heldOutAccuracy,
        r => r.trainAccuracy,
      ),
    };
  }, [records, part, t]);
  const marks = useMemo(() => {
    const boundary: CurveMark[] = spans.slice(0, -1).map(({ last }) => ({
      epoch: last,
      token: '--text-3',
      isDashed: true,
      words: [
        { text: t('train.staged.first'), side: 'left', at: 'top' },
        { text: t('train.staged.second'), side: 'right', at: 'top' },
      ],
    }));
    const of = (at: 'top' | 'bottom'): CurveMark[] => {
      if (best === null) return boundary;
      const side = best.epoch - 1 > (epochs - 1) / 4 ? 'left' : 'right';
      const words = [{ text: t('train.staged.best', { epoch: best.epoch }), side, at }] as const;
      return [...boundary, { epoch: best.epoch, token: '--good', hasRing: true, words }];
    };
    return { loss: of('top'), accuracy: of('bottom') };
  }, [spans, best, epochs, t]);
  const format = useMemo(
    () => ({
      loss: (value: number) => number(value, 2),
      accuracy: (value: number) => percent(value, percentDigits(value)),
    }),
    [number, percent],
  );
  const last = records.findLast(record => record !== undefined);
  const spoken: Readonly<Record<Measure, string>> = {
    loss: typeof last?.heldOutLoss === 'number' ? number(last.heldOutLoss) : '–',
    accuracy: typeof last?.heldOutAccuracy === 'number' ? percent(last.heldOutAccuracy) : '–',
  };
  return (
    <div className={classes.curves}>
      {(['loss', 'accuracy'] as const).map(measure => (
        <Curve
          key={measure}
          title={t(`train.chart.${measure}`)}
          series={series[measure]}
          xName={t('train.chart.epoch')}
          formatValue={format[measure]}
          spoken={t('train.chart.spoken', { name: t(`train.chart.${measure}`), value: spoken[measure] })}
          heightPx={heightPx}
          epochs={epochs}
          marks={marks[measure]}
          {...(done === undefined ? {} : { done })}
        />
      ))}
    </div>
  );
}
