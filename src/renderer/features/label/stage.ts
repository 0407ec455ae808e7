// The room in which a photo is shown: its size, the present view, and the wheel.
import { useCallback, useEffect, useLayoutEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { PhotoId } from '../../../shared/records/ids.ts';
import { carryView, fitView, keepInSight, zoomAt, zoomTo, type Point, type Size, type View } from './view.ts';

export type StagePhoto = Size & { readonly id: PhotoId; readonly hash: string; readonly name: string };

export type Stage = {
  readonly setElement: (element: HTMLElement | null) => void;
  readonly canvas: Size;
  readonly view: View;
  readonly setView: (view: View) => void;
  readonly fit: () => void;
  /** Screen pixels per photo pixel. */
  readonly zoomTo: (scale: number) => void;
  readonly zoomBy: (factor: number) => void;
  readonly pixelRatio: number;
  /** A point of the window in the canvas. */
  readonly toCanvas: (event: { readonly clientX: number; readonly clientY: number }) => Point;
};

/** The view that a person chose last, and of which photo. `view` null: fitted. */
type Kept = { readonly photo: StagePhoto; readonly view: View | null };

function subscribeToResize(changed: () => void): () => void {
  window.addEventListener('resize', changed);
  return () => window.removeEventListener('resize', changed);
}

/** `isLocked`: zoom and place go along to the next photo. */
export function useStage(photo: StagePhoto, isLocked: boolean): Stage {
  const [element, setElement] = useState<HTMLElement | null>(null);
  const [canvas, setCanvas] = useState<Size>({ widthPx: 0, heightPx: 0 });
  const [kept, setKept] = useState<Kept>({ photo, view: null });
  const pixelRatio = useSyncExternalStore(subscribeToResize, () => window.devicePixelRatio);

  useLayoutEffect(() => {
    if (!element) return;
    const measure = (): void => setCanvas({ widthPx: element.clientWidth, heightPx: element.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [element]);

  const view = useMemo(() => {
    if (kept.view === null) return fitView(photo, canvas);
    if (kept.photo.id === photo.id) return keepInSight(kept.view, photo, canvas);
    return isLocked ? carryView(kept.view, kept.photo, photo, canvas) : fitView(photo, canvas);
  }, [kept, photo, canvas, isLocked]);

  const setView = useCallback((next: View) => setKept({ photo, view: next }), [photo]);

  // React listens passively to the wheel; zooming must keep the page from scrolling.
  useEffect(() => {
    if (!element) return;
    const turn = (event: WheelEvent): void => {
      event.preventDefault();
      const bounds = element.getBoundingClientRect();
      const at = { x: event.clientX - bounds.left, y: event.clientY - bounds.top };
      const linesPx = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
      const factor = Math.exp(-Math.max(-240, Math.min(240, event.deltaY * linesPx)) * 0.002);
      setView(zoomAt(view, at, factor, photo, canvas));
    };
    element.addEventListener('wheel', turn, { passive: false });
    return () => element.removeEventListener('wheel', turn);
  }, [element, view, photo, canvas, setView]);

  return {
    setElement,
    canvas,
    view,
    setView,
    fit: () => setKept({ photo, view: null }),
    zoomTo: scale => setView(zoomTo(view, scale, photo, canvas)),
    zoomBy: factor => setView(zoomTo(view, view.scale * factor, photo, canvas)),
    pixelRatio,
    toCanvas: ({ clientX, clientY }) => {
      const bounds = element?.getBoundingClientRect();
      return { x: clientX - (bounds?.left ?? 0), y: clientY - (bounds?.top ?? 0) };
    },
  };
}
