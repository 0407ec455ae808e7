// The licences of everything that Fovea is made of, as one text that can be searched.
import { TextInput } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { IconSearch } from '@tabler/icons-react';
import { useDeferredValue, useMemo, useRef, useState } from 'react';
import { useCall } from '../../api/query.ts';
import { useText } from '../../api/text.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Waiting } from '../../components/Waiting.tsx';
import classes from './page.module.css';

export function Licences() {
  const { t } = useText();
  const licences = useCall('licences:read', null);
  const [query, setQuery] = useState('');
  const wanted = useDeferredValue(query).trim().toLowerCase();
  // The text is long: only the paragraphs in view are drawn.
  const paragraphs = useMemo(() => (licences.data?.text ?? '').split(/\n{2,}/), [licences.data]);
  const shown = useMemo(
    () => (wanted === '' ? paragraphs : paragraphs.filter(text => text.toLowerCase().includes(wanted))),
    [paragraphs, wanted],
  );
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 60,
    overscan: 6,
  });
  return (
    <div className={classes.licences}>
      <header className={classes.verdict}>
        <h1 className={classes.sentence}>{t('help.licences')}</h1>
        <p className={classes.under}>{t('help.licences-note')}</p>
        <TextInput
          className={classes.find!}
          leftSection={<IconSearch size={16} stroke={1.75} />}
          placeholder={t('help.licences-find')}
          aria-label={t('help.licences-find')}
          value={query}
          onChange={event => setQuery(event.currentTarget.value)}
        />
      </header>
      {licences.error && <ErrorState error={licences.error} onRetry={() => void licences.refetch()} />}
      {licences.isPending && <Waiting />}
      <div ref={scroller} className={classes.licenceText} tabIndex={0} aria-label={t('help.licences')} role="region">
        <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
          {rows.getVirtualItems().map(row => (
            <pre
              key={row.key}
              ref={rows.measureElement}
              data-index={row.index}
              className={classes.paragraph}
              style={{ transform: `translateY(${row.start}px)` }}
            >
              {shown[row.index]}
            </pre>
          ))}
        </div>
      </div>
    </div>
  );
}
