// The pixels of the photo: its thumbnail at once, then the photo at screen size, then tiles where one looks closer.
import { memo, useState, type CSSProperties } from 'react';
import { photoUrl, tileUrl, useThumbnail } from '../../api/pictures.ts';
import type { StagePhoto } from './stage.ts';
import { tilePx, tilesInSight, type Size, type View } from './view.ts';
import classes from './Stage.module.css';

/** Longer side of the photo as it is asked for first. */
export const screenLongPx = 2048;
/** From this enlargement on single pixels are what one wants to see. */
const pixelatedScale = 4;

export type PhotoPixelsProps = {
  readonly photo: StagePhoto;
  readonly view: View;
  readonly canvas: Size;
  readonly pixelRatio: number;
  readonly onFailed: () => void;
};

export const PhotoPixels = memo(function PhotoPixels({ photo, view, canvas, pixelRatio, onFailed }: PhotoPixelsProps) {
  const [shownId, setShownId] = useState(0);
  const thumbnail = useThumbnail(photo.id, photo.hash);
  const isPixelated = view.scale * pixelRatio >= pixelatedScale;
  const rendering: CSSProperties = isPixelated ? { imageRendering: 'pixelated' } : {};
  const whole = placed(view, 0, 0, photo.widthPx, photo.heightPx, pixelRatio);
  const tiles = tilesInSight(view, photo, canvas, pixelRatio, screenLongPx);
  return (
    <>
      {shownId !== photo.id && thumbnail.url !== null && (
        <img className={classes.pixels} src={thumbnail.url} alt="" draggable={false} style={whole} />
      )}
      <img
        key={photo.id}
        className={classes.pixels}
        src={photoUrl(photo, screenLongPx)}
        alt=""
        draggable={false}
        decoding="sync"
        style={{ ...whole, ...rendering }}
        onLoad={() => setShownId(photo.id)}
        onError={onFailed}
      />
      {tiles.map(({ column, row }) => {
        const left = column * tilePx;
        const top = row * tilePx;
        const right = Math.min(photo.widthPx, left + tilePx);
        const bottom = Math.min(photo.heightPx, top + tilePx);
        return (
          <img
            key={`${photo.id} ${column} ${row}`}
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
