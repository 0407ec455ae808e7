// The grid of photos: only what is near the window exists as elements. Pointer and keys select as in a file manager.
import { useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import type { PhotoId } from '../../../shared/records/ids.ts';
import { placesById } from '../../../shared/places-by-id.ts';
import type { PhotoPage } from '../../../shared/records/photo-page.ts';
import { useText } from '../../api/text.tsx';
import { isMac, keyName } from '../../components/keys.ts';
import { GridBand } from './GridBand.tsx';
import { gridPaddingPx, type GridLayout } from './grid-layout.ts';
import { bandsBetween, rectOf, rowOf, rowsBetween } from './grid-lookup.ts';
import type { Selection } from './selection.ts';
import { useMarquee } from './marquee.ts';
import classes from './Grid.module.css';

/** The bar of the selection needs this much below the last row. */
const barRoomPx = 76;
/** Rows this far outside the window are made already, and the window is followed in steps of `stepPx`. */
const aheadPx = 480;
const stepPx = 160;

export type GridProps = {
  readonly page: PhotoPage;
  readonly layout: GridLayout;
  /** How far this layout moved what is in sight: the scroll position follows. */
  readonly shiftPx: number;
  /** Told what is in sight, in the layout's coordinates. */
  readonly onView: (topPx: number, bottomPx: number) => void;
  readonly headerPx: number;
  readonly selection: Selection;
  readonly onSelection: (selection: Selection) => void;
  readonly onClickPhoto: (index: number, event: { shiftKey: boolean; ctrlKey: boolean; metaKey: boolean }) => void;
  /** True where the key did something. */
  readonly onKey: (name: string) => boolean;
  readonly onOpen: (id: PhotoId) => void;
  readonly onFold: (group: string) => void;
  readonly onWidth: (widthPx: number) => void;
};

export function Grid({
  page,
  layout,
  shiftPx,
  onView,
  headerPx,
  selection,
  onSelection,
  onClickPhoto,
  onKey,
  onOpen,
  onFold,
  onWidth,
}: GridProps) {
  const { t } = useText();
  const scroller = useRef<HTMLDivElement>(null);
  const [window, setWindow] = useState({ topPx: 0, heightPx: 900 });
  const [hovered, setHovered] = useState(-1);
  const { columns } = page;
  // A group's header brings its own room.
  const topPaddingPx = headerPx > 0 ? 0 : gridPaddingPx;

  useLayoutEffect(() => {
    const element = scroller.current!;
    const observer = new ResizeObserver(() => {
      // Where the scrollbar takes room of its own, it is part of the right padding.
      const scrollbarPx = element.offsetWidth - element.clientWidth;
      onWidth(element.clientWidth - gridPaddingPx - Math.max(4, gridPaddingPx - scrollbarPx));
      setWindow(old => (old.heightPx === element.clientHeight ? old : { ...old, heightPx: element.clientHeight }));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [onWidth]);

  // Before the frame is drawn: the same photos in the same place, whatever became known of those around them.
  useLayoutEffect(() => {
    const element = scroller.current!;
    if (shiftPx !== 0) {
      element.scrollTop += shiftPx;
      setWindow(old => ({ ...old, topPx: Math.round(element.scrollTop / stepPx) * stepPx }));
    }
    onView(element.scrollTop - topPaddingPx, element.scrollTop - topPaddingPx + element.clientHeight);
  }, [layout, shiftPx, topPaddingPx, onView]);

  const focus = selection.focus === null ? -1 : placesById(columns.id)(selection.focus);
  const tabStop = focus >= 0 ? focus : 0;

  // The focused photo follows the arrow keys into view; a photo that is chosen by a click is there already.
  useLayoutEffect(() => {
    const rect = focus >= 0 ? rectOf(layout, focus) : null;
    const element = scroller.current;
    if (!rect || !element) return;
    const top = rect.top + topPaddingPx - headerPx;
    const bottom = rect.bottom + topPaddingPx + 8 + (selection.ids.size > 0 ? barRoomPx : 0);
    if (top < element.scrollTop) element.scrollTop = top;
    else if (bottom > element.scrollTop + element.clientHeight) element.scrollTop = bottom - element.clientHeight;
    const photo = document.getElementById(`photo-${selection.focus}`);
    const isInGrid = element.contains(document.activeElement);
    if (photo && (isInGrid || document.activeElement === document.body)) photo.focus({ preventScroll: true });
    // Only when the focus moves: a list in a new order must not scroll by itself.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [selection.focus]);

  const marquee = useMarquee({ scroller, topPaddingPx, layout, ids: columns.id, selection, onSelection, onClickPhoto });
  const from = window.topPx - topPaddingPx - aheadPx;
  const to = window.topPx - topPaddingPx + window.heightPx + aheadPx;
  const rows = rowsBetween(layout, from, to);
  const middleRow = (rows.first + rows.end) / 2;
  const bands = bandsBetween(layout, from, to);
  const focusRow = rowOf(layout, tabStop);
  const focusBand = layout.bands.find(band => focusRow >= band.firstRow && focusRow < band.endRow);
  const shown = focusBand && !bands.includes(focusBand) ? [...bands, focusBand] : bands;

  const onKeyDown = (event: KeyboardEvent): void => {
    const name = keyName(event, isMac);
    if ((event.target as Element).getAttribute('role') !== 'option') return;
    if (onKey(name)) {
      event.preventDefault();
      event.stopPropagation();
    }
  };
  const indexOf = (target: EventTarget): number => {
    const photo = (target as Element).closest('[data-index]');
    return photo ? Number(photo.getAttribute('data-index')) : -1;
  };

  return (
    <div
      ref={scroller}
      className={classes.scroller}
      role="group"
      aria-label={t('photos.grid')}
      onScroll={({ currentTarget: { scrollTop, clientHeight } }) => {
        onView(scrollTop - topPaddingPx, scrollTop - topPaddingPx + clientHeight);
        const topPx = Math.round(scrollTop / stepPx) * stepPx;
        setWindow(old => (old.topPx === topPx ? old : { ...old, topPx }));
      }}
      onKeyDown={onKeyDown}
      onPointerOver={event => setHovered(indexOf(event.target))}
      onPointerLeave={() => setHovered(-1)}
      onDoubleClick={event => {
        const id = columns.id[indexOf(event.target)];
        if (id !== undefined) onOpen(id);
      }}
      {...marquee.handlers}
    >
      <div
        className={classes.content}
        style={{ height: layout.heightPx + topPaddingPx + (selection.ids.size > 0 ? barRoomPx : gridPaddingPx) }}
      >
        {shown.map(band => (
          <GridBand
            key={band.key}
            band={band}
            page={page}
            layout={layout}
            headerPx={headerPx}
            topPaddingPx={topPaddingPx}
            firstRow={rows.first}
            endRow={rows.end}
            focusRow={focusRow}
            middleRow={middleRow}
            selected={selection.ids}
            tabStop={tabStop}
            hovered={hovered}
            onFold={onFold}
          />
        ))}
        {marquee.rect && (
          <div
            className={classes.marquee}
            style={{
              transform: `translate(${marquee.rect.left + gridPaddingPx}px, ${marquee.rect.top + topPaddingPx}px)`,
              width: marquee.rect.right - marquee.rect.left,
              height: marquee.rect.bottom - marquee.rect.top,
            }}
          />
        )}
      </div>
    </div>
  );
}
