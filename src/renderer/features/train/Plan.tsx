// Before a run: one sentence of what will happen, the promise of time, the button, what to know first, and the photos themselves.
import { Button } from '@mantine/core';
import { IconAlertTriangle, IconClock, IconInfoCircle, IconPlayerPlay } from '@tabler/icons-react';
import type { TrainingPlan } from '../../../shared/records/run.ts';
import { useAct } from '../../api/query.ts';
import { useText } from '../../api/text.tsx';
import { useCommands } from '../../components/commands.tsx';
import { Banner } from '../../components/frame/Banners.tsx';
import { KeyCap } from '../../components/KeyCap.tsx';
import { navigate, placeHash } from '../../components/places.ts';
import { backboneName } from '../../components/backbone-name.ts';
import { ReadingPhotos } from '../../components/ReadingPhotos.tsx';
import { PlanPhotos } from './PlanPhotos.tsx';
import classes from './page.module.css';

export function Plan({ plan, isAgain }: { readonly plan: TrainingPlan; readonly isAgain: boolean }) {
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
  ]);
  return (
    <section className={classes.column}>
      <h1 className={classes.sentence}>
        {t('train.sentence', {
          backbone: backboneName(plan.backbone),
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
          {plan.warnings.map(({ kind, details }) => (
            <Banner
              key={`${kind} ${JSON.stringify(details)}`}
              tone="warning"
              icon={<IconInfoCircle size={20} stroke={1.75} />}
              title={`${t('train.warning.title')}.`}
              body={t(`train.warning.${kind}`, details)}
            >
              <Fix plan={plan} warning={{ kind, details }} />
            </Banner>
          ))}
        </div>
      )}
      <PlanPhotos plan={plan} />
    </section>
  );
}

/** Leads to the photos that would have to change: their class, or the part they belong to. */
function Fix({ plan, warning }: { readonly plan: TrainingPlan; readonly warning: TrainingPlan['warnings'][number] }) {
  const { t } = useText();
  const { kind, details } = warning;
  const link = (params: Readonly<Record<string, string | number>>, words: string) => (
    <Button component="a" href={placeHash('photos', params)}>
      {words}
    </Button>
  );
  switch (kind) {
    case 'no-test':
      return link({ split: 'validation' }, t('train.fix.no-test'));
    case 'few-held-out':
      return link({ split: 'train' }, t('train.fix.few-held-out'));
    case 'small-class':
    case 'imbalance': {
      const name = kind === 'imbalance' ? details['other'] : details['class'];
      const small = plan.classes.find(one => one.name === name);
      return small ? link({ class: small.id }, t('train.fix.class', { class: small.name })) : null;
    }
  }
}
