// The classes of the files and what each becomes. Rare names that no class of the project answers are folded; among many, one is looked for.
import { TextInput } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { IconInfoCircle, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import type { ClassRecord } from '../../../shared/records/class.ts';
import type { Becomes, ImportPreview } from '../../../shared/records/import.ts';
import { useCall } from '../../api/query.ts';
import { useText } from '../../api/text.tsx';
import { arrange, foundRows, isArrangedFor, tableRows } from './class-rows.ts';
import { ClassRow } from './ClassRow.tsx';
import { FoldRow } from './FoldRow.tsx';
import page from './page.module.css';
import { rowPx } from './TableRow.tsx';
import classes from './ClassTable.module.css';

/** More names than this cannot be looked over. */
const mostWithoutFind = 20;

export type ClassTableProps = {
  readonly preview: ImportPreview;
  readonly project: string;
  readonly onChoose: (changes: Readonly<Record<string, Becomes>>) => void;
};

/** Once the project's classes are known: they give the rows their order. */
export function ClassTable(props: ClassTableProps) {
  const { data } = useCall('classes:list', null);
  return data ? <Table {...props} list={data} /> : <section className={page.middle} aria-busy="true" />;
}

function Table({ preview, project, onChoose, list }: ClassTableProps & { readonly list: readonly ClassRecord[] }) {
  const { t } = useText();
  const [arranged, setArranged] = useState(() => arrange(preview.classes, list));
  const [openFolds, setOpenFolds] = useState<ReadonlySet<number>>(new Set());
  const [query, setQuery] = useState('');
  const [scroller, setScroller] = useState<HTMLElement | null>(null);
  if (!isArrangedFor(arranged, preview.classes)) setArranged(arrange(preview.classes, list));
  const rows =
    query.trim() === '' ? tableRows(preview.classes, arranged, openFolds) : foundRows(preview.classes, arranged, query);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller,
    estimateSize: () => rowPx,
    overscan: 8,
  });
  const areSeveral = preview.sources.length > 1;
  const sourceOf = (place: number): string | null =>
    areSeveral ? (preview.sources.find(source => source.place === place)?.name ?? '') : null;
  const fold = (source: number): void => {
    const next = new Set(openFolds);
    if (!next.delete(source)) next.add(source);
    setOpenFolds(next);
  };
  return (
    <section className={page.middle} aria-label={t('import.classes')}>
      <header className={page.middleHead}>
        <h2 className={page.partTitle}>{t('import.classes')}</h2>
        <span className={`${page.headNote} quiet ellipsis`}>{t('import.classes.note', { project })}</span>
        {preview.classes.length > mostWithoutFind && (
          <TextInput
            className={classes.find!}
            leftSection={<IconSearch size={16} stroke={1.75} />}
            aria-label={t('import.class.find')}
            placeholder={t('import.class.find')}
            value={query}
            onChange={event => setQuery(event.currentTarget.value)}
          />
        )}
      </header>
      <div
        ref={setScroller}
        role="table"
        aria-label={t('import.classes')}
        aria-rowcount={rows.length + 1}
        className={areSeveral ? `${classes.table} ${classes.several}` : classes.table}
      >
        <div role="rowgroup" className={classes.tableTop}>
          <div role="row" className={`${classes.cells} ${classes.tableHead} quiet`}>
            <span role="columnheader">{t('import.class.name')}</span>
            {areSeveral && (
              <span role="columnheader" className={classes.fromCell}>
                {t('import.class.from')}
              </span>
            )}
            <span role="columnheader" className={classes.numberCell}>
              {t('import.class.annotations')}
            </span>
            <span role="presentation" />
            <span role="columnheader">{t('import.class.becomes')}</span>
            <span role="columnheader">
              <span className="visually-hidden">{t('import.class.why')}</span>
            </span>
          </div>
        </div>
        <div role="rowgroup" className={classes.rows} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const row = rows[index]!;
            const at = { topPx: start, place: index + 2, onChoose };
            return row.kind === 'class' ? (
              <ClassRow
                key={row.row.key}
                {...at}
                row={row.row}
                source={sourceOf(row.row.source)}
                isInFold={row.isInFold}
                query={query}
                preview={preview}
              />
            ) : (
              <FoldRow
                key={`fold ${row.source}`}
                {...at}
                rows={row.rows}
                source={sourceOf(row.source)}
                isOpen={row.isOpen}
                onFold={() => fold(row.source)}
              />
            );
          })}
        </div>
        {preview.classes.length === 0 && <p className={classes.tableNote}>{t('import.classes.none')}</p>}
        {preview.classes.length > 0 && rows.length === 0 && (
          <p className={classes.tableNote}>{t('import.class.found-none', { query })}</p>
        )}
        {preview.out.leftOut > 0 && (
          <p className={classes.tableNote}>
            <IconInfoCircle size={16} stroke={1.75} aria-hidden="true" />
            {t('import.classes.left-out')}
          </p>
        )}
      </div>
    </section>
  );
}
