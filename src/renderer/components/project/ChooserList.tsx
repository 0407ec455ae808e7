// The folders inside the one that is looked at: path above, rows with counts, the keyboard's way through them.
import { ActionIcon, TextInput } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  IconArrowUp,
  IconChevronRight,
  IconFile,
  IconFolder,
  IconFolderOff,
  IconFolderStar,
  IconSearch,
} from '@tabler/icons-react';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import type { FolderListing } from '../../../shared/calls/app.ts';
import { useText } from '../../api/text.tsx';
import { ErrorState } from '../ErrorState.tsx';
import { KeyCap } from '../KeyCap.tsx';
import { Matched } from '../overlays/Matched.tsx';
import { bestMatch, matchCount, type ChooserFiles, type ChooserRow } from './chooser-rows.ts';
import classes from './FolderChooser.module.css';

type ChooserListProps = {
  readonly listing: FolderListing | null;
  readonly error: unknown;
  /** Its folders, and its files where they may be chosen. */
  readonly entries: readonly ChooserRow[];
  /** Files are looked for too, and of what kind. */
  readonly files: ChooserFiles | null;
  readonly chosen: ChooserRow | null;
  readonly onChoose: (entry: ChooserRow | null) => void;
  readonly onGo: (folder: string) => void;
  readonly onOpen: (entry: ChooserRow | null) => void;
};

const rowPx = 36;

export function ChooserList(props: ChooserListProps) {
  const { listing, error, entries, files, chosen, onChoose, onGo, onOpen } = props;
  const { t } = useText();
  const [query, setQuery] = useState('');
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 8,
  });
  const current = chosen ? entries.findIndex(entry => entry.id === chosen.id) : -1;
  const parent = listing?.parents[listing.parents.length - 1];
  useEffect(() => {
    if (current >= 0) rows.scrollToIndex(current);
  }, [current, rows]);

  const go = (id: string | undefined): void => {
    if (id === undefined) return;
    setQuery('');
    onGo(id);
  };
  const goIn = (entry: ChooserRow | null): void => {
    if (entry && entry.problem === null && entry.bytes === null) go(entry.id);
  };
  const type = (text: string): void => {
    setQuery(text);
    const found = text.trim() === '' ? -1 : bestMatch(entries, text);
    onChoose(entries[found] ?? null);
  };
  const pressed = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing) return;
    const isAtEnd = event.currentTarget.selectionStart === query.length;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) onChoose(entries[Math.min(entries.length - 1, Math.max(0, current + step))] ?? null);
    else if (event.key === 'ArrowRight' && isAtEnd && chosen) goIn(chosen);
    else if ((event.key === 'ArrowLeft' || event.key === 'Backspace') && query === '') go(parent?.id);
    else if (event.key === 'Enter') onOpen(chosen);
    else return;
    event.preventDefault();
  };

  return (
    <div className={classes.main}>
      <div className={classes.path}>
        <ActionIcon
          aria-label={t('chooser.up')}
          title={t('chooser.up')}
          disabled={!parent}
          onClick={() => go(parent?.id)}
        >
          <IconArrowUp size={16} stroke={1.75} />
        </ActionIcon>
        <nav className={classes.crumbs} aria-label={t('chooser.path')} title={listing?.folder?.display}>
          {listing?.parents.map((step, index) => (
            <span key={step.id} className={classes.crumb}>
              <button type="button" className={classes.crumbButton} onClick={() => go(step.id)}>
                {index === 0 && listing.folder?.display.startsWith('~') ? t('chooser.home') : step.name}
              </button>
              <IconChevronRight size={14} stroke={1.75} aria-hidden="true" />
            </span>
          ))}
          <strong className="ellipsis">
            {listing?.parents.length === 0 && listing.folder?.display === '~'
              ? t('chooser.home')
              : listing?.folder?.name}
          </strong>
        </nav>
        <TextInput
          className={classes.find!}
          leftSection={<IconSearch size={16} stroke={1.75} />}
          rightSection={
            query !== '' && (
              <span className={`${classes.matches} tabular`}>
                {t('chooser.matches', { found: matchCount(entries, query), all: entries.length })}
              </span>
            )
          }
          rightSectionWidth={72}
          placeholder={t(files ? 'chooser.find-file' : 'chooser.find')}
          aria-label={t(files ? 'chooser.find-file' : 'chooser.find')}
          role="combobox"
          aria-expanded="true"
          aria-controls="chooser-rows"
          {...(chosen ? { 'aria-activedescendant': `chooser-${chosen.id}` } : {})}
          value={query}
          onChange={event => type(event.currentTarget.value)}
          onKeyDown={pressed}
          data-autofocus
        />
      </div>
      <div className={`${classes.columns} ${classes.tableHead}`} aria-hidden="true">
        <span>{t('chooser.name')}</span>
        <span>{t(files ? 'chooser.size' : 'chooser.photos')}</span>
        <span>{t('chooser.folders')}</span>
        <span />
      </div>
      <div ref={scroller} className={classes.rows} id="chooser-rows" role="listbox" aria-label={listing?.folder?.name}>
        {error !== null && error !== undefined && <ErrorState error={error} />}
        {listing && entries.length === 0 && (
          <p className={classes.empty}>{t(files ? `chooser.empty-${files}` : 'chooser.empty')}</p>
        )}
        <div role="presentation" style={{ height: rows.getTotalSize(), position: 'relative' }}>
          {rows.getVirtualItems().map(({ index, start }) => {
            const entry = entries[index]!;
            return (
              <FolderRow
                key={entry.id}
                entry={entry}
                query={query}
                topPx={start}
                isChosen={index === current}
                hasFiles={files !== null}
                onChoose={() => onChoose(entry)}
                onGo={() => (entry.bytes === null ? goIn(entry) : onOpen(entry))}
              />
            );
          })}
        </div>
      </div>
      <div className={classes.hints}>
        <span>
          <KeyCap name="ArrowUp" /> <KeyCap name="ArrowDown" /> {t('chooser.key-choose')}
        </span>
        <span>
          <KeyCap name="ArrowRight" /> {t('chooser.key-in')}
        </span>
        <span>
          <KeyCap name="ArrowLeft" /> {t('chooser.key-up')}
        </span>
        <span>{t('chooser.key-type')}</span>
      </div>
    </div>
  );
}

type FolderRowProps = {
  readonly entry: ChooserRow;
  readonly hasFiles: boolean;
  readonly query: string;
  readonly topPx: number;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
  readonly onGo: () => void;
};

function FolderRow({ entry, hasFiles, query, topPx, isChosen, onChoose, onGo }: FolderRowProps) {
  const { t, bytes } = useText();
  const isUnreadable = entry.problem !== null;
  const Icon = isUnreadable
    ? IconFolderOff
    : entry.project
      ? IconFolderStar
      : entry.bytes === null
        ? IconFolder
        : IconFile;
  return (
    <div
      id={`chooser-${entry.id}`}
      className={`${classes.columns} ${classes.row}`}
      style={{ top: topPx }}
      role="option"
      aria-selected={isChosen}
      aria-disabled={isUnreadable}
      onClick={onChoose}
      onDoubleClick={onGo}
    >
      <span className={classes.name}>
        <Icon size={18} stroke={1.5} aria-hidden="true" />
        <span className="ellipsis" title={entry.name}>
          <Matched text={entry.name} query={query} />
        </span>
        {entry.project && <span className={classes.badge}>{t('chooser.project')}</span>}
      </span>
      {isUnreadable ? (
        <span className={classes.quiet}>{t('chooser.unreadable')}</span>
      ) : (
        <>
          {hasFiles ? (
            <span className="tabular">{entry.bytes !== null && bytes(entry.bytes)}</span>
          ) : (
            <Count value={entry.photos} />
          )}
          {entry.bytes === null ? <Count value={entry.folders} isQuiet /> : <span />}
        </>
      )}
      {!isUnreadable && entry.bytes === null && (hasFiles || entry.folders !== 0) && (
        <span
          className={classes.in}
          title={t('chooser.go-in', { name: entry.name })}
          aria-hidden="true"
          onClick={event => {
            event.stopPropagation();
            onGo();
          }}
        >
          <IconChevronRight size={16} stroke={1.75} />
        </span>
      )}
    </div>
  );
}

function Count({ value, isQuiet = false }: { readonly value: number | null; readonly isQuiet?: boolean }) {
  const { t, number } = useText();
  if (value === null) return <span className={classes.quiet}>{t('chooser.not-counted')}</span>;
  if (value === 0) return <span className={classes.quiet}>{t('chooser.none')}</span>;
  return <span className={isQuiet ? `${classes.quiet} tabular` : 'tabular'}>{number(value)}</span>;
}
