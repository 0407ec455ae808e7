// The photos of one side of a comparison, with A's and B's answer under each.
import { Button } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import type { Answer, ComparedPhoto, RunComparison } from '../../../shared/records/compare.ts';
import { useText } from '../../api/text.tsx';
import { ClassSwatch } from '../../components/ClassSwatch.tsx';
import { PhotoTile } from '../../components/PhotoTile.tsx';
import { placeHash } from '../../components/places.ts';
import { useRunClasses, type RunClass } from './run-classes.ts';
import classes from './compare.module.css';
import page from './page.module.css';

const [widthPx, heightPx, fewPhotos] = [104, 156, 12];
const keyOf = { repaired: 'repaired', broken: 'broken', stillWrong: 'still-wrong' } as const;

export type ComparePhotosProps = {
  readonly comparison: RunComparison;
  readonly side: 'repaired' | 'broken' | 'stillWrong';
};

export function ComparePhotos({ comparison, side }: ComparePhotosProps) {
  const { t, number } = useText();
  const named = useRunClasses(comparison);
  const [isWhole, setWhole] = useState(false);
  const key = keyOf[side];
  const { count, photos } = comparison[side];
  const shown = isWhole ? photos : photos.slice(0, fewPhotos);
  const tone = count === 0 || side === 'stillWrong' ? '' : side === 'repaired' ? classes.countGood : classes.countBad;
  return (
    <section
      className={classes.photos}
      style={{ flexGrow: Math.min(6, Math.max(3, count)) }}
      aria-label={`${number(count)} ${t(`compare.${key}`)}`}
    >
      <h2 className={classes.sideTitle}>
        <span className={`${classes.count} ${tone} tabular`}>{number(count)}</span> {t(`compare.${key}`)}{' '}
        <span className={page.quiet}>{t(`compare.${key}.note`)}</span>
      </h2>
      {count === 0 && <p className={page.quiet}>{t('compare.no-photos')}</p>}
      <div className={page.wall}>
        {shown.map(photo => (
          <Pair key={photo.photoId} photo={photo} named={named} />
        ))}
      </div>
      {shown.length < photos.length && (
        <Button size="xs" variant="subtle" onClick={() => setWhole(true)}>
          {t('compare.more', { count: photos.length })}
        </Button>
      )}
      {isWhole && photos.length < count && <p className={page.quiet}>{t('compare.first', { count: photos.length })}</p>}
    </section>
  );
}

function Pair({ photo, named }: { readonly photo: ComparedPhoto; readonly named: readonly RunClass[] }) {
  const { t } = useText();
  const { photoId, hash, name, actual, a, b } = photo;
  const look = (id: number): RunClass => named.find(one => one.id === id)!;
  const label = t('compare.photo', {
    name,
    actual: look(actual).name,
    a: look(a.classId).name,
    aScore: a.probability.toFixed(2),
    b: look(b.classId).name,
    bScore: b.probability.toFixed(2),
  });
  return (
    <span className={classes.pair}>
      <PhotoTile
        id={photoId}
        hash={hash}
        name={label}
        widthPx={widthPx}
        heightPx={heightPx}
        href={placeHash('label', { photo: photoId })}
        caption={
          <>
            <Said side="A" answer={a} actual={actual} look={look(a.classId)} />
            <Said side="B" answer={b} actual={actual} look={look(b.classId)} />
          </>
        }
      />
      <span className={classes.actual}>
        <ClassSwatch look={look(actual)} sizePx={18} />
      </span>
    </span>
  );
}

type SaidProps = {
  readonly side: string;
  readonly answer: Answer;
  readonly actual: number;
  readonly look: RunClass;
};

function Said({ side, answer, actual, look }: SaidProps) {
  const isRight = answer.classId === actual;
  return (
    <span className={classes.said} aria-hidden="true">
      <span className={classes.bandSide}>{side}</span>
      {isRight ? (
        <IconCheck size={14} stroke={2} className={classes.check} />
      ) : (
        <IconX size={14} stroke={2} className={classes.cross} />
      )}
      <ClassSwatch look={look} sizePx={16} />
      <span className="tabular">{answer.probability.toFixed(2)}</span>
    </span>
  );
}
