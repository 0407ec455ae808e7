// The pixels of the photo: its thumbnail at once, the photo at screen size as soon as it is decoded, then tiles where one looks closer.
import { memo, type CSSProperties } from 'react';
import { tileUrl, useThumbnail } from '../../api/pictures.ts';
import { PictureCanvas } from './PictureCanvas.tsx';
import type { Picture } from './pictures.ts';
import type { StagePhoto } from './stage.ts';
import { tilePx, tilesInSight, type Size, type View } from './view.ts';
import classes from './Stage.module.css';

/** From this enlargement on single pixels are what one wants to see. */
const pixelatedScale = 4;

export type PhotoPixelsProps = {
  readonly photo: StagePhoto;
  readonly picture: Picture;
  readonly view: View;
  readonly canvas: Size;
  readonly pixelRatio: number;
};

export const PhotoPixels = memo(function PhotoPixels({ photo, picture, view, canvas, pixelRatio }: PhotoPixelsProps) {
  const thumbnail = useThumbnail(photo.id, photo.hash);
  const isPixelated = view.scale * pixelRatio >= pixelatedScale;
  const rendering: CSSProperties = isPixelated ? { imageRendering: 'pixelated' } : {};
  const tiles = picture.state.kind === 'ready' ? tilesInSight(view, photo, canvas, pixelRatio, picture.longPx) : [];
  return (
    <>
      {picture.state.kind === 'ready' ? (
        <PictureCanvas
          photo={photo}
          bitmap={picture.state.picture}
          view={view}
          canvas={canvas}
          pixelRatio={pixelRatio}
          isPixelated={isPixelated}
        />
      ) : (
        thumbnail.url !== null && (
          <img
            key={photo.id}
            className={classes.pixels}
            src={thumbnail.url}
            alt=""
            draggable={false}
            style={placed(view, 0, 0, photo.widthPx, photo.heightPx, pixelRatio)}
          />
        )
      )}
      {tiles.map(({ column, row }) => {
        const left = column * tilePx;
        const top = row * tilePx;
        const right = Math.min(photo.widthPx, left + tilePx);
        const bottom = Math.min(photo.heightPx, top + tilePx);
        return (
          <img
            key={`${photo.id} ${column} ${row}`}
            ref={untilLeft}
            className={classes.pixels}
            src={tileUrl(photo, column, row)}
            alt=""
            draggable={false}
            style={{ ...placed(view, left, top, right, bottom, pixelRatio), ...rendering }}
          />
        );
      })}
    </>
  );
});

/** A tile that leaves the screen before it came is fetched no further: browsers go on by themselves. */
function untilLeft(tile: HTMLImageElement): () => void {
  const end = (): void => {
    if (!tile.isConnected) tile.removeAttribute('src');
  };
  return () => queueMicrotask(end);
}

/** A stretch of the photo on the screen; edges lie on device pixels, so that neighbouring tiles meet without a seam. */
function placed(
  view: View,
  left: number,
  top: number,
  right: number,
  bottom: number,
  pixelRatio: number,
): CSSProperties {
  const snap = (screenPx: number): number => Math.round(screenPx * pixelRatio) / pixelRatio;
  const x = snap(left * view.scale + view.x);
  const y = snap(top * view.scale + view.y);
  return {
    transform: `translate(${x}px, ${y}px)`,
    width: snap(right * view.scale + view.x) - x,
    height: snap(bottom * view.scale + view.y) - y,
  };
}
