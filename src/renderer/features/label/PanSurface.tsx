// In "Whole photo" the pointer only moves the photo.
import { useRef } from 'react';
import type { Stage, StagePhoto } from './stage.ts';
import { panBy, type Point, type View } from './view.ts';
import classes from './Stage.module.css';

export function PanSurface({ photo, stage }: { readonly photo: StagePhoto; readonly stage: Stage }) {
  const press = useRef<{ readonly down: Point; readonly start: View } | null>(null);
  return (
    <div
      className={classes.canvas}
      style={{ pointerEvents: 'auto', cursor: 'grab' }}
      role="img"
      aria-label={photo.name}
      onPointerDown={event => {
        if (event.button > 1) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        press.current = { down: stage.toCanvas(event), start: stage.view };
      }}
      onPointerMove={event => {
        if (!press.current) return;
        const { down, start } = press.current;
        const at = stage.toCanvas(event);
        stage.setView(panBy(start, at.x - down.x, at.y - down.y, photo, stage.canvas));
      }}
      onPointerUp={() => {
        press.current = null;
      }}
      onPointerCancel={() => {
        press.current = null;
      }}
    />
  );
}
