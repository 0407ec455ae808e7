// The confusion of A and of B in one matrix, each cell with what became of it; with many classes only the cells that changed.
import { IconArrowNarrowRight } from '@tabler/icons-react';
import type { RunComparison } from '../../../shared/records/compare.ts';
import { useText } from '../../api/text.tsx';
import { ClassChip } from '../../components/ClassSwatch.tsx';
import { change } from './compare-words.ts';
import { useRunClasses, type RunClass } from './run-classes.ts';
import classes from './compare.module.css';
import page from './page.module.css';

/** More classes than these, and the matrix would be mostly cells that say nothing. */
const mostClasses = 4;
const mostCells = 10;

type Cell = { readonly actual: number; readonly predicted: number; readonly a: number; readonly b: number };

export function CompareConfusion({ comparison }: { readonly comparison: RunComparison }) {
  const { t } = useText();
  const named = useRunClasses(comparison);
  const isSmall = named.length <= mostClasses;
  return (
    <section className={page.block} aria-label={t('results.confusion')}>
      <h2 className={page.title}>
        {t('results.confusion')}{' '}
        <span className={page.quiet}>{isSmall ? t('compare.confusion') : t('compare.mixed')}</span>
      </h2>
      {isSmall ? (
        <Matrix comparison={comparison} named={named} />
      ) : (
        <Changed cells={cellsOf(comparison)} named={named} />
      )}
    </section>
  );
}

function cellsOf({ a, b }: RunComparison): Cell[] {
  return a.confusion.flatMap((row, actual) =>
    row.map((before, predicted) => ({ actual, predicted, a: before, b: b.confusion[actual]![predicted]! })),
  );
}

function Matrix({ comparison, named }: { readonly comparison: RunComparison; readonly named: readonly RunClass[] }) {
  const cells = cellsOf(comparison);
  return (
    <table className={classes.matrix}>
      <thead>
        <tr>
          <td />
          {named.map(record => (
            <th key={record.id} scope="col">
              <ClassChip record={record} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {named.map((record, actual) => (
          <tr key={record.id}>
            <th scope="row">
              <ClassChip record={record} />
            </th>
            {named.map(({ id }, predicted) => (
              <MatrixCell key={id} cell={cells[actual * named.length + predicted]!} named={named} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

type CellProps = { readonly cell: Cell; readonly named: readonly RunClass[] };

function MatrixCell({ cell, named }: CellProps) {
  const { t, number } = useText();
  const { actual, predicted, a, b } = cell;
  const label = t('compare.cell', { actual: named[actual]!.name, predicted: named[predicted]!.name, a, b });
  return (
    <td className={actual === predicted ? classes.right : classes.wrong} title={label}>
      <span className="visually-hidden">{label}</span>
      <span className={`${classes.cell} tabular`} aria-hidden="true">
        <span className={classes.before}>{number(a)}</span>
        <IconArrowNarrowRight size={14} stroke={1.75} />
        <strong className={classes.after}>{number(b)}</strong>
      </span>
      <Change cell={cell} />
    </td>
  );
}

/** More right ones and fewer wrong ones are better. */
function Change({ cell: { actual, predicted, a, b } }: { readonly cell: Cell }) {
  const { t, language } = useText();
  if (a === b) return a === 0 ? null : <span className={classes.same}>{t('compare.no-change')}</span>;
  const isBetter = actual === predicted ? b > a : b < a;
  return (
    <span className={`${classes.tag} ${isBetter ? classes.good : classes.bad}`}>
      {t(isBetter ? 'compare.better' : 'compare.worse', { change: change(b - a, language) })}
    </span>
  );
}

function Changed({ cells, named }: { readonly cells: readonly Cell[]; readonly named: readonly RunClass[] }) {
  const { t, number } = useText();
  const changed = cells
    .filter(({ a, b }) => a !== b)
    .sort((one, other) => Math.abs(other.b - other.a) - Math.abs(one.b - one.a))
    .slice(0, mostCells);
  if (changed.length === 0) return <p className={page.quiet}>{t('compare.no-photos')}</p>;
  return (
    <ul className={classes.changed}>
      {changed.map(cell => (
        <li key={`${cell.actual} ${cell.predicted}`}>
          <ClassChip record={named[cell.actual]!} sizePx={16} />
          <IconArrowNarrowRight size={14} stroke={1.75} aria-hidden="true" />
          <ClassChip record={named[cell.predicted]!} sizePx={16} />
          <span className={`${classes.changedCounts} tabular`}>
            {number(cell.a)} → <strong>{number(cell.b)}</strong>
          </span>
          <Change cell={cell} />
        </li>
      ))}
    </ul>
  );
}
