// A thumbnail that fills its box, for walls and rows of photos outside the grid. With `href` it is a link.
import { IconPhotoOff } from '@tabler/icons-react';
import type { CSSProperties, ReactNode } from 'react';
import type { PhotoId } from '../../shared/records/ids.ts';
import { useThumbnail } from '../api/pictures.ts';
import classes from './PhotoTile.module.css';

export type PhotoTileProps = {
  readonly id: PhotoId;
  readonly hash: string;
  readonly name: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly href?: string;
  /** Below the photo. */
  readonly caption?: ReactNode;
};

export function PhotoTile({ id, hash, name, widthPx, heightPx, href, caption }: PhotoTileProps) {
  const thumbnail = useThumbnail(id, hash, 0);
  const style: CSSProperties = { width: widthPx, height: heightPx };
  const picture = (
    <span className={classes.frame} style={style}>
      {thumbnail.url !== null && <img className={classes.photo} src={thumbnail.url} alt="" />}
      {thumbnail.state === 'failed' && <IconPhotoOff size={20} stroke={1.75} aria-hidden="true" />}
    </span>
  );
  return (
    <span className={classes.tile} style={{ width: widthPx }}>
      {href === undefined ? (
        <span role="img" aria-label={name} title={name}>
          {picture}
        </span>
      ) : (
        <a href={href} aria-label={name} title={name} className={classes.link}>
          {picture}
        </a>
      )}
      {caption}
    </span>
  );
}
