// One scored photo: its thumbnail, and below it your label → what the model says, with its score.
import { IconArrowNarrowRight } from '@tabler/icons-react';
import type { PhotoVerdict } from '../../../shared/records/run.ts';
import { useText } from '../../api/text.tsx';
import { ClassSwatch } from '../../components/ClassSwatch.tsx';
import { PhotoTile } from '../../components/PhotoTile.tsx';
import { placeHash } from '../../components/places.ts';
import type { RunClass } from './run-classes.ts';
import classes from './page.module.css';

export type VerdictProps = {
  readonly verdict: PhotoVerdict;
  readonly named: readonly RunClass[];
  readonly heightPx: number;
};

export function Verdict({ verdict, named, heightPx }: VerdictProps) {
  const { t } = useText();
  const { photoId, hash, name, widthPx, heightPx: fullPx, actual, top } = verdict;
  const label = named.find(({ id }) => id === actual)!;
  const said = named.find(({ id }) => id === top[0]!.classId)!;
  const score = top[0]!.probability.toFixed(2);
  const aspect = Math.min(1.6, Math.max(0.65, widthPx / fullPx));
  return (
    <PhotoTile
      id={photoId}
      hash={hash}
      name={t('results.tile', { name, actual: label.name, predicted: said.name, score })}
      widthPx={Math.round(heightPx * aspect)}
      heightPx={heightPx}
      href={placeHash('label', { photo: photoId })}
      caption={
        <span className={classes.verdict}>
          <ClassSwatch look={label} sizePx={16} />
          <IconArrowNarrowRight size={14} stroke={1.75} aria-hidden="true" />
          <ClassSwatch look={said} sizePx={16} />
          <span className="ellipsis">{said.name}</span>
          <span className={`${classes.verdictScore} tabular`}>{score}</span>
        </span>
      }
    />
  );
}
