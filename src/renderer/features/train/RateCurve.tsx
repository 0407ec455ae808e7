// The learning rate over the epochs, drawn from the numbers of the stages on a logarithmic axis.
import { useText } from '../../api/text.tsx';
import type { RatePoint } from './rates.ts';
import classes from './RateCurve.module.css';

export type RateCurveProps = {
  /** One list a stage. */
  readonly stages: readonly (readonly RatePoint[])[];
  /** Stands beside the boundary of the stages. */
  readonly boundaryName?: string;
  /** Epochs that are done: what comes is dotted. */
  readonly now?: number;
  readonly heightPx: number;
  /** Without grid and epochs: a strip under other curves. */
  readonly isStrip?: boolean;
};

const widthPx = 476;
const right = 8;

/** A rate in three digits at most: 0.2, 0.0096, 1e-6. */
export function rateText(rate: number): string {
  return String(Number(rate.toPrecision(2)));
}

export function RateCurve({ stages, boundaryName, now, heightPx, isStrip = false }: RateCurveProps) {
  const { t } = useText();
  const all = stages.flat();
  const epochs = all.at(-1)?.epoch ?? 1;
  const [least, most] = [Math.min(...all.map(({ rate }) => rate)), Math.max(...all.map(({ rate }) => rate))];
  const [left, top, bottom] = isStrip ? [4, 16, 6] : [44, 10, 22];
  // A little room above and below; a rate that does not change lies in the middle.
  const [low, high] = [Math.log(least / 1.5), Math.log(most * 1.25)];
  const x = (epoch: number): number => left + (epoch / epochs) * (widthPx - left - right);
  const y = (rate: number): number => top + ((high - Math.log(rate)) / (high - low)) * (heightPx - top - bottom);
  const points = (list: readonly RatePoint[]): string => list.map(one => `${x(one.epoch)},${y(one.rate)}`).join(' ');
  const starts = stages.map(list => list[0]!);
  const boundary = stages.length > 1 ? starts[1]!.epoch : null;
  const ticks = epochTicks(epochs);
  const spoken = stages
    .map(list => t('train.rate.part', { from: rateText(list[0]!.rate), to: rateText(list.at(-1)!.rate) }))
    .join(', ');
  return (
    <svg
      viewBox={`0 0 ${widthPx} ${heightPx}`}
      className={classes.curve}
      role="img"
      aria-label={t('train.rate.spoken', { epochs, parts: spoken })}
    >
      {!isStrip &&
        levels(starts.map(({ rate }) => rate)).map(rate => (
          <g key={rate}>
            <line className={classes.grid} x1={left} x2={widthPx - right} y1={y(rate)} y2={y(rate)} />
            <text className={classes.tick} x={left - 6} y={y(rate) + 4} textAnchor="end">
              {rateText(rate)}
            </text>
          </g>
        ))}
      {boundary !== null && !isStrip && (
        <>
          <line className={classes.boundary} x1={x(boundary)} x2={x(boundary)} y1={0} y2={heightPx - bottom} />
          <text
            className={classes.tick}
            x={x(boundary) + (boundary > epochs / 2 ? -6 : 6)}
            y={(y(starts[0]!.rate) + y(starts[1]!.rate)) / 2 + 4}
            textAnchor={boundary > epochs / 2 ? 'end' : 'start'}
          >
            {boundaryName}
          </text>
        </>
      )}
      {stages.map((list, place) => (
        <g key={place}>
          <polyline className={classes.line} points={points(list.slice(0, lastDone(list, now) + 1))} />
          <polyline className={classes.ahead} points={points(list.slice(Math.max(0, lastDone(list, now))))} />
          {isStrip && (
            <text className={classes.tick} x={x(list[0]!.epoch) + 2} y={y(list[0]!.rate) - 5}>
              {rateText(list[0]!.rate)}
            </text>
          )}
        </g>
      ))}
      {!isStrip &&
        ticks.map(epoch => (
          <text key={epoch} className={classes.tick} x={x(epoch)} y={heightPx - 6} textAnchor="middle">
            {epoch}
          </text>
        ))}
    </svg>
  );
}

/** The place of the last point that is done; -1 where none is. */
function lastDone(list: readonly RatePoint[], now: number | undefined): number {
  return now === undefined ? list.length - 1 : list.findLastIndex(({ epoch }) => epoch <= now);
}

/** 1, then every so many epochs, the last one always. */
function epochTicks(epochs: number): readonly number[] {
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500].find(size => epochs / size <= 6)!;
  const round = Array.from({ length: Math.floor(epochs / step) }, (_, place) => (place + 1) * step);
  return [...new Set([1, ...round.filter(epoch => epochs - epoch >= step / 2), epochs])];
}

/** The rates that stages begin with; of two that lie close together only the first. */
function levels(rates: readonly number[]): readonly number[] {
  return rates.filter((rate, place) => rates.slice(0, place).every(other => Math.abs(Math.log(rate / other)) > 0.3));
}
