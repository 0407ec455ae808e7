// A part of a model's card: a title, what it says, and facts as pairs of words.
import type { ReactNode } from 'react';
import classes from './page.module.css';

export type PartProps = { readonly title: string; readonly link?: ReactNode; readonly children: ReactNode };

export function Part({ title, link, children }: PartProps) {
  return (
    <section className={classes.part} aria-label={title}>
      <div className={classes.partHead}>
        <h3 className={classes.partTitle}>{title}</h3>
        {link}
      </div>
      {children}
    </section>
  );
}

/** `isCode`: shown as a program would write it. */
export type Fact = { readonly name: string; readonly value: ReactNode; readonly isCode?: boolean };

export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className={classes.facts}>
      {facts.map(({ name, value, isCode = false }) => (
        <div key={name} className={classes.fact}>
          <dt>{name}</dt>
          <dd className={isCode ? 'mono' : undefined}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
