// The score in one sentence with its interval and baseline, what makes it doubtful, and what to do next.
import {
  IconChevronRight,
  IconInfoCircle,
  IconPackageExport,
  IconPhotoScan,
  IconPlayerPlay,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { RunResults } from '../../../shared/records/run.ts';
import { useText } from '../../api/text.tsx';
import { placeHash } from '../../components/places.ts';
import { ScoreStatement } from '../../components/ScoreStatement.tsx';
import classes from './page.module.css';

export function Headline({ results }: { readonly results: RunResults }) {
  const { t } = useText();
  const { run, warnings } = results;
  const { part } = run;
  return (
    <section className={classes.headline}>
      <div className={classes.scoreColumn}>
        <ScoreStatement score={run.score!} classesOfRun={run.classes} part={part} isHeading />
        {run.stoppedEarly && <Doubt>{t('train.stopped-early')}</Doubt>}
        {part === 'validation' && (
          <Doubt>
            {t(run.recipe.name === 'one-click' ? 'results.no-test' : 'results.no-test.staged')}{' '}
            <a href={placeHash('photos', { split: 'validation' })}>{t('train.fix.no-test')}</a>
          </Doubt>
        )}
        {warnings.map(kind => (
          <Doubt key={kind}>{t(`results.warning.${kind}`)}</Doubt>
        ))}
        <Doubt>
          {run.recipe.name === 'one-click'
            ? t('results.chosen.text', { epochs: results.chosen.epochs, strength: results.chosen.strength })
            : t('train.outcome.epoch', { epoch: results.chosen.epochs })}
        </Doubt>
      </div>
      <nav className={classes.next} aria-label={t('results.next')}>
        <h2 className={classes.quiet}>{t('results.next')}</h2>
        {run.modelId !== null && (
          <>
            <Next href={placeHash('predict', { model: run.modelId })} icon={<IconPhotoScan size={18} stroke={1.75} />}>
              {t('train.next.predict')}
            </Next>
            <Next
              href={placeHash('models', { model: run.modelId })}
              icon={<IconPackageExport size={18} stroke={1.75} />}
            >
              {t('train.next.export')}
            </Next>
          </>
        )}
        <Next href={placeHash('train')} icon={<IconPlayerPlay size={18} stroke={1.75} />}>
          {t('train.again')}
        </Next>
      </nav>
    </section>
  );
}

function Doubt({ children }: { readonly children: ReactNode }) {
  return (
    <p className={classes.doubt}>
      <IconInfoCircle size={16} stroke={1.75} aria-hidden="true" />
      <span>{children}</span>
    </p>
  );
}

function Next({
  href,
  icon,
  children,
}: {
  readonly href: string;
  readonly icon: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <a href={href} className={classes.nextRow}>
      <span className={classes.nextIcon}>{icon}</span>
      <span className={classes.nextWords}>{children}</span>
      <IconChevronRight size={14} stroke={1.75} aria-hidden="true" />
    </a>
  );
}
