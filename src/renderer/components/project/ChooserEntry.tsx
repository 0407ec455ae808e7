// One folder or file of the chooser with its counts or its size.
import { IconChevronRight, IconFile, IconFolder, IconFolderOff, IconFolderStar } from '@tabler/icons-react';
import { useText } from '../../api/text.tsx';
import { Matched } from '../overlays/Matched.tsx';
import type { ChooserRow } from './chooser-rows.ts';
import classes from './FolderChooser.module.css';

export type ChooserEntryProps = {
  readonly entry: ChooserRow;
  readonly hasFiles: boolean;
  readonly query: string;
  readonly topPx: number;
  /** From 1, and of how many: rows out of sight are not on the page. */
  readonly place: number;
  readonly count: number;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
  readonly onGo: () => void;
};

export function ChooserEntry(props: ChooserEntryProps) {
  const { entry, hasFiles, query, topPx, place, count, isChosen, onChoose, onGo } = props;
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
      aria-posinset={place}
      aria-setsize={count}
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
        <span className={classes.faint}>{t('chooser.unreadable')}</span>
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
  if (value === null) return <span className={classes.faint}>{t('chooser.not-counted')}</span>;
  if (value === 0) return <span className={classes.faint}>{t('chooser.none')}</span>;
  return <span className={isQuiet ? `${classes.faint} tabular` : 'tabular'}>{number(value)}</span>;
}
