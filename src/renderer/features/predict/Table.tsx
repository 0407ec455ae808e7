// Many predicted photos as a virtualised table, most certain first; where the model gets unsure a line says so.
import { IconHelpHexagon } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import type { WorkId } from '../../../shared/records/ids.ts';
import type { PredictedPhoto } from '../../../shared/records/prediction.ts';
import { predictedUrl } from '../../api/pictures.ts';
import { useText } from '../../api/text.tsx';
import classes from './page.module.css';

const rowPx = 41;

export type TableProps = {
  readonly work: WorkId;
  readonly photos: readonly PredictedPhoto[];
  readonly unsureBelow: number;
};

export function Table({ work, photos, unsureBelow }: TableProps) {
  const { t, percent } = useText();
  const scroll = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: photos.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowPx,
    overscan: 10,
  });
  return (
    <div ref={scroll} className={classes.table} role="table" aria-rowcount={photos.length}>
      <div className={`${classes.row} ${classes.tableHead}`} role="row">
        {(['photo', 'file', 'guess', 'score', 'second'] as const).map(name => (
          <span key={name} role="columnheader">
            {t(`predict.${name}`)}
          </span>
        ))}
      </div>
      <div style={{ position: 'relative', height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index: place, start }) => {
          const { index, photo, top } = photos[place]!;
          const [first, second] = top;
          const isUnsure = (first?.probability ?? 0) < unsureBelow;
          return (
            <div
              key={index}
              role="row"
              aria-rowindex={place + 1}
              className={isUnsure ? `${classes.row} ${classes.unsureRow}` : classes.row}
              style={{ position: 'absolute', top: start, left: 0, right: 0, height: rowPx }}
            >
              <span role="cell">
                <img className={classes.small} src={predictedUrl(work, index, 96)} alt="" loading="lazy" />
              </span>
              <span role="cell" className="mono ellipsis" title={photo}>
                {photo}
              </span>
              <span role="cell" className={classes.guess}>
                {isUnsure && <IconHelpHexagon size={14} stroke={1.75} aria-label={t('predict.is-unsure')} />}
                <span className="ellipsis">{first?.class}</span>
              </span>
              <span role="cell" className={`${classes.scoreCell} tabular`}>
                <span className={classes.track} aria-hidden="true">
                  <span className={classes.fill} style={{ width: `${100 * (first?.probability ?? 0)}%` }} />
                </span>
                {percent(first?.probability ?? 0)}
              </span>
              <span role="cell" className={`${classes.quiet} ellipsis tabular`}>
                {second && `${second.class} ${percent(second.probability, 0)}`}
              </span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
