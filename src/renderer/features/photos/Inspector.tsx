// The right panel: what is known of the selected photos, and the health of all of them.
import { useText } from '../../api/text.tsx';
import type { PhotoId } from '../../../shared/records/ids.ts';
import type { PhotoPage } from '../../../shared/records/photo-page.ts';
import { Health } from './Health.tsx';
import { OnePhoto } from './OnePhoto.tsx';
import { SeveralPhotos } from './SeveralPhotos.tsx';
import classes from './Inspector.module.css';

export function Inspector({ page, selected }: { readonly page: PhotoPage; readonly selected: ReadonlySet<PhotoId> }) {
  const { t } = useText();
  const [first] = selected;
  return (
    <div>
      <section className={classes.section} aria-label={t('photos.inspector.selection')}>
        <header className={classes.header}>
          <h2 className={classes.title}>{t('photos.inspector.selection')}</h2>
          {selected.size > 0 && <span className={classes.quiet}>{t('photos.count', { count: selected.size })}</span>}
        </header>
        {first === undefined && <p className={classes.note}>{t('photos.inspector.none')}</p>}
        {first !== undefined && selected.size === 1 && <OnePhoto id={first} />}
        {selected.size > 1 && <SeveralPhotos columns={page.columns} selected={selected} />}
      </section>
      <Health />
    </div>
  );
}
