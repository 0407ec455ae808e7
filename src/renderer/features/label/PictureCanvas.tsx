// The decoded picture of the photo on its own layer, drawn in the frame in which the photo or the view changes.
import { useLayoutEffect, useRef } from 'react';
import { useCanvasRestores } from '../../components/canvas-restores.ts';
import type { StagePhoto } from './stage.ts';
import type { Size, View } from './view.ts';
import classes from './Stage.module.css';

export type PictureCanvasProps = {
  readonly photo: StagePhoto;
  /** All of the photo, in whatever size. */
  readonly bitmap: ImageBitmap;
  readonly view: View;
  readonly canvas: Size;
  readonly pixelRatio: number;
  readonly isPixelated: boolean;
};

export function PictureCanvas({ photo, bitmap, view, canvas, pixelRatio, isPixelated }: PictureCanvasProps) {
  const element = useRef<HTMLCanvasElement>(null);
  const restores = useCanvasRestores();
  const { widthPx, heightPx } = photo;

  useLayoutEffect(() => {
    const layer = element.current;
    const context = layer?.getContext('2d');
    if (!layer || !context) return;
    const toDevice = (screenPx: number): number => Math.round(screenPx * pixelRatio);
    const [width, height] = [toDevice(canvas.widthPx), toDevice(canvas.heightPx)];
    // Also clears it; the same size again would give the memory back and take it anew.
    if (layer.width !== width || layer.height !== height) Object.assign(layer, { width, height });
    else context.clearRect(0, 0, width, height);
    context.imageSmoothingEnabled = !isPixelated;
    context.imageSmoothingQuality = 'medium';
    // Edges lie on device pixels, as those of the tiles do.
    const [left, top] = [toDevice(view.x), toDevice(view.y)];
    const right = toDevice(widthPx * view.scale + view.x);
    const bottom = toDevice(heightPx * view.scale + view.y);
    context.drawImage(bitmap, left, top, right - left, bottom - top);
  }, [bitmap, view, canvas, pixelRatio, isPixelated, widthPx, heightPx, restores]);

  return <canvas ref={element} className={classes.canvas} data-picture={photo.id} />;
}
