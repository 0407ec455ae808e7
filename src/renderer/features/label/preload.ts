// Reads the neighbours of the present photo ahead: pixels and annotations, three to each side, nearest first.
import { useEffect, useRef } from 'react';
import { hashAt, type PhotoColumns } from '../../../shared/records/photo-page.ts';
import { photoUrl } from '../../api/pictures.ts';
import { queries } from '../../api/query.ts';
import { call } from '../../api/transport.ts';
import { screenLongPx } from './PhotoPixels.tsx';

const steps = [1, -1, 2, -2, 3, -3];

export function usePreload(columns: PhotoColumns, place: number): void {
  // Held, so that the browser keeps the decoded pictures.
  const held = useRef(new Map<string, HTMLImageElement>());
  useEffect(() => {
    if (place < 0) return;
    const before = held.current;
    const next = new Map<string, HTMLImageElement>();
    for (const step of steps) {
      const id = columns.id[place + step];
      const hash = hashAt(columns, place + step);
      if (id === undefined || !hash || columns.problem[place + step] !== 0) continue;
      const url = photoUrl({ id, hash }, screenLongPx);
      const image = before.get(url) ?? new Image();
      if (!image.src) image.src = url;
      next.set(url, image);
      const arg = { ids: [id] };
      void queries.prefetchQuery({
        queryKey: ['photos:read', arg],
        queryFn: ({ signal }) => call('photos:read', arg, signal),
      });
    }
    held.current = next;
    // The columns that are read here; a label that was set is nothing to read ahead for.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [columns.id, columns.hashHigh, columns.hashLow, columns.problem, place]);
}
