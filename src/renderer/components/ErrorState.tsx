// What went wrong, why, and what to do: in place of the part that failed. `ErrorBoundary` puts it there when a part breaks.
import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { Component, type ReactNode } from 'react';
import { useText } from '../api/text.tsx';
import { navigate } from './places.ts';
import classes from './States.module.css';

export function ErrorState({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) {
  const { t, error: errorText } = useText();
  return (
    <div className={classes.state} role="alert">
      <IconAlertTriangle size={28} stroke={1.5} className={classes.danger} aria-hidden="true" />
      <h2 className={classes.title}>{t('error-state.title')}</h2>
      <div className={classes.body}>{errorText(error)}</div>
      <div className={classes.actions}>
        {onRetry && <Button onClick={onRetry}>{t('action.retry')}</Button>}
        <Button variant="subtle" onClick={() => navigate('help')}>
          {t('error-state.diagnostics')}
        </Button>
      </div>
    </div>
  );
}

type BoundaryProps = {
  readonly children: ReactNode;
  /** When it changes (another place, another project) the part is tried again. */
  readonly resetKey: string;
};
type BoundaryState = { readonly error: unknown; readonly resetKey: string };

/** Keeps a broken part from taking the window with it. "Try again" mounts the part afresh. */
export class ErrorBoundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { error: null, resetKey: this.props.resetKey };

  static getDerivedStateFromError(error: unknown): Partial<BoundaryState> {
    return { error };
  }

  static getDerivedStateFromProps(props: BoundaryProps, state: BoundaryState): Partial<BoundaryState> | null {
    return props.resetKey === state.resetKey ? null : { error: null, resetKey: props.resetKey };
  }

  override render(): ReactNode {
    if (this.state.error === null) return this.props.children;
    return <ErrorState error={this.state.error} onRetry={() => this.setState({ error: null })} />;
  }
}
