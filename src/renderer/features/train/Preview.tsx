// What the network will see: train photos changed as the run would change them, in its own size, and how photos are changed.
import { Button, Checkbox } from '@mantine/core';
import { IconPhotoOff, IconRefresh } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import type { AugmentedPhoto } from '../../../shared/records/augmented-photo.ts';
import { augmentations, type Augmentation } from '../../../shared/records/recipe.ts';
import { useCall } from '../../api/query.ts';
import { useText } from '../../api/text.tsx';
import { ClassSwatch } from '../../components/ClassSwatch.tsx';
import { useCanvasRestores } from '../../components/canvas-restores.ts';
import { useClasses } from '../../components/classes/class-lookup.ts';
import { useAugmentedPicture, type PictureWish } from './augmented-picture.ts';
import { changeWords } from './change-words.ts';
import classes from './Preview.module.css';
import details from './details.module.css';

/** Larger is not seen on the screen, and would only be sent. */
const mostSidePx = 224;

export type PreviewProps = {
  readonly augmentation: readonly Augmentation[];
  readonly sidePx: number;
  readonly onAugmentation: (augmentation: readonly Augmentation[]) => void;
};

export function Preview({ augmentation, sidePx, onAugmentation }: PreviewProps) {
  const { t, error } = useText();
  const [seed, setSeed] = useState(0);
  const shown = Math.min(sidePx, mostSidePx);
  const photos = useCall('training:preview', { augmentation: [...augmentation], seed }, { keepPrevious: true });
  return (
    <section className={details.section} aria-label={t('train.sees')}>
      <div className={details.head}>
        <h2 className={details.title}>
          {t('train.sees')}{' '}
          <span className={details.quiet}>
            {t(augmentation.length === 0 ? 'train.sees.plain' : 'train.sees.note', { side: sidePx })}
          </span>
        </h2>
        <Button
          size="xs"
          variant="subtle"
          leftSection={<IconRefresh size={14} stroke={1.75} />}
          onClick={() => setSeed(seed + 1)}
        >
          {t('train.sees.others')}
        </Button>
      </div>
      {photos.error ? (
        <p className={details.quiet} role="alert">
          {error(photos.error)}
        </p>
      ) : photos.data?.length === 0 ? (
        <p className={details.quiet}>{t('train.sees.none')}</p>
      ) : (
        <ul className={classes.photos}>
          {(photos.data ?? placeholders).map((photo, place) => (
            <li key={place}>
              {photo === null ? (
                <Empty />
              ) : (
                <Picture photo={photo} augmentation={augmentation} sidePx={shown} isOld={photos.isPlaceholderData} />
              )}
            </li>
          ))}
        </ul>
      )}
      <div className={classes.choices} role="group" aria-label={t('train.augmentation')}>
        {augmentations.map(name => (
          <Checkbox
            key={name}
            label={t(`train.augmentation.${name}`)}
            checked={augmentation.includes(name)}
            onChange={event =>
              onAugmentation(
                augmentations.filter(other =>
                  other === name ? event.currentTarget.checked : augmentation.includes(other),
                ),
              )
            }
          />
        ))}
      </div>
    </section>
  );
}

const placeholders: readonly null[] = Array.from({ length: 6 }, () => null);

function Empty() {
  return (
    <>
      <span className={classes.frame} />
      <span className={classes.caption}> </span>
    </>
  );
}

/** `isOld`: an answer to other augmentations, kept until the new one is there; its pixels are kept with it. */
function Picture({ isOld, ...wish }: PictureWish & { readonly isOld: boolean }) {
  const { t } = useText();
  const { byId } = useClasses();
  const canvas = useRef<HTMLCanvasElement>(null);
  const restores = useCanvasRestores();
  const [current, setCurrent] = useState(wish);
  if (!isOld && !isSame(current, wish)) setCurrent(wish);
  const { data, isError } = useAugmentedPicture(current);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || !data) return;
    [context.canvas.width, context.canvas.height] = [data.width, data.height];
    context.putImageData(data, 0, 0);
  }, [data, restores]);
  const record = byId.get(current.photo.classId);
  const words = changeWords(current.photo.change)
    .map(({ key, params }) => t(key, params))
    .join(', ');
  return (
    <>
      <span className={classes.frame}>
        {isError ? (
          <IconPhotoOff size={20} stroke={1.75} aria-label={t('train.sees.failed')} />
        ) : (
          <canvas
            ref={canvas}
            className={classes.picture}
            data-ready={data !== undefined}
            role="img"
            aria-label={t('train.sees.photo', { class: record?.name ?? '', change: words })}
          />
        )}
      </span>
      <span className={classes.caption}>
        {record && <ClassSwatch look={record} sizePx={14} />}
        <span title={words}>{words}</span>
      </span>
    </>
  );
}

const keyOf = ({ photo, augmentation, sidePx }: PictureWish): string =>
  [photo.id, photo.seed, sidePx, ...augmentation].join(' ');
const isSame = (a: PictureWish, b: PictureWish): boolean => keyOf(a) === keyOf(b) && sameChange(a.photo, b.photo);
const sameChange = (a: AugmentedPhoto, b: AugmentedPhoto): boolean =>
  JSON.stringify(a.change) === JSON.stringify(b.change);
