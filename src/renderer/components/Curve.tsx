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

/** A vertical line at an epoch, with words beside it. */
export type CurveMark = {
  readonly epoch: number;
  readonly token: string;
  readonly isDashed?: boolean;
  readonly words?: readonly {
    readonly text: string;
    /** On which side of the line. */
    readonly side: 'left' | 'right';
    readonly at: 'top' | 'bottom';
  }[];
  /** A ring around the value of the first series there. */
  readonly hasRing?: boolean;
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
  /** Epochs that are planned: the axis ends there. */
  readonly epochs?: number;
  /** Epochs that are done, with the part of the one that goes on; what lies beyond is shaded. */
  readonly done?: number;
  readonly marks?: readonly CurveMark[];
};

export function Curve(props: CurveProps) {
  const { title, series, spoken, xName, formatValue, range, heightPx = 260, epochs: planned, done, marks } = props;
  const place = useRef<HTMLDivElement>(null);
  const scheme = useComputedColorScheme('light');
  useEffect(() => {
    const box = place.current!;
    const points = Math.max(2, planned ?? 0, ...series.map(({ values }) => values.length));
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
        padding: [marks ? 24 : 8, 8, 0, 0],
        legend: { show: false },
        cursor: { show: false },
        hooks: {
          drawClear: [drawn => done !== undefined && shadeFuture(drawn, done)],
          draw: [drawn => marks?.forEach(mark => drawMark(drawn, mark, font))],
        },
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
  }, [series, scheme, range, heightPx, formatValue, planned, done, marks]);
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

function shadeFuture(plot: uPlot, done: number): void {
  const { ctx, bbox } = plot;
  const from = Math.max(bbox.left, plot.valToPos(done, 'x', true));
  const to = bbox.left + bbox.width;
  if (from >= to) return;
  ctx.save();
  ctx.fillStyle = tokenValue('--bg-chrome');
  ctx.fillRect(from, bbox.top, to - from, bbox.height);
  ctx.fillStyle = tokenValue('--line-control');
  ctx.fillRect(from, bbox.top, uPlot.pxRatio, bbox.height);
  ctx.restore();
}

function drawMark(
  plot: uPlot,
  { epoch, token, isDashed = false, words = [], hasRing = false }: CurveMark,
  font: string,
): void {
  const { ctx, bbox } = plot;
  const ratio = uPlot.pxRatio;
  const x = Math.round(plot.valToPos(epoch, 'x', true));
  ctx.save();
  ctx.strokeStyle = tokenValue(token);
  ctx.fillStyle = tokenValue(token);
  ctx.lineWidth = ratio;
  if (isDashed) ctx.setLineDash([4 * ratio, 4 * ratio]);
  ctx.beginPath();
  ctx.moveTo(x, bbox.top - (isDashed ? 20 * ratio : 0));
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.setLineDash([]);
  // The font's size is in pixels of the page, the canvas may have several for each.
  ctx.font = font.replace('11px', `${11 * ratio}px`);
  for (const { text, side, at } of words) {
    ctx.textAlign = side === 'left' ? 'right' : 'left';
    ctx.textBaseline = 'alphabetic';
    const y = at === 'top' ? bbox.top - (isDashed ? 8 : -14) * ratio : bbox.top + bbox.height - 8 * ratio;
    // Words may lie over a curve or another line: a halo in the page's colour keeps them readable.
    ctx.save();
    ctx.strokeStyle = tokenValue('--bg-work');
    ctx.lineWidth = 4 * ratio;
    ctx.lineJoin = 'round';
    ctx.strokeText(text, x + (side === 'left' ? -8 : 8) * ratio, y);
    ctx.restore();
    ctx.fillText(text, x + (side === 'left' ? -8 : 8) * ratio, y);
  }
  const value = plot.data[1]?.[epoch - 1];
  if (hasRing && value !== null && value !== undefined) {
    ctx.lineWidth = 2 * ratio;
    ctx.beginPath();
    ctx.arc(x, plot.valToPos(value, 'y', true), 6 * ratio, 0, 2 * Math.PI);
    ctx.stroke();
  }
  ctx.restore();
}
