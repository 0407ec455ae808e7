// The folders inside the one that is looked at: path above, rows with counts, the keyboard's way through them.
import { ActionIcon, TextInput } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { IconArrowUp, IconChevronRight, IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import type { FolderListing } from '../../../shared/calls/app.ts';
import { useText } from '../../api/text.tsx';
import { call } from '../../api/transport.ts';
import { ErrorState } from '../ErrorState.tsx';
import { KeyCap } from '../KeyCap.tsx';
import { bestMatch, matchCount, type ChooserFiles, type ChooserRow } from './chooser-rows.ts';
import { ChooserEntry } from './ChooserEntry.tsx';
import { isPath, walkPath, type ListFolder } from './typed-path.ts';
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
  /** Into a folder, with what is chosen in it. */
  readonly onGo: (folder: string, chosen?: ChooserRow | null) => void;
  readonly onOpen: (entry: ChooserRow | null) => void;
  /** A path is being typed that was not gone to yet: what is shown is not what is meant. */
  readonly onTypingPath: (isTyping: boolean) => void;
};

const rowPx = 36;

export function ChooserList(props: ChooserListProps) {
  const { listing, error, entries, files, chosen, onChoose, onGo, onOpen, onTypingPath } = props;
  const text = useText();
  const { t } = text;
  const [query, setQuery] = useState('');
  /** Why the typed path leads nowhere, in words. */
  const [problem, setProblem] = useState<string | null>(null);
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

  const write = (typed: string): void => {
    setQuery(typed);
    setProblem(null);
    onTypingPath(isPath(typed));
  };
  const go = (id: string | undefined): void => {
    if (id === undefined) return;
    write('');
    onGo(id);
  };
  const goIn = (entry: ChooserRow | null): void => {
    if (entry && entry.problem === null && entry.bytes === null) go(entry.id);
  };
  const type = (typed: string): void => {
    write(typed);
    const found = typed.trim() === '' || isPath(typed) ? -1 : bestMatch(entries, typed);
    onChoose(entries[found] ?? null);
  };
  const goToTyped = async (): Promise<void> => {
    const list: ListFolder = folder => call('folders:list', { folder, ...(files ? { files } : {}) });
    try {
      const walked = await walkPath(query, listing?.folder?.id ?? '', list);
      if (walked.kind === 'elsewhere') setProblem(t('chooser.path-elsewhere', { path: query.trim() }));
      else if (walked.kind === 'missing') setProblem(t('chooser.path-missing', walked));
      else {
        write('');
        onGo(walked.folder, walked.chosen);
      }
    } catch (reason) {
      setProblem(text.error(reason));
    }
  };
  const pressed = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing) return;
    const isAtEnd = event.currentTarget.selectionStart === query.length;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) onChoose(entries[Math.min(entries.length - 1, Math.max(0, current + step))] ?? null);
    else if (event.key === 'ArrowRight' && isAtEnd && chosen) goIn(chosen);
    else if ((event.key === 'ArrowLeft' || event.key === 'Backspace') && query === '') go(parent?.id);
    else if (event.key === 'Enter' && isPath(query)) void goToTyped();
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
            query !== '' &&
            !isPath(query) && (
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
      {problem !== null && (
        <p role="alert" className={classes.problem}>
          {problem}
        </p>
      )}
      <div className={`${classes.columns} ${classes.tableHead} quiet`} aria-hidden="true">
        <span>{t('chooser.name')}</span>
        <span>{t(files ? 'chooser.size' : 'chooser.photos')}</span>
        <span>{t('chooser.folders')}</span>
        <span />
      </div>
      {error !== null && error !== undefined && <ErrorState error={error} />}
      {listing && entries.length === 0 && (
        <p className={classes.empty}>{t(files ? `chooser.empty-${files}` : 'chooser.empty')}</p>
      )}
      <div ref={scroller} className={classes.rows} id="chooser-rows" role="listbox" aria-label={listing?.folder?.name}>
        <div role="presentation" style={{ height: rows.getTotalSize(), position: 'relative' }}>
          {rows.getVirtualItems().map(({ index, start }) => {
            const entry = entries[index]!;
            return (
              <ChooserEntry
                key={entry.id}
                entry={entry}
                query={query}
                topPx={start}
                place={index + 1}
                count={entries.length}
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
