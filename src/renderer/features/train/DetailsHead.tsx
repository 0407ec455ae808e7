// The top of the details, always in sight: what the run will be, its promise of time and memory, and the button.
import { Button } from '@mantine/core';
import { IconClock, IconPlayerPlay } from '@tabler/icons-react';
import type { TrainingPlan } from '../../../shared/records/run.ts';
import { useAct } from '../../api/query.ts';
import { useText } from '../../api/text.tsx';
import { useCommands } from '../../components/commands.tsx';
import { KeyCap } from '../../components/KeyCap.tsx';
import type { ChoicesAndActs } from './use-choices.ts';
import classes from './details.module.css';

export type DetailsHeadProps = {
  readonly choices: ChoicesAndActs;
  /** undefined until it is there. */
  readonly plan: TrainingPlan | undefined;
  /** The plan answers an earlier choice; the new answer is on its way. */
  readonly isOld: boolean;
  readonly onBack: () => void;
};

/** More than this share of all memory leaves too little for everything else. */
const safeShare = 0.8;

export function DetailsHead({ choices, plan, isOld, onBack }: DetailsHeadProps) {
  const { t } = useText();
  const start = useAct('training:start');
  const { backbone, options, problems, recipe } = choices;
  const isStarting = plan?.isStarting === true || start.isPending;
  const isReady =
    plan?.obstacle === null && backbone !== null && backbone.isHere && problems.length === 0 && !isStarting;
  const begin = (): void => start.mutate(options);
  useCommands([
    {
      id: 'train.start',
      keys: ['Ctrl+Enter'],
      textKey: 'train.start',
      scope: 'train',
      isDisabled: !isReady,
      isAlways: true,
      run: begin,
    },
    { id: 'train.details-back', textKey: 'train.details.back', scope: 'train', run: onBack },
  ]);
  const sentence =
    recipe.name === 'one-click'
      ? 'train.sentence'
      : recipe.name === 'scratch'
        ? 'train.sentence.scratch'
        : recipe.unfreeze === null
          ? 'train.sentence.head'
          : 'train.sentence.textbook';
  return (
    <header className={classes.top}>
      <div className={classes.topWords}>
        <h1 className={classes.sentence}>
          {t(sentence, {
            backbone: backbone?.name ?? '–',
            photos: plan?.photos.train ?? 0,
            classes: plan?.classes.length ?? 0,
          })}
        </h1>
        {plan && backbone?.isHere === true && (
          <p className={classes.promise} data-old={isOld}>
            <Promised plan={plan} />
          </p>
        )}
      </div>
      <Button variant="subtle" size="md" onClick={onBack}>
        {t('train.details.back')}
      </Button>
      <Button
        size="lg"
        variant="filled"
        className={classes.start!}
        leftSection={<IconPlayerPlay size={20} stroke={1.75} />}
        rightSection={<KeyCap name="Ctrl+Enter" isOnAccent isJoined />}
        loading={isStarting}
        disabled={!isReady && !isStarting}
        onClick={begin}
      >
        {t('train.start')}
      </Button>
    </header>
  );
}

/** "about 3 min on this computer; stop any time, the best epoch is kept. Memory 1.9 of 7.7 GB" */
function Promised({ plan }: { readonly plan: TrainingPlan }) {
  const { t, seconds, number } = useText();
  const { obstacle, memoryMb, computerMb } = plan;
  if (obstacle !== null) return null;
  const isTight = memoryMb !== null && memoryMb > safeShare * computerMb;
  const time =
    plan.seconds === null
      ? t('train.promise.unknown')
      : t('train.promise', { time: seconds(Math.max(1, Math.round(plan.seconds))) });
  return (
    <>
      <IconClock size={16} stroke={1.75} aria-hidden="true" />
      {t('train.promise.keeps', { promise: time })}
      {memoryMb !== null && (
        <span className={isTight ? classes.tight : ''}>
          {t('train.promise.memory')}{' '}
          {t('train.memory.of', { need: number(memoryMb / 1_000, 1), all: number(computerMb / 1_000, 1) })}
          {isTight && `. ${t('train.promise.tight')}`}
        </span>
      )}
    </>
  );
}
