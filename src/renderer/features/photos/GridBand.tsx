// One group of the grid: its sticky header and those of its photos that are near the window.
import { ActionIcon } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useMemo } from 'react';
import type { ClassRecord } from '../../../shared/records/class.ts';
import type { ClassId, PhotoId } from '../../../shared/records/ids.ts';
import { hashAt, labelsAt, problemAt, type PhotoPage } from '../../../shared/records/photo-page.ts';
import { useText } from '../../api/text.tsx';
import { ClassSwatch } from '../../components/ClassSwatch.tsx';
import { useClasses } from '../../components/classes/class-lookup.ts';
import type { GridLayout, GroupBand } from './grid-layout.ts';
import { useGroupName } from './group-name.ts';
import { isDisagreeing, stateAt } from './photo-page.ts';
import { Thumb } from './Thumb.tsx';
import classes from './Grid.module.css';

/** Between a header and its photos, so that it does not cover the ring of a selected one. */
const ringRoomPx = 4;

export type GridBandProps = {
  readonly band: GroupBand;
  readonly page: PhotoPage;
  readonly layout: GridLayout;
  readonly headerPx: number;
  readonly topPaddingPx: number;
  readonly firstRow: number;
  readonly endRow: number;
  /** Its photos are made even far outside the window, so that the keyboard's place is never lost. */
  readonly focusRow: number;
  readonly middleRow: number;
  readonly selected: ReadonlySet<PhotoId>;
  readonly tabStop: number;
  readonly hovered: number;
  readonly onFold: (group: string) => void;
};

export function GridBand(props: GridBandProps) {
  const { t } = useText();
  const { band, page, layout, headerPx, selected } = props;
  const { byId } = useClasses();
  const { columns } = page;
  const group = useGroupName(band.key);
  const disagreeing = useMemo(() => {
    let count = 0;
    for (let index = band.first; index < band.first + band.count; index++) if (isDisagreeing(columns, index)) count++;
    return count;
  }, [columns, band.first, band.count]);

  const rows: number[] = [];
  for (let row = Math.max(band.firstRow, props.firstRow); row < Math.min(band.endRow, props.endRow); row++)
    rows.push(row);
  const hasFocusRow = props.focusRow >= band.firstRow && props.focusRow < band.endRow;
  if (hasFocusRow && !rows.includes(props.focusRow)) rows.push(props.focusRow);

  // One array per photo for as long as nothing changes: a thumbnail that is the same is not drawn again.
  const known = useMemo(() => ({ byId, labels: new WeakMap<readonly ClassId[], readonly ClassRecord[]>() }), [byId]);
  const recordsOf = (ids: readonly ClassId[]): readonly ClassRecord[] => {
    const ready = known.labels.get(ids) ?? ids.flatMap(id => known.byId.get(id) ?? []);
    known.labels.set(ids, ready);
    return ready;
  };
  const thumbs = rows.flatMap(row => {
    const made = [];
    for (let index = layout.rowFirst[row]!; index < layout.rowEnd[row]!; index++) {
      const id = columns.id[index]!;
      made.push(
        <Thumb
          key={id}
          id={id}
          hash={hashAt(columns, index)}
          index={index}
          leftPx={layout.left[index]!}
          topPx={layout.rowTop[row]! - band.topPx - headerPx}
          widthPx={layout.width[index]!}
          heightPx={layout.rowHeight[row]!}
          distance={Math.abs(row - props.middleRow)}
          labels={recordsOf(labelsAt(columns, index))}
          state={stateAt(columns, index)}
          boxes={columns.boxes[index]!}
          predicted={byId.get(columns.predictedClass[index] as ClassId) ?? null}
          probability={columns.predictedProbability[index]!}
          isDisagreeing={isDisagreeing(columns, index)}
          isExcluded={columns.excluded[index] === 1}
          problem={problemAt(columns, index)}
          isSelected={selected.has(id)}
          isTabStop={index === props.tabStop}
          isHovered={index === props.hovered}
          place={index - band.first + 1}
          groupSize={band.count}
        />,
      );
    }
    return made;
  });

  return (
    <section
      className={classes.band}
      // Not a transform: a header that sticks does not know of it and would stand in the middle of the photos.
      style={{ top: band.topPx + props.topPaddingPx, height: band.heightPx }}
      aria-label={group.name}
    >
      {headerPx > 0 && (
        <header className={classes.header} style={{ height: headerPx - ringRoomPx, marginBottom: ringRoomPx }}>
          <ActionIcon
            size={24}
            aria-expanded={!band.isCollapsed}
            aria-label={t('photos.group.fold', { group: group.name })}
            onClick={() => props.onFold(band.key)}
          >
            {band.isCollapsed ? (
              <IconChevronRight size={16} stroke={1.75} />
            ) : (
              <IconChevronDown size={16} stroke={1.75} />
            )}
          </ActionIcon>
          {group.record && <ClassSwatch look={group.record} />}
          <h2 className={`${classes.groupName} ellipsis`} title={group.name}>
            {group.name}
          </h2>
          <span className={classes.groupCount}>
            {disagreeing > 0
              ? t('photos.group.disagree', { count: band.count, disagree: disagreeing })
              : t('photos.group.count', { count: band.count })}
          </span>
        </header>
      )}
      {thumbs.length > 0 && (
        <div className={classes.photos} role="listbox" aria-multiselectable="true" aria-label={group.name}>
          {thumbs}
        </div>
      )}
    </section>
  );
}
