// One row of the panel: a heading, a gesture, a run of them, or the line "you are here".
import { Button, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconChevronRight, IconFlag3 } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useText } from '../../api/text.tsx';
import { KeyCap } from '../../components/KeyCap.tsx';
import { isMac, keyCaps } from '../../components/keys.ts';
import { clock } from '../../components/moment.ts';
import { GestureIcon } from './GestureIcon.tsx';
import classes from './page.module.css';
import { targetOf, type HistoryRow } from './rows.ts';
import { gestureNote, gestureTitle, runNote, runTitle, sittingWords } from './words.ts';

export type RowProps = {
  readonly row: HistoryRow;
  readonly position: number;
  /** Gestures that can be redone and are listed. */
  readonly redoable: number;
  /** Under the pointer, or with the keyboard's focus. */
  readonly isActive: boolean;
  /** Going to the active row would take this one back. */
  readonly isTaken: boolean;
  /** The first sitting below the line. */
  readonly isNewestSitting: boolean;
  /** What going to the active row would change, in words. */
  readonly change: string;
  readonly isGoing: boolean;
  readonly onGo: (sequence: number) => void;
  readonly onRedoAll: () => void;
  readonly onExpand: (oldest: number) => void;
  readonly onMore: () => void;
};

export function HistoryRowView(props: RowProps) {
  const text = useText();
  const { t } = text;
  const { row } = props;
  switch (row.kind) {
    case 'undone':
      return <h3 className={classes.heading}>{t('history.undone')}</h3>;
    case 'more':
      return (
        <Button size="xs" variant="subtle" fullWidth onClick={props.onMore}>
          {t('history.more-undone')}
        </Button>
      );
    case 'here':
      return <Here {...props} />;
    case 'sitting':
      return (
        <h3 className={classes.heading}>
          {sittingWords(text, row, { isNewest: props.isNewestSitting, now: new Date() })}
        </h3>
      );
    case 'beginning':
      return (
        <Gesture
          {...props}
          icon={<IconFlag3 size={16} stroke={1.75} aria-hidden="true" />}
          title={t('history.beginning')}
          note={t('history.beginning.note')}
        />
      );
    case 'gesture': {
      const { entry, undoneAt } = row;
      const note = gestureNote(text, entry);
      return (
        <Gesture
          {...props}
          icon={<GestureIcon {...entry} />}
          title={gestureTitle(text, entry)}
          note={entry.state === 'undone' ? undoneNote(text, note, undoneAt) : note}
          at={entry.at}
          isUndone={entry.state !== 'done'}
        />
      );
    }
    case 'run':
      return <Run {...props} row={row} />;
  }
}

function undoneNote({ t, language }: ReturnType<typeof useText>, what: string, undoneAt: string | null): string {
  if (what === '')
    return undoneAt === null
      ? t('history.was-undone-alone')
      : t('history.undone-at-alone', { time: clock(language, undoneAt) });
  return undoneAt === null
    ? t('history.was-undone', { what })
    : t('history.undone-at', { what, time: clock(language, undoneAt) });
}

function Here({ redoable, isGoing, onRedoAll }: RowProps) {
  const { t } = useText();
  return (
    <div className={classes.here} aria-current="step">
      {t('history.here')}
      {redoable > 0 && (
        <Button
          size="xs"
          title={t('history.redo-why', { count: redoable, key: keyCaps('Ctrl+Y', isMac).join('+') })}
          rightSection={redoable === 1 && <KeyCap name="Ctrl+Y" isJoined />}
          loading={isGoing}
          onClick={onRedoAll}
        >
          {t('history.redo', { count: redoable })}
        </Button>
      )}
    </div>
  );
}

function Run(props: RowProps & { readonly row: HistoryRow & { readonly kind: 'run' } }) {
  const text = useText();
  const { t } = text;
  const { row, onExpand } = props;
  const [newest] = row.entries;
  const name = t(row.isExpanded ? 'history.collapse' : 'history.expand');
  return (
    <Gesture
      {...props}
      icon={<GestureIcon kind={row.of === 'undos' ? 'undo' : 'run'} details={{}} />}
      title={
        <>
          {runTitle(text, row)}{' '}
          <UnstyledButton
            className={classes.fold!}
            tabIndex={-1}
            title={name}
            aria-label={name}
            aria-expanded={row.isExpanded}
            onClick={() => onExpand(row.entries.at(-1)!.sequence)}
          >
            {row.isExpanded ? <IconChevronDown size={14} /> : <IconChevronRight size={14} />}
          </UnstyledButton>
        </>
      }
      note={runNote(text, row)}
      at={newest!.at}
      isUndone={newest!.state !== 'done'}
    />
  );
}

type GestureProps = RowProps & {
  readonly icon: ReactNode;
  readonly title: ReactNode;
  readonly note: string;
  readonly at?: string;
  readonly isUndone?: boolean;
};

function Gesture(props: GestureProps) {
  const { row, position, isActive, isTaken, change, isGoing, onGo, icon, title, note, at, isUndone } = props;
  const { t, language, when } = useText();
  const target = targetOf(row, position);
  const look = [
    classes.gesture,
    isActive && target !== null && classes.active,
    isTaken && classes.taken,
    isUndone && classes.undone,
    row.kind === 'gesture' && row.isInside && classes.inside,
  ];
  return (
    <div className={look.filter(Boolean).join(' ')}>
      <span className={classes.icon}>{icon}</span>
      <span className={`${classes.name} ellipsis`} title={typeof title === 'string' ? title : undefined}>
        {title}
      </span>
      {at !== undefined && (
        <time className={classes.time} dateTime={at} title={when(at)}>
          {clock(language, at)}
        </time>
      )}
      <span className={`${classes.note} ellipsis`} title={note}>
        {note}
      </span>
      {isActive && target !== null && (
        <span className={classes.offer}>
          <span className="ellipsis" role="status">
            {change}
          </span>
          <Button size="xs" tabIndex={-1} loading={isGoing} onClick={() => onGo(target)}>
            {t(target > position ? 'history.go-forward' : 'history.go-back')}
          </Button>
        </span>
      )}
    </div>
  );
}
