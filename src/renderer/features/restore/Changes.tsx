// What the replay changes: which photos, and how many annotations come back or go.
import type { ProjectCounts, RestorePreview } from '../../../shared/records/restore.ts';
import { useText } from '../../api/text.tsx';
import classes from './page.module.css';

const shownAtMost = 12;
const annotations = ({ labels, things }: ProjectCounts): number => labels + things;

export function Changes({ preview }: { readonly preview: RestorePreview }) {
  const { t } = useText();
  const { photos, photoCount, before, after, laterCount } = preview;
  if (laterCount === 0) return null;
  const gained = annotations(after) - annotations(before);
  const shown = photos.slice(0, shownAtMost);
  return (
    <section className={classes.section} aria-label={t('restore.changes')}>
      <header className={classes.sectionHead}>
        <h2 className={classes.sectionTitle}>{t('restore.changes')}</h2>
        <span className={classes.quiet}>
          {photoCount === 0
            ? t('restore.changes-none')
            : t('restore.changes-count', { count: photoCount, others: Math.max(0, after.photos - photoCount) })}
        </span>
      </header>
      {gained !== 0 && (
        <p>
          {gained > 0
            ? t('restore.changes.annotations', { count: gained })
            : t('restore.changes.fewer', { count: -gained })}
        </p>
      )}
      <ul className={classes.photos}>
        {shown.map(path => (
          <li key={path} className="mono ellipsis" title={path}>
            {path}
          </li>
        ))}
      </ul>
      {photoCount > shown.length && (
        <p className={classes.quiet}>{t('restore.changes-more', { count: photoCount - shown.length })}</p>
      )}
    </section>
  );
}
