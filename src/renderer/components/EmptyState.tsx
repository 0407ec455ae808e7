// What a place shows when there is nothing in it yet: what would be here, and the way to it.
import type { ReactNode } from 'react';
import classes from './States.module.css';

export type EmptyStateProps = {
  readonly icon?: ReactNode;
  readonly title: string;
  readonly body?: ReactNode;
  /** Buttons; the likeliest first. */
  readonly children?: ReactNode;
};

export function EmptyState({ icon, title, body, children }: EmptyStateProps) {
  return (
    <div className={classes.state}>
      {icon !== undefined && <div className={classes.icon}>{icon}</div>}
      <h2 className={classes.title}>{title}</h2>
      {body !== undefined && <div className={classes.body}>{body}</div>}
      {children !== undefined && <div className={classes.actions}>{children}</div>}
    </div>
  );
}
