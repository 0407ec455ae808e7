// The classes of the files and what each becomes. Rare names that no class of the project answers are folded, with one chooser for all.
import { Button, Select } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  IconArrowRight,
  IconBan,
  IconChevronDown,
  IconChevronRight,
  IconDots,
  IconGitMerge,
  IconInfoCircle,
  IconPlus,
} from '@tabler/icons-react';
import { useState, type CSSProperties } from 'react';
import type { ClassRecord } from '../../../shared/records/class.ts';
import type { Becomes, ImportClass, ImportPreview } from '../../../shared/records/import.ts';
import { useCall } from '../../api/query.ts';
import { useText } from '../../api/text.tsx';
import { useClasses } from '../../components/classes/class-lookup.ts';
import { BecomesChooser } from './BecomesChooser.tsx';
import { arrange, commonChoice, howOf, isArrangedFor, tableRows, usedRows, type How } from './class-rows.ts';
import classes from './page.module.css';

const rowPx = 36;

export type ClassTableProps = {
  readonly preview: ImportPreview;
  readonly project: string;
  readonly onChoose: (changes: Readonly<Record<string, Becomes>>) => void;
};

/** Once the project's classes are known: they give the rows their order. */
export function ClassTable(props: ClassTableProps) {
  const { data } = useCall('classes:list', null);
  return data ? <Table {...props} list={data} /> : <section className={classes.middle} aria-busy="true" />;
}

function Table({ preview, project, onChoose, list }: ClassTableProps & { readonly list: readonly ClassRecord[] }) {
  const { t } = useText();
  const [arranged, setArranged] = useState(() => arrange(preview.classes, list));
  const [openFolds, setOpenFolds] = useState<ReadonlySet<number>>(new Set());
  const [scroller, setScroller] = useState<HTMLElement | null>(null);
  if (!isArrangedFor(arranged, preview.classes)) setArranged(arrange(preview.classes, list));
  const rows = tableRows(preview.classes, arranged, openFolds);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller,
    estimateSize: () => rowPx,
    overscan: 8,
  });
  const areSeveral = preview.sources.length > 1;
  const fold = (source: number): void => {
    const next = new Set(openFolds);
    if (!next.delete(source)) next.add(source);
    setOpenFolds(next);
  };
  return (
    <section className={classes.middle} aria-label={t('import.classes')}>
      <header className={classes.middleHead}>
        <h2 className={classes.middleTitle}>{t('import.classes')}</h2>
        <span className={`${classes.quiet} ellipsis`}>{t('import.classes.note', { project })}</span>
      </header>
      <div
        ref={setScroller}
        role="table"
        aria-label={t('import.classes')}
        aria-rowcount={rows.length + 1}
        className={areSeveral ? `${classes.table} ${classes.several}` : classes.table}
      >
        <div role="rowgroup" className={classes.tableTop}>
          <div role="row" className={`${classes.cells} ${classes.tableHead}`}>
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
            const style = { transform: `translateY(${start}px)`, height: rowPx };
            return row.kind === 'class' ? (
              <ClassRow
                key={row.row.key}
                row={row.row}
                isInFold={row.isInFold}
                preview={preview}
                style={style}
                place={index + 2}
                onChoose={onChoose}
              />
            ) : (
              <FoldRow
                key={`fold ${row.source}`}
                rows={row.rows}
                isOpen={row.isOpen}
                source={areSeveral ? sourceName(preview, row.source) : null}
                style={style}
                place={index + 2}
                onFold={() => fold(row.source)}
                onChoose={onChoose}
              />
            );
          })}
        </div>
        {preview.classes.length === 0 && <p className={classes.tableNote}>{t('import.classes.none')}</p>}
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

const sourceName = ({ sources }: ImportPreview, place: number): string =>
  sources.find(source => source.place === place)?.name ?? '';

type RowProps = {
  readonly style: CSSProperties;
  /** Of the row in the table, from 1, the heading counted. */
  readonly place: number;
  readonly onChoose: ClassTableProps['onChoose'];
};
type ClassRowProps = RowProps & {
  readonly row: ImportClass;
  readonly isInFold: boolean;
  readonly preview: ImportPreview;
};

function ClassRow({ row, isInFold, preview, style, place, onChoose }: ClassRowProps) {
  const { number } = useText();
  const { byId } = useClasses();
  const how = howOf(row, preview.classes, byId);
  const isOut = row.becomes.kind === 'leave-out';
  const from = sourceName(preview, row.source);
  return (
    <div
      role="row"
      aria-rowindex={place}
      className={isOut ? `${classes.cells} ${classes.row} ${classes.out}` : `${classes.cells} ${classes.row}`}
      style={style}
    >
      <span role="rowheader" className={isInFold ? `${classes.nameCell} ${classes.inFold}` : classes.nameCell}>
        <span className="ellipsis" title={row.name}>
          {row.name}
        </span>
        {preview.sources.length > 1 && <span className={`${classes.fromBelow} ellipsis`}>{from}</span>}
      </span>
      {preview.sources.length > 1 && (
        <span role="cell" className={`${classes.fromCell} ${classes.quiet} mono ellipsis`} title={from}>
          {from}
        </span>
      )}
      <span role="cell" className={`${classes.numberCell} tabular`}>
        {number(row.annotations)}
      </span>
      <span role="presentation" className={classes.arrow}>
        <IconArrowRight size={14} stroke={1.75} aria-hidden="true" />
      </span>
      <span role="cell">
        <BecomesChooser row={row} preview={preview} onChoose={becomes => onChoose({ [row.key]: becomes })} />
      </span>
      <span role="cell" className={classes.howCell}>
        <HowMark how={how} />
      </span>
    </div>
  );
}

const foldMarks = {
  new: <IconPlus size={16} stroke={1.75} aria-hidden="true" />,
  out: <IconBan size={16} stroke={1.75} aria-hidden="true" />,
  mixed: <IconDots size={16} stroke={1.75} aria-hidden="true" />,
};

type FoldRowProps = RowProps & {
  readonly rows: readonly ImportClass[];
  readonly source: string | null;
  readonly isOpen: boolean;
  readonly onFold: () => void;
};

function FoldRow({ rows, source, isOpen, style, place, onFold, onChoose }: FoldRowProps) {
  const { t, number } = useText();
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  const choice = commonChoice(rows);
  const name = t('import.class.more', { count: rows.length });
  const choose = (value: string | null): void => {
    const becomes = ({ name: own }: ImportClass): Becomes =>
      value === 'out' ? { kind: 'leave-out' } : { kind: 'new', name: own };
    if (value === 'out' || value === 'new')
      onChoose(Object.fromEntries(usedRows(rows).map(row => [row.key, becomes(row)])));
  };
  return (
    <div role="row" aria-rowindex={place} className={`${classes.cells} ${classes.row} ${classes.out}`} style={style}>
      <span role="rowheader" className={classes.nameCell}>
        <Button
          variant="subtle"
          size="sm"
          className={classes.fold!}
          leftSection={<Chevron size={16} stroke={1.75} />}
          aria-expanded={isOpen}
          onClick={onFold}
        >
          {name}
        </Button>
      </span>
      {source !== null && (
        <span role="cell" className={`${classes.fromCell} ${classes.quiet} mono ellipsis`}>
          {source}
        </span>
      )}
      <span role="cell" className={`${classes.numberCell} tabular`}>
        {number(rows.reduce((sum, { annotations }) => sum + annotations, 0))}
      </span>
      <span role="presentation" className={classes.arrow}>
        <IconArrowRight size={14} stroke={1.75} aria-hidden="true" />
      </span>
      <span role="cell">
        <Select
          aria-label={t('import.class.choose', { name })}
          value={choice}
          leftSection={foldMarks[choice]}
          leftSectionWidth={32}
          data={[
            { value: 'new', label: t('import.class.each-new') },
            { value: 'out', label: t('import.class.leave-out') },
            ...(choice === 'mixed' ? [{ value: 'mixed', label: t('import.class.mixed'), disabled: true }] : []),
          ]}
          onChange={choose}
        />
      </span>
      <span role="cell" className={classes.howCell}>
        {choice !== 'mixed' && <HowMark how={choice === 'out' ? 'left-out' : 'new-class'} />}
      </span>
    </div>
  );
}

function HowMark({ how }: { readonly how: How }) {
  const { t } = useText();
  const words = t(`import.class.why.${how}`);
  if (how === 'same-name' || how === 'case-differs' || how === 'unused') {
    return <span className={classes.quiet}>{words}</span>;
  }
  const Icon = { merged: IconGitMerge, renamed: IconPlus, 'new-class': IconPlus, 'left-out': null }[how];
  const isNew = how === 'new-class' || how === 'renamed';
  return (
    <span className={isNew ? `${classes.badge} ${classes.newBadge}` : classes.badge}>
      {Icon && <Icon size={12} stroke={2} aria-hidden="true" />}
      {words}
    </span>
  );
}
