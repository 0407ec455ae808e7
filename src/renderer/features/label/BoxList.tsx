// The boxes of this photo in the order one reads them, and the numbers of the selected one.
import { ActionIcon } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useState } from 'react';
import type { AnnotationId } from '../../../shared/records/ids.ts';
import { useText } from '../../api/text.tsx';
import { ClassSwatch } from '../../components/ClassSwatch.tsx';
import { KeyCap } from '../../components/KeyCap.tsx';
import { useClasses } from '../../components/classes/class-lookup.ts';
import { readingOrder } from './boxes.ts';
import type { BoxItem } from './DrawCanvas.tsx';
import classes from './Panel.module.css';

const rowPx = 32;
const mostRows = 9;

export type BoxListProps = {
  readonly boxes: readonly BoxItem[];
  readonly isNothing: boolean;
  readonly selectedId: AnnotationId | null;
  readonly onSelect: (id: AnnotationId | null) => void;
  readonly onDelete: (id: AnnotationId) => void;
};

export function BoxList({ boxes, isNothing, selectedId, onSelect, onDelete }: BoxListProps) {
  const { t } = useText();
  const { byId } = useClasses();
  const ordered = useMemo(() => readingOrder(boxes), [boxes]);
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const virtual = useVirtualizer({
    count: ordered.length,
    getScrollElement: () => scroller,
    estimateSize: () => rowPx,
    overscan: 6,
  });
  const place = ordered.findIndex(({ id }) => id === selectedId);
  useEffect(() => {
    if (scroller && place >= 0) virtual.scrollToIndex(place);
  }, [scroller, place, virtual]);
  const selected = ordered[place];
  return (
    <>
      <section className={classes.section} aria-label={t('label.boxes')}>
        <header className={classes.heading}>
          <h2 className={classes.title}>{t('label.boxes')}</h2>
          <span className={classes.quiet}>{t('label.boxes.count', { count: boxes.length })}</span>
        </header>
        {boxes.length === 0 && (
          <p className={classes.note}>{t(isNothing ? 'label.boxes.nothing' : 'label.boxes.none')}</p>
        )}
        <div ref={setScroller} className={classes.boxes} style={{ height: Math.min(mostRows, ordered.length) * rowPx }}>
          <ul className={classes.boxRows} style={{ height: virtual.getTotalSize() }}>
            {virtual.getVirtualItems().map(({ index, start }) => {
              const { id, classId, box } = ordered[index]!;
              const record = byId.get(classId);
              const width = Math.round(box.width);
              const height = Math.round(box.height);
              return (
                <li
                  key={id}
                  className={`${classes.boxRow} ${id === selectedId ? classes.chosen : ''}`}
                  style={{ transform: `translateY(${start}px)`, height: rowPx }}
                >
                  <button
                    type="button"
                    className={classes.boxButton}
                    aria-pressed={id === selectedId}
                    onClick={() => onSelect(id)}
                  >
                    <span className="visually-hidden">
                      {t('label.box.row', { class: record?.name ?? '', width, height })}
                    </span>
                    {record && <ClassSwatch look={record} sizePx={16} />}
                    <span className={`${classes.boxName} ellipsis`} aria-hidden="true">
                      {record?.name}
                    </span>
                    <span className={`${classes.size} mono`} aria-hidden="true">
                      {width}×{height}
                    </span>
                  </button>
                  <ActionIcon size={24} aria-label={t('label.box.delete')} onClick={() => onDelete(id)}>
                    <IconTrash size={14} stroke={1.75} />
                  </ActionIcon>
                </li>
              );
            })}
          </ul>
        </div>
      </section>
      {selected && (
        <section className={classes.section} aria-label={t('label.box.selected')}>
          <header className={classes.heading}>
            <h2 className={classes.title}>{t('label.box.selected')}</h2>
            <KeyCap name={t('label.box.arrows')} />
          </header>
          <dl className={classes.numbers}>
            <Measure name={t('label.box.left')} value={selected.box.x} />
            <Measure name={t('label.box.width')} value={selected.box.width} />
            <Measure name={t('label.box.top')} value={selected.box.y} />
            <Measure name={t('label.box.height')} value={selected.box.height} />
          </dl>
        </section>
      )}
    </>
  );
}

function Measure({ name, value }: { readonly name: string; readonly value: number }) {
  return (
    <div className={classes.measure}>
      <dt>{name}</dt>
      <dd>{Math.round(value)}</dd>
    </div>
  );
}
