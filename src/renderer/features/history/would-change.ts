// What going to a row would change: asked when a person rests on it; its photos get a clock in the grid.
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect } from 'react';
import { useCall } from '../../api/query.ts';
import { useText } from '../../api/text.tsx';
import { markPhotos } from '../../components/history-view.ts';

const restMs = 120;

/** In words: "13 photos change". Null: the row is nothing to go to. */
export function useWouldChange(target: number | null): string {
  const { t } = useText();
  const [rested] = useDebouncedValue(target, restMs);
  const isSettled = rested === target;
  const answer = useCall('history:would-change', { sequence: rested ?? 0 }, { enabled: rested !== null });
  const change = isSettled && target !== null ? answer.data : undefined;
  useEffect(() => markPhotos(change?.photos ?? []), [change]);
  useEffect(() => () => markPhotos([]), []);
  if (target === null) return '';
  if (!change) return t('history.changing');
  return change.photoCount > 0
    ? t('history.changes', { count: change.photoCount })
    : t('history.changes-gestures', { count: change.gestures });
}
