// The history panel: every gesture by name, the way to any of them, and the earlier states of the selected photo.
import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useCallback, useMemo, useState } from 'react';
import type { PhotoId } from '../../../shared/records/ids.ts';
import type { HistoryState } from '../../../shared/records/project.ts';
import { useAct, useCall } from '../../api/query.ts';
import { useText } from '../../api/text.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { closeHistory, useChosenPhoto } from '../../components/history-view.ts';
import { usePlace } from '../../components/places.ts';
import { Waiting } from '../../components/Waiting.tsx';
import { blockSize } from './blocks.ts';
import { useHistoryEntries } from './history-entries.ts';
import { HistoryList } from './HistoryList.tsx';
import classes from './page.module.css';
import { PhotoStates } from './PhotoStates.tsx';
import { historyRows } from './rows.ts';

export default function HistoryPanel() {
  const { t } = useText();
  const state = useCall('history:state', null);
  const count = useCall('history:count', null).data;
  return (
    <aside className={classes.panel} aria-label={t('history.title')}>
      <header className={classes.head}>
        <h2 className={classes.title}>{t('history.title')}</h2>
        {count && <span className={classes.quiet}>{t('history.gestures', { count: count.gestures })}</span>}
        <ActionIcon aria-label={t('action.close')} title={t('action.close')} onClick={closeHistory}>
          <IconX size={16} stroke={1.75} />
        </ActionIcon>
      </header>
      {state.error && <ErrorState error={state.error} onRetry={() => void state.refetch()} />}
      {state.data && <Gestures state={state.data} redoable={count?.redoable ?? 0} />}
      <PhotoStates photo={useShownPhoto()} />
    </aside>
  );
}

/** The photo that is selected in the grid, or the one that Label shows. */
function useShownPhoto(): PhotoId | null {
  const chosen = useChosenPhoto();
  const { name, params } = usePlace();
  return name === 'label' && params['photo'] !== undefined ? (Number(params['photo']) as PhotoId) : chosen;
}

const noRuns: ReadonlySet<number> = new Set();

function Gestures({ state, redoable: redoableCount }: { readonly state: HistoryState; readonly redoable: number }) {
  const { t } = useText();
  const position = state.undo?.sequence ?? 0;
  const source = useHistoryEntries(state);
  const [expanded, setExpanded] = useState(noRuns);
  const goTo = useAct('history:go-to');
  const { entries, isComplete, hasMoreAbove } = source;
  const redoable = useMemo(
    () => entries.flatMap(({ sequence, state: now }) => (now === 'redoable' ? [sequence] : [])),
    [entries],
  );
  const hasMoreUndone = hasMoreAbove && redoableCount > redoable.length;
  const rows = useMemo(
    () => historyRows(entries, { position, expanded, blockSize, hasMoreUndone, isComplete }),
    [entries, position, expanded, hasMoreUndone, isComplete],
  );
  const onExpand = useCallback(
    (oldest: number) =>
      setExpanded(old => {
        const next = new Set(old);
        if (!next.delete(oldest)) next.add(oldest);
        return next;
      }),
    [],
  );
  if (source.error && entries.length === 0) return <ErrorState error={source.error} />;
  if (state.last === null)
    return (
      <div className={`${classes.list} ${classes.empty}`}>
        <p>{t('history.empty')}</p>
        <p>{t('history.empty.body')}</p>
      </div>
    );
  if (entries.length === 0)
    return (
      <div className={classes.list}>
        <Waiting>
          {Array.from({ length: 6 }, (_, place) => (
            <div key={place} className={classes.skeleton} />
          ))}
        </Waiting>
      </div>
    );
  return (
    <HistoryList
      label={t('history.title')}
      rows={rows}
      position={position}
      redoable={redoable}
      source={source}
      isGoing={goTo.isPending}
      onGo={sequence => goTo.mutate({ sequence })}
      onExpand={onExpand}
    />
  );
}
