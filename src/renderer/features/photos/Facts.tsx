// Names and values in two columns.
import type { ReactNode } from 'react';
import classes from './Inspector.module.css';

export type Fact = { readonly name: string; readonly value: ReactNode; readonly title?: string };

export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className={classes.facts}>
      {facts.map(({ name, value, title }) => (
        <div key={name} className={classes.fact}>
          <dt>{name}</dt>
          <dd title={title}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
