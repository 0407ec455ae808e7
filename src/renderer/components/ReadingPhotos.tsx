// How far the reading of the photos is, where a click waits for it, and the way out.
import { useCall } from '../api/query.ts';
import { WorkProgress } from './WorkProgress.tsx';

/** Nothing while no scan goes on. Cancelling ends the scan, and with it what waited for it. */
export function ReadingPhotos() {
  const works = useCall('work:list', null).data ?? [];
  const scan = works.findLast(({ kind, state }) => kind === 'scan' && state === 'running');
  return scan ? <WorkProgress work={scan} /> : null;
}
