// The confusion matrix: counts and shares of the row; every cell opens its photos.
import { IconEqualNot } from '@tabler/icons-react';
import type { KeyboardEvent } from 'react';
import type { RunResults } from '../../../shared/records/run.ts';
import { useText } from '../../api/text.tsx';
import { ClassChip, ClassSwatch } from '../../components/ClassSwatch.tsx';
import { useRunClasses } from './run-classes.ts';
import classes from './page.module.css';

/** Places in the run's list of classes. */
export type Cell = { readonly actual: number; readonly predicted: number };

export type ConfusionProps = {
  readonly results: RunResults;
  readonly chosen: Cell | null;
  readonly onChoose: (cell: Cell | null) => void;
};

export function Confusion({ results, chosen, onChoose }: ConfusionProps) {
  const { t, number } = useText();
  const named = useRunClasses(results.run);
  const few = named.length <= 4;
  const sizePx = few ? (named.length <= 2 ? 132 : 96) : 62;
  return (
    <section className={classes.block} aria-label={t('results.confusion')}>
      <h2 className={classes.title}>
        {t('results.confusion')} <span className={classes.quiet}>{t('results.confusion.note')}</span>
      </h2>
      <div className={classes.matrixScroll}>
        <table className={classes.matrix} onKeyDown={moveFocus}>
          <thead>
            <tr>
              <td />
              {named.map(record => (
                <th key={record.id} scope="col" title={record.name} style={{ maxWidth: sizePx }}>
                  {few ? <ClassChip record={record} /> : <ClassSwatch look={record} />}
                  {!few && <span className="visually-hidden">{record.name}</span>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {named.map((record, actual) => {
              const row = results.confusion[actual]!;
              const total = row.reduce((sum, count) => sum + count, 0);
              return (
                <tr key={record.id}>
                  <th scope="row">
                    <span className={classes.rowName}>
                      <ClassChip record={record} />
                      <span className={`${classes.quiet} tabular`}>{number(total)}</span>
                    </span>
                  </th>
                  {row.map((count, predicted) => (
                    <td key={named[predicted]!.id}>
                      <MatrixCell
                        count={count}
                        share={total === 0 ? 0 : count / total}
                        isRight={actual === predicted}
                        isChosen={chosen?.actual === actual && chosen.predicted === predicted}
                        sizePx={sizePx}
                        label={t('results.cell', { actual: record.name, predicted: named[predicted]!.name, count })}
                        onClick={() => onChoose({ actual, predicted })}
                      />
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}

type CellProps = {
  readonly count: number;
  readonly share: number;
  readonly isRight: boolean;
  readonly isChosen: boolean;
  readonly sizePx: number;
  readonly label: string;
  readonly onClick: () => void;
};

function MatrixCell({ count, share, isRight, isChosen, sizePx, label, onClick }: CellProps) {
  const { percent, number } = useText();
  const tone = isRight ? '--matrix-right' : '--matrix-wrong';
  // An empty cell holds no zero: the eye should find only what is there.
  const alpha = count === 0 ? 0 : 0.18 + 0.74 * share;
  const isDark = isRight && alpha > 0.55;
  return (
    <button
      type="button"
      className={classes.cell}
      style={{
        width: sizePx,
        height: Math.round(sizePx * 0.7),
        background: count === 0 ? 'var(--bg-inset)' : `rgba(var(${tone}), ${alpha})`,
        ...(isDark ? { color: '#fff' } : {}),
      }}
      aria-pressed={isChosen}
      title={label}
      disabled={count === 0}
      onClick={onClick}
    >
      <span className="visually-hidden">{label}</span>
      {count > 0 && (
        <>
          {!isRight && <IconEqualNot className={classes.notEqual} size={14} stroke={1.5} aria-hidden="true" />}
          <span className={`${classes.cellCount} tabular`} aria-hidden="true">
            {number(count)}
          </span>
          {sizePx > 62 && (
            <span className="tabular" aria-hidden="true">
              {percent(share)}
            </span>
          )}
        </>
      )}
    </button>
  );
}

/** Arrow keys go from cell to cell, as in a sheet; empty cells are passed over. */
function moveFocus(event: KeyboardEvent<HTMLTableElement>): void {
  const cells = [...event.currentTarget.querySelectorAll<HTMLButtonElement>('button')];
  const width = Math.sqrt(cells.length);
  const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -width, ArrowDown: width }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  let place = cells.indexOf(document.activeElement as HTMLButtonElement) + step;
  while (cells[place]?.disabled) place += step;
  cells[place]?.focus();
}
