// Before a run: one sentence of what will happen, the promise of time, the button, what to know first, and the photos themselves.
import { Button, UnstyledButton } from '@mantine/core';
import { IconAlertTriangle, IconChevronRight, IconClock, IconPlayerPlay } from '@tabler/icons-react';
import type { TrainingPlan } from '../../../shared/records/run.ts';
import { useAct } from '../../api/query.ts';
import { useText } from '../../api/text.tsx';
import { useCommands } from '../../components/commands.tsx';
import { Banner } from '../../components/frame/Banners.tsx';
import { KeyCap } from '../../components/KeyCap.tsx';
import { navigate } from '../../components/places.ts';
import { ReadingPhotos } from '../../components/ReadingPhotos.tsx';
import { PlanPhotos } from './PlanPhotos.tsx';
import { Warnings } from './Warnings.tsx';
import classes from './page.module.css';

export type PlanProps = {
  readonly plan: TrainingPlan;
  readonly isAgain: boolean;
  readonly onDetails: () => void;
};

export function Plan({ plan, isAgain, onDetails }: PlanProps) {
  const { t, seconds, error } = useText();
  const start = useAct('training:start');
  const { obstacle } = plan;
  const isStarting = plan.isStarting || start.isPending;
  const isReady = obstacle === null && !isStarting;
  useCommands([
    {
      id: 'train.start',
      keys: ['Ctrl+Enter'],
      textKey: 'train.start',
      scope: 'train',
      isDisabled: !isReady,
      run: () => start.mutate({}),
    },
    { id: 'train.details', keys: ['D'], textKey: 'train.details', scope: 'train', run: onDetails },
  ]);
  return (
    <section className={classes.column}>
      <h1 className={classes.sentence}>
        {t('train.sentence', {
          backbone: plan.backbone.name,
          photos: plan.photos.train,
          classes: plan.classes.length,
        })}
      </h1>
      {obstacle === null && (
        <p className={classes.promise}>
          <IconClock size={20} stroke={1.75} aria-hidden="true" />
          {plan.seconds === null
            ? t('train.promise.unknown')
            : t('train.promise', { time: seconds(Math.max(1, Math.round(plan.seconds))) })}
          {plan.seconds !== null && <span className={classes.promiseNote}>{t('train.promise.note')}</span>}
        </p>
      )}
      {obstacle !== null && (
        <div className={classes.notes}>
          <Banner
            tone="warning"
            icon={<IconAlertTriangle size={20} stroke={1.75} />}
            title={`${t('train.obstacle')}.`}
            body={error(obstacle)}
          >
            <Button onClick={() => navigate('photos')}>{t('train.to-photos')}</Button>
          </Banner>
        </div>
      )}
      {obstacle === null && (
        <Button
          size="lg"
          variant="filled"
          className={classes.start}
          leftSection={<IconPlayerPlay size={20} stroke={1.75} />}
          rightSection={<KeyCap name="Ctrl+Enter" isOnAccent isJoined />}
          loading={isStarting}
          onClick={() => start.mutate({})}
        >
          {t(isAgain ? 'train.again' : 'train.start')}
        </Button>
      )}
      {isStarting && (
        <div className={classes.waiting}>
          <ReadingPhotos />
        </div>
      )}
      {plan.warnings.length > 0 && (
        <div className={classes.notes}>
          <Warnings plan={plan} />
        </div>
      )}
      <PlanPhotos plan={plan} />
      <UnstyledButton className={classes.details} onClick={onDetails}>
        <IconChevronRight size={14} stroke={1.75} aria-hidden="true" />
        <strong>{t('train.details')}</strong>
        <span className={`${classes.quiet} ellipsis`}>{t('train.details.hint')}</span>
        <KeyCap name="D" />
      </UnstyledButton>
    </section>
  );
}
