// The history panel: every gesture by name, the way to any of them, and the earlier states of the selected photo.
import { ActionIcon, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch, IconX } from '@tabler/icons-react';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { PhotoId } from '../../../shared/records/ids.ts';
import type { HistoryState } from '../../../shared/records/project.ts';
import { useAct, useCall } from '../../api/query.ts';
import { useText } from '../../api/text.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { closeHistory, useChosenPhoto } from '../../components/history-view.ts';
import { usePlace } from '../../components/places.ts';
import { Waiting } from '../../components/Waiting.tsx';
import { blockSize } from './blocks.ts';
import { useFoundEntries } from './found-entries.ts';
import { useHistoryEntries, type HistoryEntries } from './history-entries.ts';
import { HistoryList } from './HistoryList.tsx';
import classes from './page.module.css';
import { PhotoStates } from './PhotoStates.tsx';
import { foundRows, historyRows } from './rows.ts';

export default function HistoryPanel() {
  const { t } = useText();
  const state = useCall('history:state', null);
  const count = useCall('history:count', null).data;
  const [search, setSearch] = useState('');
  const [text] = useDebouncedValue(search, 150);
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
      {(count?.gestures ?? 0) >= manyGestures && <Search text={search} onText={setSearch} />}
      {state.data && <Gestures state={state.data} redoable={count?.redoable ?? 0} search={text.trim()} />}
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

/** From so many gestures on there is a search. */
const manyGestures = 20;

function Search({ text, onText }: { readonly text: string; readonly onText: (text: string) => void }) {
  const { t } = useText();
  return (
    <TextInput
      className={classes.search!}
      role="searchbox"
      aria-label={t('history.search')}
      placeholder={t('history.search')}
      value={text}
      maxLength={200}
      leftSection={<IconSearch size={16} stroke={1.75} aria-hidden="true" />}
      rightSection={
        text !== '' && (
          <ActionIcon size={20} aria-label={t('history.search.clear')} onClick={() => onText('')}>
            <IconX size={14} stroke={1.75} />
          </ActionIcon>
        )
      }
      onChange={event => onText(event.currentTarget.value)}
      onKeyDown={event => {
        if (event.key !== 'Escape') return;
        if (text === '') closeHistory();
        else onText('');
      }}
    />
  );
}

const noRuns: ReadonlySet<number> = new Set();

type GesturesProps = { readonly state: HistoryState; readonly redoable: number; readonly search: string };

function Gestures({ state, redoable: redoableCount, search }: GesturesProps) {
  const { t, language } = useText();
  const isSearching = search !== '';
  const position = state.undo?.sequence ?? 0;
  const all = useHistoryEntries(state);
  const found = useFoundEntries(language, search, isSearching);
  const source = isSearching ? found : all;
  const [expanded, setExpanded] = useState(noRuns);
  const goTo = useAct('history:go-to');
  const { entries, isComplete, hasMoreAbove } = source;
  const redoable = useMemo(
    () => entries.flatMap(({ sequence, state: now }) => (now === 'redoable' ? [sequence] : [])),
    [entries],
  );
  const hasMoreUndone = hasMoreAbove && redoableCount > redoable.length;
  const rows = useMemo(
    () =>
      isSearching
        ? foundRows(entries)
        : historyRows(entries, { position, expanded, blockSize, hasMoreUndone, isComplete }),
    [isSearching, entries, position, expanded, hasMoreUndone, isComplete],
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
  if (isSearching && entries.length === 0) return <NoneFound text={search} source={source} />;
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

/** Nothing among what was looked through so far: the search goes on by itself to the beginning. */
function NoneFound({ text, source }: { readonly text: string; readonly source: HistoryEntries }) {
  const { t } = useText();
  const { isComplete, isLoading, loadOlder } = source;
  useEffect(() => {
    if (!isComplete && !isLoading) loadOlder();
  }, [isComplete, isLoading, loadOlder]);
  return (
    <div className={`${classes.list} ${classes.empty}`} role="status">
      <p>{isComplete ? t('history.search.none', { text }) : t('history.search.on')}</p>
    </div>
  );
}
