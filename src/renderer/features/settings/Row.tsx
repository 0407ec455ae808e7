// One setting: its name and what it does at left, its control at right.
import type { ReactNode } from 'react';
import classes from './page.module.css';

type RowProps = { readonly label: string; readonly note?: string; readonly children?: ReactNode };

export function Row({ label, note, children }: RowProps) {
  return (
    <div className={classes.row}>
      <div className={classes.rowWords}>
        <div className={classes.rowLabel}>{label}</div>
        {note !== undefined && <div className={classes.rowNote}>{note}</div>}
      </div>
      {children}
    </div>
  );
}
