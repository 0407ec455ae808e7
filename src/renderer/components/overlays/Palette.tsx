// The palette (Ctrl+K): type what to do, where to go, or a photo's name; Enter does the first, likeliest one.
import { Modal } from '@mantine/core';
import { IconArrowRight, IconBolt, IconFolder, IconSearch } from '@tabler/icons-react';
import { useDeferredValue, useState, type KeyboardEvent } from 'react';
import { useThumbnail } from '../../api/pictures.ts';
import { useText } from '../../api/text.tsx';
import { closeOverlay, openOverlay } from '../frame/overlays.ts';
import { KeyCap } from '../KeyCap.tsx';
import { Matched } from './Matched.tsx';
import classes from './Palette.module.css';
import { usePaletteEntries, type PaletteEntry } from './palette-entries.ts';

export function Palette({ isOpen }: { readonly isOpen: boolean }) {
  const { t } = useText();
  return (
    <Modal
      opened={isOpen}
      onClose={closeOverlay}
      withCloseButton={false}
      centered={false}
      yOffset={132}
      size={640}
      attributes={{ content: { 'aria-label': t('palette.title') } }}
      classNames={{ body: classes.body!, inner: classes.inner! }}
    >
      <PaletteBody />
    </Modal>
  );
}

function PaletteBody() {
  const { t } = useText();
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState(0);
  const entries = usePaletteEntries(useDeferredValue(query));
  const current = Math.min(chosen, entries.length - 1);
  const run = (entry: PaletteEntry | undefined): void => {
    if (!entry) return;
    closeOverlay();
    entry.run();
  };
  const pressed = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && entries.length > 0) setChosen((current + step + entries.length) % entries.length);
    else if (event.key === 'Enter') run(entries[current]);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <div className={classes.field}>
        <IconSearch size={18} stroke={1.75} aria-hidden="true" />
        <input
          className={classes.input}
          value={query}
          placeholder={t('frame.search')}
          role="combobox"
          aria-expanded="true"
          aria-controls="palette-list"
          aria-label={t('palette.title')}
          {...(entries[current] ? { 'aria-activedescendant': `palette-${entries[current].id}` } : {})}
          data-autofocus
          spellCheck={false}
          autoComplete="off"
          onChange={event => {
            setQuery(event.target.value);
            setChosen(0);
          }}
          onKeyDown={pressed}
        />
      </div>
      <div className={classes.list} id="palette-list" role="listbox" aria-label={t('palette.title')}>
        {entries.length === 0 && <p className={classes.none}>{t('palette.none', { query })}</p>}
        {entries.map((entry, index) => (
          <div key={entry.id} role="presentation">
            {entries[index - 1]?.group !== entry.group && (
              <div className={classes.group}>{t(`palette.${entry.group}`)}</div>
            )}
            <Row
              entry={entry}
              query={query}
              isCurrent={index === current}
              onRun={() => run(entry)}
              onPoint={() => setChosen(index)}
            />
          </div>
        ))}
      </div>
      <div className={classes.foot}>
        <span>
          <KeyCap name="ArrowUp" /> <KeyCap name="ArrowDown" /> {t('palette.choose')}
        </span>
        <span>
          <KeyCap name="Enter" /> {t('palette.do-it')}
        </span>
        <button type="button" className={classes.all} onClick={() => openOverlay('keys')}>
          <KeyCap name="?" /> {t('palette.all-keys')}
        </button>
      </div>
    </>
  );
}

type RowProps = {
  readonly entry: PaletteEntry;
  readonly query: string;
  readonly isCurrent: boolean;
  readonly onRun: () => void;
  readonly onPoint: () => void;
};

function Row({ entry, query, isCurrent, onRun, onPoint }: RowProps) {
  return (
    <div
      id={`palette-${entry.id}`}
      className={classes.row}
      role="option"
      aria-selected={isCurrent}
      ref={isCurrent ? (node: HTMLElement | null) => node?.scrollIntoView({ block: 'nearest' }) : null}
      onClick={onRun}
      onMouseMove={onPoint}
    >
      <span className={classes.icon} aria-hidden="true">
        <RowIcon entry={entry} />
      </span>
      <span className={entry.group === 'photos' ? 'ellipsis mono' : 'ellipsis'} title={entry.text}>
        <Matched text={entry.text} query={query} />
      </span>
      {entry.note !== undefined && <span className={`${classes.note} ellipsis`}>{entry.note}</span>}
      {entry.keyName !== undefined && (
        <span className={classes.key}>
          <KeyCap name={entry.keyName} />
        </span>
      )}
    </div>
  );
}

function RowIcon({ entry }: { readonly entry: PaletteEntry }) {
  if (entry.photo) return <SmallPhoto id={entry.photo.id} hash={entry.photo.hash} />;
  const icon = { size: 16, stroke: 1.75 };
  if (entry.group === 'projects') return <IconFolder {...icon} />;
  return entry.group === 'go' ? <IconArrowRight {...icon} /> : <IconBolt {...icon} />;
}

function SmallPhoto({ id, hash }: { readonly id: number; readonly hash: string }) {
  const { url } = useThumbnail(id, hash);
  return url === null ? null : <img className={classes.photo} src={url} alt="" />;
}
