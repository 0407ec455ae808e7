// A few predicted photos, large, each with its likeliest classes as bars under the words.
import { IconHelpHexagon } from '@tabler/icons-react';
import type { WorkId } from '../../../shared/records/ids.ts';
import type { PredictedPhoto } from '../../../shared/records/prediction.ts';
import { predictedUrl } from '../../api/pictures.ts';
import { useText } from '../../api/text.tsx';
import classes from './page.module.css';

export type CardsProps = {
  readonly work: WorkId;
  readonly photos: readonly PredictedPhoto[];
  readonly best: number;
  readonly unsureBelow: number;
};

export function Cards({ work, photos, best, unsureBelow }: CardsProps) {
  const { t, percent } = useText();
  return (
    <ul className={classes.cards} tabIndex={0} aria-label={t('predict.count', { count: photos.length })}>
      {photos.map(({ index, photo, top }) => (
        <li key={index} className={classes.card}>
          <span className={classes.picture}>
            <img src={predictedUrl(work, index, 512)} alt={photo} title={photo} />
          </span>
          <ol className={classes.guesses}>
            {top.slice(0, best).map((guess, place) => (
              <li key={guess.class} className={place === 0 ? classes.first : classes.other}>
                <span className={classes.guess}>
                  {place === 0 && guess.probability < unsureBelow && (
                    <IconHelpHexagon size={14} stroke={1.75} aria-label={t('predict.is-unsure')} />
                  )}
                  <span className="ellipsis" title={guess.class}>
                    {guess.class}
                  </span>
                  <span className={`${classes.score} tabular`}>{percent(guess.probability)}</span>
                </span>
                <span className={classes.track} aria-hidden="true">
                  <span className={classes.fill} style={{ width: `${100 * guess.probability}%` }} />
                </span>
              </li>
            ))}
          </ol>
        </li>
      ))}
    </ul>
  );
}
