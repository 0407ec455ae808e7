// What is drawn on this photo in the order one reads it, and the numbers of the selected one.
import { ActionIcon } from '@mantine/core';
import { IconBlob, IconPoint, IconPolygon, IconSquare, IconSquareRotated, IconTrash } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useState } from 'react';
import type { AnnotationId } from '../../../shared/records/ids.ts';
import type { Annotation } from '../../../shared/records/photo.ts';
import type { ShapeKind } from '../../../shared/records/shape.ts';
import { useText } from '../../api/text.tsx';
import { ClassSwatch } from '../../components/ClassSwatch.tsx';
import { KeyCap } from '../../components/KeyCap.tsx';
import { countKinds, countsText } from '../../components/annotation-kinds.ts';
import { useClasses } from '../../components/classes/class-lookup.ts';
import { readingOrder } from './boxes.ts';
import { measureOf, measuresOf, type Measure } from './shape-words.ts';
import type { Thing } from './things.ts';
import classes from './Panel.module.css';

const rowPx = 32;
const mostRows = 9;

const icons: Readonly<Record<ShapeKind, typeof IconSquare>> = {
  box: IconSquare,
  'rotated-box': IconSquareRotated,
  polygon: IconPolygon,
  mask: IconBlob,
  point: IconPoint,
};

export type ThingListProps = {
  readonly annotations: readonly Annotation[];
  readonly things: readonly Thing[];
  readonly isNothing: boolean;
  readonly selectedId: AnnotationId | null;
  readonly onSelect: (id: AnnotationId | null) => void;
  readonly onDelete: (id: AnnotationId) => void;
};

export function ThingList({ annotations, things, isNothing, selectedId, onSelect, onDelete }: ThingListProps) {
  const text = useText();
  const { t } = text;
  const { byId } = useClasses();
  const ordered = useMemo(() => readingOrder(things), [things]);
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
          <span className={classes.quiet}>{countsText(text, countKinds(things.map(({ shape }) => shape)))}</span>
        </header>
        {things.length === 0 && (
          <p className={classes.note}>{t(isNothing ? 'label.boxes.nothing' : 'label.boxes.none')}</p>
        )}
        <div ref={setScroller} className={classes.boxes} style={{ height: Math.min(mostRows, ordered.length) * rowPx }}>
          <ul className={classes.boxRows} style={{ height: virtual.getTotalSize() }}>
            {virtual.getVirtualItems().map(({ index, start }) => {
              const { id, classId, shape } = ordered[index]!;
              const record = byId.get(classId);
              const measure = measureOf(text, shape);
              const Icon = icons[shape.kind];
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
                      {shape.kind === 'box'
                        ? t('label.box.row', {
                            class: record?.name ?? '',
                            width: Math.round(shape.box.width),
                            height: Math.round(shape.box.height),
                          })
                        : t('label.shape.row', {
                            class: record?.name ?? '',
                            kind: t(`label.kind.${shape.kind}`),
                            measure,
                          })}
                    </span>
                    {record && <ClassSwatch look={record} sizePx={16} />}
                    <span className={`${classes.boxName} ellipsis`} aria-hidden="true">
                      {record?.name}
                    </span>
                    <span className={`${classes.size} tabular`} aria-hidden="true">
                      {measure}
                    </span>
                    <Icon size={14} stroke={1.75} className={classes.kind} aria-hidden="true" />
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
        <section className={classes.section} aria-label={t(`label.selected.${selected.shape.kind}`)}>
          <header className={classes.heading}>
            <h2 className={classes.title}>{t(`label.selected.${selected.shape.kind}`)}</h2>
            {selected.shape.kind === 'box' && <KeyCap name={t('label.box.arrows')} />}
          </header>
          <Measures measures={measuresOf(text, selected)} />
          <Attributes of={annotations.find(({ id }) => id === selected.id)} />
        </section>
      )}
    </>
  );
}

/** What a file said of it besides class and shape: kept, and written again on export. */
function Attributes({ of: annotation }: { readonly of: Annotation | undefined }) {
  const { t } = useText();
  const said = annotation && 'attributes' in annotation ? Object.entries(annotation.attributes ?? {}) : [];
  if (said.length === 0) return null;
  const words = (value: string | number | boolean): string =>
    typeof value === 'boolean' ? t(`label.attribute.${value}`) : String(value);
  return (
    <>
      <h3 className={classes.attributes}>{t('label.attributes')}</h3>
      <Measures isWide measures={said.map(([name, value]) => ({ name, value: words(value) }))} />
    </>
  );
}

type MeasuresProps = { readonly measures: readonly Measure[]; readonly isWide?: boolean };

/** Two in a row; one where names and values are a person's words. */
function Measures({ measures, isWide = false }: MeasuresProps) {
  return (
    <dl className={isWide ? `${classes.numbers} ${classes.wide}` : classes.numbers}>
      {measures.map(({ name, value }) => (
        <div key={name} className={classes.measure}>
          <dt className="ellipsis" title={name}>
            {name}
          </dt>
          <dd className="ellipsis" title={value}>
            {value}
          </dd>
        </div>
      ))}
    </dl>
  );
}
