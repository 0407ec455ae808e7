// One photo of the grid: its thumbnail, what a person said of it, and what the model says where that is worth deciding.
import {
  IconBan,
  IconCheck,
  IconCircleDashed,
  IconCircleOff,
  IconHistory,
  IconPhotoOff,
  IconPhotoX,
  IconRectangle,
} from '@tabler/icons-react';
import { memo, type CSSProperties } from 'react';
import type { ClassRecord } from '../../../shared/records/class.ts';
import type { PhotoId } from '../../../shared/records/ids.ts';
import type { PhotoProblem, PhotoState } from '../../../shared/records/photo.ts';
import { useThumbnail } from '../../api/pictures.ts';
import { useText } from '../../api/text.tsx';
import { ClassSwatch } from '../../components/ClassSwatch.tsx';
import { useIsMarked } from '../../components/history-view.ts';
import { HoverCaption } from './HoverCaption.tsx';
import classes from './Thumb.module.css';

export type ThumbProps = {
  readonly id: PhotoId;
  readonly hash: string;
  readonly index: number;
  readonly leftPx: number;
  readonly topPx: number;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Rows from the middle of the view: nearer is fetched sooner. */
  readonly distance: number;
  readonly labels: readonly ClassRecord[];
  readonly state: PhotoState;
  readonly boxes: number;
  readonly predicted: ClassRecord | null;
  readonly probability: number;
  readonly isDisagreeing: boolean;
  readonly isExcluded: boolean;
  readonly problem: PhotoProblem | null;
  readonly isSelected: boolean;
  readonly isTabStop: boolean;
  readonly isHovered: boolean;
  /** Place in its group, for screen readers. */
  readonly place: number;
  readonly groupSize: number;
};

export const Thumb = memo(function Thumb(props: ThumbProps) {
  const { t } = useText();
  const { id, hash, index, isSelected, isExcluded, problem, isTabStop, isHovered } = props;
  const thumbnail = useThumbnail(id, hash, props.distance);
  const style: CSSProperties = {
    transform: `translate(${props.leftPx}px, ${props.topPx}px)`,
    width: props.widthPx,
    height: props.heightPx,
  };
  const spoken = useSpoken(props);
  const isMarked = useIsMarked(id);
  const isUnreadable = problem !== null || thumbnail.state === 'failed';
  return (
    <div
      id={`photo-${id}`}
      role="option"
      aria-selected={isSelected}
      aria-posinset={props.place}
      aria-setsize={props.groupSize}
      tabIndex={isTabStop ? 0 : -1}
      data-index={index}
      className={`${classes.thumb} ${isSelected ? classes.selected : ''} ${isExcluded ? classes.excluded : ''} ${isMarked ? classes.marked : ''}`}
      style={style}
    >
      <span className="visually-hidden">{t('photos.tile', { place: index + 1, what: spoken })}</span>
      {isUnreadable ? (
        <span className={classes.unreadable} aria-hidden="true">
          {problem === 'missing' ? <IconPhotoX size={22} stroke={1.5} /> : <IconPhotoOff size={22} stroke={1.5} />}
          {problem !== null && props.widthPx > 90 && <span>{t(`photos.${problem}`)}</span>}
        </span>
      ) : (
        thumbnail.url !== null && (
          <img className={classes.picture} src={thumbnail.url} alt="" draggable={false} decoding="async" />
        )
      )}
      {isSelected && (
        <span className={classes.check} aria-hidden="true">
          <IconCheck size={12} stroke={3} />
        </span>
      )}
      {isMarked && (
        <span className={`${classes.chip} ${classes.icon} ${classes.clock}`}>
          <IconHistory size={14} stroke={2} aria-hidden="true" />
          <span className="visually-hidden">{t('history.marked')}</span>
        </span>
      )}
      <StateChip {...props} />
      {props.boxes > 0 && !isHovered && (
        <span className={`${classes.chip} ${classes.boxes}`} aria-hidden="true">
          <IconRectangle size={12} stroke={2} />
          {props.boxes}
        </span>
      )}
      {isHovered && <HoverCaption id={id} isWide={props.widthPx > 110} />}
    </div>
  );
});

function StateChip({
  labels,
  state,
  predicted,
  probability,
  isDisagreeing,
  isExcluded,
  problem,
  isHovered,
  widthPx,
}: ThumbProps) {
  const { t, number } = useText();
  const hasRoom = widthPx > 84;
  const score = number(probability);
  if (isExcluded) {
    return (
      <span className={`${classes.chip} ${classes.icon}`} aria-hidden="true">
        <IconBan size={14} stroke={2} />
      </span>
    );
  }
  if (labels.length > 0) {
    const words = isDisagreeing && predicted ? `≠ ${predicted.name} ${score}` : null;
    const [first] = labels;
    return (
      <span className={classes.chip} aria-hidden="true">
        {labels.slice(0, 3).map(record => (
          <ClassSwatch key={record.id} look={record} />
        ))}
        {words !== null && hasRoom && !isHovered && <span className={classes.words}>{words}</span>}
        {isHovered && hasRoom && first && (
          <span className={classes.words}>
            {first.name}
            {predicted && probability > 0 && (
              <span className={classes.quiet}>
                {' '}
                {isDisagreeing ? `≠ ${predicted.name} ${score}` : t('photos.tile.model', { score })}
              </span>
            )}
          </span>
        )}
      </span>
    );
  }
  if (state === 'nothing') {
    return (
      <span className={`${classes.chip} ${classes.icon}`} aria-hidden="true">
        <IconCircleOff size={14} stroke={2} />
      </span>
    );
  }
  if (problem !== null) return null;
  if (predicted) {
    return (
      <span className={`${classes.chip} ${classes.suggested}`} aria-hidden="true">
        <ClassSwatch look={predicted} />
        {hasRoom && (
          <span className={classes.words}>
            {predicted.name} {score}
          </span>
        )}
      </span>
    );
  }
  return (
    <span className={`${classes.chip} ${classes.icon}`} aria-hidden="true">
      <IconCircleDashed size={14} stroke={2} />
    </span>
  );
}

/** What the pictures of a thumbnail say, in words. */
function useSpoken(props: ThumbProps): string {
  const { t, number } = useText();
  const { labels, state, predicted, probability, boxes } = props;
  const model = predicted && { class: predicted.name, score: number(probability) };
  const words = [
    labels.length > 0 ? labels.map(({ name }) => name).join(', ') : t(`state.${state}`),
    model && labels.length > 0 && props.isDisagreeing && t('photos.tile.disagrees', model),
    model && labels.length === 0 && state === 'new' && t('photos.tile.suggests', model),
    boxes > 0 && t('photos.tile.boxes', { count: boxes }),
    props.isExcluded && t('photos.excluded'),
    props.problem && t(`photos.${props.problem}`),
  ];
  return words.filter(Boolean).join(', ');
}
