// One part of the column at the right: a title, a note beside it, a mark at its end.
import type { ReactNode } from 'react';
import classes from './page.module.css';

type FactProps = {
  readonly title: string;
  readonly note?: ReactNode;
  readonly mark?: ReactNode;
  readonly children: ReactNode;
};

export function Fact({ title, note, mark, children }: FactProps) {
  return (
    <section className={classes.fact} aria-label={title}>
      <header className={classes.factHead}>
        <h2>{title}</h2>
        {note !== undefined && <span className={classes.quiet}>{note}</span>}
        <span className={classes.mark}>{mark}</span>
      </header>
      {children}
    </section>
  );
}
