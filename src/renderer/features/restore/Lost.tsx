// What is lost where a project is opened with what is intact of it, said before it is done.
import { IconAlertTriangle } from '@tabler/icons-react';
import type { Finding, ProjectCounts } from '../../../shared/records/restore.ts';
import { useText } from '../../api/text.tsx';
import classes from './page.module.css';

type LostProps = { readonly findings: readonly Finding[]; readonly after: ProjectCounts };

const partsOfFile = ['photos', 'classes', 'annotations', 'runs'] as const;

export function Lost({ findings, after }: LostProps) {
  const { t } = useText();
  const left = {
    photos: after.photos,
    classes: after.classes,
    annotations: after.labels + after.things,
    runs: after.runs,
  };
  const lost = partsOfFile.flatMap(what => {
    const finding = findings.find(one => one.what === what);
    // "Nothing here" and deleted classes are rows too: what the file says is damaged is what counts.
    const count = finding ? Math.max(finding.of - finding.found, 0) : 0;
    return count > 0 ? [t(`restore.lost.${what}`, { count, left: left[what] })] : [];
  });
  if (after.gestures === 0) lost.push(t('restore.lost.history'));
  return (
    <section className={classes.section} aria-label={t('restore.lost')}>
      <h2 className={classes.sectionTitle}>{t('restore.lost')}</h2>
      <ul className={classes.lost}>
        {lost.map(words => (
          <li key={words}>
            <IconAlertTriangle size={16} stroke={1.75} aria-hidden="true" />
            {words}
          </li>
        ))}
        {lost.length === 0 && <li>{t('restore.lost.nothing')}</li>}
      </ul>
      <p className={classes.quiet}>{t('restore.lost.note')}</p>
    </section>
  );
}
