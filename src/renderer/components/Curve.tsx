// A curve over epochs (uPlot): one or more series, redrawn when points come or the theme changes.
import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { tokenValue } from './ClassSwatch.tsx';
import classes from './Curve.module.css';

export type CurveSeries = {
  readonly name: string;
  /** Token of the line's colour. */
  readonly token: string;
  readonly isDashed?: boolean;
  readonly hasDots?: boolean;
  /** One value an epoch, from epoch 1; null where there is none. */
  readonly values: readonly (number | null)[];
};

export type CurveProps = {
  readonly title: string;
  readonly series: readonly CurveSeries[];
  /** What the curve says, for screen readers. */
  readonly spoken: string;
  readonly xName: string;
  readonly formatValue: (value: number) => string;
  /** Fixed ends of the value axis; free where left out. */
  readonly range?: readonly [number, number];
  readonly heightPx?: number;
};

export function Curve({ title, series, spoken, xName, formatValue, range, heightPx = 260 }: CurveProps) {
  const place = useRef<HTMLDivElement>(null);
  const scheme = useComputedColorScheme('light');
  useEffect(() => {
    const box = place.current!;
    const points = Math.max(2, ...series.map(({ values }) => values.length));
    const epochs = Array.from({ length: points }, (_, index) => index + 1);
    const columns = series.map(({ values }) => epochs.map((_, index) => values[index] ?? null));
    const axis = {
      stroke: tokenValue('--chart-axis'),
      grid: { stroke: tokenValue('--chart-grid'), width: 1 },
      ticks: { show: false },
    };
    const font = `11px ${tokenValue('--font-sans')}`;
    const plot = new uPlot(
      {
        width: box.clientWidth,
        height: heightPx,
        padding: [8, 8, 0, 0],
        legend: { show: false },
        cursor: { show: false },
        scales: { x: { time: false }, ...(range ? { y: { range: [...range] as [number, number] } } : {}) },
        axes: [
          { ...axis, font, size: 28, grid: { show: false }, incrs: [1, 2, 5, 10, 20, 50, 100] },
          { ...axis, font, size: 52, values: (_, ticks) => ticks.map(formatValue) },
        ],
        series: [
          {},
          ...series.map(({ name, token, isDashed = false, hasDots = false }) => ({
            label: name,
            stroke: tokenValue(token),
            width: 2,
            ...(isDashed ? { dash: [4, 4] } : {}),
            points: { show: hasDots, size: 5, fill: tokenValue(token) },
          })),
        ],
      },
      [epochs, ...columns],
      box,
    );
    const resized = new ResizeObserver(() => plot.setSize({ width: box.clientWidth, height: heightPx }));
    resized.observe(box);
    return () => {
      resized.disconnect();
      plot.destroy();
    };
  }, [series, scheme, range, heightPx, formatValue]);
  return (
    <figure className={classes.figure}>
      <figcaption className={classes.caption}>
        <span className={classes.title}>{title}</span>
        <span className={classes.legend}>
          {series.map(({ name, token, isDashed = false }) => (
            <span key={name} className={classes.entry}>
              <span
                className={classes.line}
                style={{ borderTop: `2px ${isDashed ? 'dashed' : 'solid'} var(${token})` }}
              />
              {name}
            </span>
          ))}
        </span>
      </figcaption>
      <div ref={place} role="img" aria-label={spoken} style={{ height: heightPx }} />
      <span className={classes.x}>{xName}</span>
    </figure>
  );
}
