// The photos in order under the one that is worked on, each with what was said of it.
import { useVirtualizer } from '@tanstack/react-virtual';
import { IconCircleCheck, IconCircleDashed, IconCircleOff } from '@tabler/icons-react';
import { memo, useEffect, useState } from 'react';
import type { ClassRecord } from '../../../shared/records/class.ts';
import type { PhotoId } from '../../../shared/records/ids.ts';
import { photoStates, type AnnotationKind, type PhotoState } from '../../../shared/records/photo.ts';
import { hashAt, labelsAt, type PhotoColumns } from '../../../shared/records/photo-page.ts';
import { useThumbnail } from '../../api/pictures.ts';
import { useText } from '../../api/text.tsx';
import { ClassSwatch } from '../../components/ClassSwatch.tsx';
import { useClasses } from '../../components/classes/class-lookup.ts';
import { keepClearOfNotes } from '../../components/notes-floor.ts';
import classes from './FilmStrip.module.css';

const itemPx = 80;
const gapPx = 6;
const stateIcons = { new: IconCircleDashed, annotated: IconCircleCheck, nothing: IconCircleOff };

export type FilmStripProps = {
  readonly columns: PhotoColumns;
  readonly kind: AnnotationKind;
  readonly place: number;
  readonly onGo: (id: PhotoId) => void;
};

export function FilmStrip({ columns, kind, place, onGo }: FilmStripProps) {
  const { t } = useText();
  const { byId } = useClasses();
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const virtual = useVirtualizer({
    count: columns.id.length,
    getScrollElement: () => scroller,
    estimateSize: () => itemPx,
    gap: gapPx,
    paddingStart: 8,
    paddingEnd: 8,
    horizontal: true,
    overscan: 6,
  });
  useEffect(() => {
    if (scroller && place >= 0) virtual.scrollToIndex(place, { align: 'center' });
  }, [scroller, place, virtual]);
  const states = kind === 'photo' ? columns.photoState : columns.thingsState;
  return (
    <nav ref={keepClearOfNotes} className={classes.film} aria-label={t('label.film')}>
      <div ref={setScroller} className={classes.scroller}>
        <div className={classes.content} style={{ width: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => (
            <FilmPhoto
              key={columns.id[index]}
              id={columns.id[index]!}
              hash={hashAt(columns, index)}
              index={index}
              leftPx={start}
              distance={Math.abs(index - place)}
              state={photoStates[states[index]!] ?? 'new'}
              label={kind === 'photo' ? (byId.get(labelsAt(columns, index)[0] ?? (0 as never)) ?? null) : null}
              boxes={kind === 'things' ? columns.boxes[index]! : 0}
              isNow={index === place}
              onGo={onGo}
            />
          ))}
        </div>
      </div>
    </nav>
  );
}

type FilmPhotoProps = {
  readonly id: PhotoId;
  readonly hash: string;
  readonly index: number;
  readonly leftPx: number;
  readonly distance: number;
  readonly state: PhotoState;
  readonly label: ClassRecord | null;
  readonly boxes: number;
  readonly isNow: boolean;
  readonly onGo: (id: PhotoId) => void;
};

const FilmPhoto = memo(function FilmPhoto(props: FilmPhotoProps) {
  const { id, index, state, label, boxes, isNow } = props;
  const { t } = useText();
  const { url } = useThumbnail(id, props.hash, props.distance);
  const Icon = stateIcons[state];
  const name = label?.name ?? t(`state.${state}`);
  return (
    <button
      type="button"
      className={`${classes.photo} ${isNow ? classes.now : ''}`}
      style={{ transform: `translateX(${props.leftPx}px)`, width: itemPx }}
      aria-current={isNow}
      tabIndex={isNow ? 0 : -1}
      onClick={() => props.onGo(id)}
    >
      <span className="visually-hidden">{t('label.film.photo', { place: index + 1, what: name })}</span>
      <span className={classes.picture} aria-hidden="true">
        {url !== null && <img src={url} alt="" draggable={false} />}
      </span>
      <span className={classes.caption} aria-hidden="true">
        {label ? <ClassSwatch look={label} sizePx={14} /> : <Icon size={14} stroke={1.75} />}
        <span className={`${classes.captionText} ellipsis`}>
          {isNow && !label ? t('label.film.now') : (label?.name ?? index + 1)}
        </span>
        {boxes > 0 && <span>{boxes}</span>}
      </span>
    </button>
  );
});
