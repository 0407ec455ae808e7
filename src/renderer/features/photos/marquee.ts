// Clicking photos and drawing a rectangle over the grid with the mouse, with scrolling at its edges.
import { useEffect, useRef, useState, type PointerEvent, type RefObject } from 'react';
import type { PhotoId } from '../../../shared/records/ids.ts';
import type { Column } from '../../../shared/records/photo-page.ts';
import { isMac } from '../../components/keys.ts';
import { gridPaddingPx, type GridLayout } from './grid-layout.ts';
import { photosInRect, type Rect } from './grid-lookup.ts';
import { chooseNone, chooseTouched, type Selection } from './selection.ts';

type Options = {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly topPaddingPx: number;
  readonly layout: GridLayout;
  readonly ids: Column<PhotoId>;
  readonly selection: Selection;
  readonly onSelection: (selection: Selection) => void;
  readonly onClickPhoto: (index: number, event: { shiftKey: boolean; ctrlKey: boolean; metaKey: boolean }) => void;
};

/** A press that moves less is a click. */
const clickReachPx = 5;
const scrollEdgePx = 32;
const scrollStepPx = 14;

type Press = {
  readonly x: number;
  readonly y: number;
  readonly index: number;
  readonly before: Selection;
  readonly toggles: boolean;
  isDrawing: boolean;
  clientX: number;
  clientY: number;
};

export function useMarquee({ scroller, topPaddingPx, layout, ids, selection, onSelection, onClickPhoto }: Options) {
  const press = useRef<Press | null>(null);
  const [rect, setRect] = useState<Rect | null>(null);
  const frame = useRef(0);
  useEffect(() => () => cancelAnimationFrame(frame.current), []);

  /** A point of the window in the grid's own coordinates. */
  const inGrid = (clientX: number, clientY: number): { x: number; y: number } => {
    const element = scroller.current!;
    const bounds = element.getBoundingClientRect();
    return { x: clientX - bounds.left - gridPaddingPx, y: clientY - bounds.top - topPaddingPx + element.scrollTop };
  };
  const draw = (state: Press): void => {
    const at = inGrid(state.clientX, state.clientY);
    const next = {
      left: Math.min(state.x, at.x),
      top: Math.min(state.y, at.y),
      right: Math.max(state.x, at.x),
      bottom: Math.max(state.y, at.y),
    };
    setRect(next);
    const touched = photosInRect(layout, next).map(index => ids[index]!);
    onSelection({ ...chooseTouched(state.before, touched, state.toggles), focus: state.before.focus });
  };
  const follow = (): void => {
    const state = press.current;
    const element = scroller.current;
    if (!state?.isDrawing || !element) return;
    const bounds = element.getBoundingClientRect();
    const isAbove = state.clientY < bounds.top + scrollEdgePx;
    const isBelow = state.clientY > bounds.bottom - scrollEdgePx;
    if (isAbove || isBelow) {
      element.scrollTop += isAbove ? -scrollStepPx : scrollStepPx;
      draw(state);
    }
    frame.current = requestAnimationFrame(follow);
  };
  const end = (): void => {
    press.current = null;
    cancelAnimationFrame(frame.current);
    setRect(null);
  };

  return {
    rect,
    handlers: {
      onPointerDown: (event: PointerEvent<HTMLDivElement>): void => {
        const target = event.target as Element;
        const isOnScrollbar = target === scroller.current && event.nativeEvent.offsetX >= target.clientWidth;
        if (event.button !== 0 || event.pointerType === 'touch' || isOnScrollbar || target.closest('button')) return;
        const photo = target.closest('[data-index]');
        const toggles = isMac ? event.metaKey : event.ctrlKey;
        const keeps = toggles || event.shiftKey;
        press.current = {
          ...inGrid(event.clientX, event.clientY),
          index: photo ? Number(photo.getAttribute('data-index')) : -1,
          before: keeps ? selection : chooseNone(selection),
          toggles,
          isDrawing: false,
          clientX: event.clientX,
          clientY: event.clientY,
        };
      },
      onPointerMove: (event: PointerEvent<HTMLDivElement>): void => {
        const state = press.current;
        if (!state) return;
        const moved = Math.hypot(event.clientX - state.clientX, event.clientY - state.clientY);
        if (!state.isDrawing && moved < clickReachPx) return;
        if (!state.isDrawing) {
          state.isDrawing = true;
          event.currentTarget.setPointerCapture(event.pointerId);
          frame.current = requestAnimationFrame(follow);
        }
        state.clientX = event.clientX;
        state.clientY = event.clientY;
        draw(state);
      },
      onPointerUp: (event: PointerEvent<HTMLDivElement>): void => {
        const state = press.current;
        end();
        if (!state || state.isDrawing) return;
        if (state.index >= 0) onClickPhoto(state.index, event);
        else if (!event.shiftKey && !state.toggles) onSelection(chooseNone(selection));
      },
      onPointerCancel: end,
    },
  };
}
