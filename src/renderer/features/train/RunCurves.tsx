// Loss and accuracy by epoch: train, the folds that were left out, and the last fit on all of train.
import { useMemo } from 'react';
import { useText } from '../../api/text.tsx';
import { Curve, type CurveSeries } from '../../components/Curve.tsx';
import { percentDigits, type Column, type EpochColumns } from './curve-columns.ts';
import classes from './page.module.css';

const lastOf = (values: Column): number => values.findLast(value => value !== null) ?? 0;

export function RunCurves({ columns }: { readonly columns: EpochColumns }) {
  const { t, percent, number } = useText();
  const series = useMemo(() => {
    const three = (fold: Column, train: Column, final: Column): CurveSeries[] => [
      { name: t('train.chart.fold'), token: '--chart-val', hasDots: true, values: fold },
      { name: t('train.chart.train'), token: '--chart-train', values: train },
      { name: t('train.chart.final'), token: '--good', isDashed: true, values: final },
    ];
    return {
      loss: three(columns.foldLoss, columns.trainLoss, columns.finalLoss),
      accuracy: three(columns.foldAccuracy, columns.trainAccuracy, columns.finalAccuracy),
    };
  }, [columns, t]);
  const format = useMemo(
    () => ({
      loss: (value: number) => number(value, 2),
      accuracy: (value: number) => percent(value, percentDigits(value)),
    }),
    [number, percent],
  );
  return (
    <div className={classes.curves}>
      <Curve
        title={t('train.chart.loss')}
        series={series.loss}
        xName={t('train.chart.epoch')}
        formatValue={format.loss}
        spoken={t('train.chart.spoken', { name: t('train.chart.loss'), value: number(lastOf(columns.foldLoss)) })}
      />
      <Curve
        title={t('train.chart.accuracy')}
        series={series.accuracy}
        xName={t('train.chart.epoch')}
        formatValue={format.accuracy}
        spoken={t('train.chart.spoken', {
          name: t('train.chart.accuracy'),
          value: percent(lastOf(columns.foldAccuracy)),
        })}
      />
    </div>
  );
}
