// One photo of a pair or a row: as much of it as fits, its class, its name and the side of the split it is on.
import { IconLock, IconRuler2, IconSchool } from '@tabler/icons-react';
import type { HealthPhoto } from '../../../shared/records/health.ts';
import { useThumbnail } from '../../api/pictures.ts';
import { useText } from '../../api/text.tsx';
import { ClassSwatch } from '../../components/ClassSwatch.tsx';
import { useClasses } from '../../components/classes/class-lookup.ts';
import { placeHash } from '../../components/places.ts';
import classes from './page.module.css';

const splitIcons = { train: IconSchool, validation: IconRuler2, test: IconLock };

export function PhotoOfPair({ photo, heightPx }: { readonly photo: HealthPhoto; readonly heightPx: number }) {
  const { t } = useText();
  const { byId } = useClasses();
  const record = photo.classId === null ? undefined : byId.get(photo.classId);
  const Icon = photo.split && splitIcons[photo.split];
  return (
    <figure className={classes.photo}>
      <div className={classes.frame}>
        <a
          className={classes.picture}
          style={{ height: heightPx }}
          href={placeHash('label', { photo: photo.id })}
          aria-label={t('health.open-photo', { name: photo.name })}
        >
          <Picture photo={photo} />
        </a>
        {record && (
          <span className={classes.swatch}>
            <ClassSwatch look={record} />
          </span>
        )}
      </div>
      <figcaption className={classes.caption}>
        <span className={`${classes.name} mono ellipsis`} dir="auto" title={photo.path}>
          {photo.name}
        </span>
        <span className={classes.split}>
          {Icon && <Icon size={12} stroke={1.75} aria-hidden="true" />}
          {t(photo.split === null ? 'split.none' : `split.${photo.split}`)}
        </span>
      </figcaption>
    </figure>
  );
}

/** The thumbnail alone; an empty ground until it is there. */
export function Picture({ photo }: { readonly photo: Pick<HealthPhoto, 'id' | 'hash'> }) {
  const thumbnail = useThumbnail(photo.id, photo.hash);
  return thumbnail.url === null ? null : <img className={classes.image} src={thumbnail.url} alt="" />;
}
