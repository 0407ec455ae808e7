// The way from a problem to its photos in the grid, however many there are.
import { useText } from '../../api/text.tsx';
import type { FilterProblem } from '../../../shared/records/photo.ts';
import { placeHash } from '../../components/places.ts';
import classes from './page.module.css';

/** `what` names the problem for people who hear the link alone. */
export function ShowInPhotos({ problem, what }: { readonly problem: FilterProblem; readonly what: string }) {
  const { t } = useText();
  return (
    <a
      className={classes.link}
      href={placeHash('photos', { problem })}
      aria-label={t('health.show-photos-of', { problem: what })}
    >
      {t('health.show-photos')}
    </a>
  );
}
