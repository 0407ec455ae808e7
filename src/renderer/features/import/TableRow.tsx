// The cells that every row of the class table has: the name and its source, the number of annotations, what it becomes and how.
import { IconArrowRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useText } from '../../api/text.tsx';
import type { How } from './class-rows.ts';
import classes from './ClassTable.module.css';
import { HowMark } from './HowMark.tsx';

export const rowPx = 36;

/** Where a row stands. */
export type RowPlace = {
  /** From the top of the rows. */
  readonly topPx: number;
  /** Of the row in the table, from 1, the heading counted. */
  readonly place: number;
};

export type TableRowProps = RowPlace & {
  readonly name: ReactNode;
  /** Null where all rows are of one source, so that nothing is said of it. */
  readonly source: string | null;
  readonly annotations: number;
  readonly chooser: ReactNode;
  readonly how: How | null;
  readonly isQuiet: boolean;
};

export function TableRow({ name, source, annotations, chooser, how, isQuiet, topPx, place }: TableRowProps) {
  const { number } = useText();
  return (
    <div
      role="row"
      aria-rowindex={place}
      className={isQuiet ? `${classes.cells} ${classes.row} ${classes.out}` : `${classes.cells} ${classes.row}`}
      style={{ transform: `translateY(${topPx}px)`, height: rowPx }}
    >
      <span role="rowheader" className={classes.nameCell}>
        {name}
      </span>
      {source !== null && (
        <span role="cell" className={`${classes.fromCell} quiet mono ellipsis`} title={source}>
          {source}
        </span>
      )}
      <span role="cell" className={`${classes.numberCell} tabular`}>
        {number(annotations)}
      </span>
      <span role="presentation" className={classes.arrow}>
        <IconArrowRight size={14} stroke={1.75} aria-hidden="true" />
      </span>
      <span role="cell">{chooser}</span>
      <span role="cell" className={classes.howCell}>
        {how !== null && <HowMark how={how} />}
      </span>
    </div>
  );
}
