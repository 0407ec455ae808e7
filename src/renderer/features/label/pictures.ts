// The picture of the present photo, and its neighbours read ahead: pixels and annotations, after the present photo is on the screen, and not
// while a key is held.
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { hashAt, type PhotoColumns } from '../../../shared/records/photo-page.ts';
import type { AnnotationKind } from '../../../shared/records/photo.ts';
import { photoUrl } from '../../api/pictures.ts';
import { queries } from '../../api/query.ts';
import { call, request } from '../../api/transport.ts';
import { afterFrame } from './after-frame.ts';
import { pictureLongPx, placesAhead } from './ahead.ts';
import { PicturesAhead, type LoadingPicture, type PictureState } from './pictures-ahead.ts';
import type { Stage, StagePhoto } from './stage.ts';

/** Steps that follow each other faster go past their photos: only the one where the person stays is fetched. */
const hurryMs = 150;
const restMs = 100;

export type Picture = { readonly longPx: number; readonly state: PictureState<ImageBitmap> };

/** A bitmap and not an image: what browsers decode for images they keep as they like, half a gigabyte of it. */
function loadPicture(address: string): LoadingPicture<ImageBitmap> {
  const left = new AbortController();
  const done = request(address, { signal: left.signal })
    .then(answer => answer.blob())
    .then(jpeg => createImageBitmap(jpeg));
  const drop = (): void => {
    left.abort();
    done.then(
      bitmap => bitmap.close(),
      () => undefined, // it never came
    );
  };
  return { done, drop };
}

function readAnnotationsAhead(id: PhotoColumns['id'][number]): void {
  const arg = { ids: [id] };
  void queries.prefetchQuery({
    queryKey: ['photos:read', arg],
    queryFn: ({ signal }) => call('photos:read', arg, signal),
  });
}

export function usePicture(
  columns: PhotoColumns,
  kind: AnnotationKind,
  place: number,
  photo: StagePhoto,
  { canvas, pixelRatio }: Stage,
): Picture {
  const [pictures] = useState(() => new PicturesAhead(loadPicture));
  const way = useRef<{ place: number; direction: 1 | -1; steppedMs: number; isHurried: boolean }>({
    place,
    direction: 1,
    steppedMs: 0,
    isHurried: false,
  });
  const longPx = pictureLongPx(canvas, pixelRatio);
  const address = photoUrl(photo, longPx);
  const isMeasured = canvas.widthPx > 0;

  useEffect(() => {
    if (!isMeasured) return;
    const { current } = way;
    if (current.place !== place) {
      const nowMs = performance.now();
      current.isHurried = nowMs - current.steppedMs < hurryMs;
      current.steppedMs = nowMs;
      current.direction = place === current.place - 1 ? -1 : 1;
      current.place = place;
    }
    const ahead = placesAhead(columns, kind, place, { direction: current.direction, longPx });
    const addressAt = (at: number): string => photoUrl({ id: columns.id[at]!, hash: hashAt(columns, at) }, longPx);
    pictures.want([address, ...ahead.map(addressAt)]);
    const readAhead = (): void => {
      pictures.fetch();
      for (const at of ahead) readAnnotationsAhead(columns.id[at]!);
    };
    if (current.isHurried) {
      const timer = setTimeout(readAhead, restMs);
      return () => clearTimeout(timer);
    }
    pictures.fetch(1);
    return afterFrame(readAhead);
  }, [pictures, columns, kind, place, address, longPx, isMeasured]);

  useEffect(() => () => pictures.want([]), [pictures]);

  const state = useSyncExternalStore(pictures.subscribe, () => pictures.state(address));
  return useMemo(() => ({ longPx, state }), [longPx, state]);
}
