// The address of two runs beside each other: B is the run that is judged, A the one it is judged against.
import type { RunId } from '../../../shared/records/ids.ts';
import { navigate, placeHash } from '../../components/places.ts';

export const comparisonHash = (a: RunId, b: RunId): string => placeHash('results', { run: b, with: a });

/** Two runs in the order they were made: the later one is B. */
export function goToComparison(one: RunId, other: RunId): void {
  const [a, b] = one < other ? [one, other] : [other, one];
  navigate('results', { run: b, with: a });
}
