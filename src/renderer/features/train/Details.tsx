// The details before a run: every choice of the recipe on the left, what follows from it on the right, the button always on top.
import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { BackboneSummary } from '../../../shared/records/backbone.ts';
import type { TrainingPlan } from '../../../shared/records/run.ts';
import { useCall } from '../../api/query.ts';
import { useText, type Text } from '../../api/text.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Banner } from '../../components/frame/Banners.tsx';
import { navigate } from '../../components/places.ts';
import { ReadingPhotos } from '../../components/ReadingPhotos.tsx';
import { Waiting } from '../../components/Waiting.tsx';
import { frozenBlocks } from './choices.ts';
import { DetailsHead } from './DetailsHead.tsx';
import { LearningParts } from './LearningParts.tsx';
import { PlanPhotos } from './PlanPhotos.tsx';
import { Preview } from './Preview.tsx';
import { RateCurve } from './RateCurve.tsx';
import { ratePoints, stagesOf, updatesPerEpoch } from './rates.ts';
import { RecipeChoice } from './RecipeChoice.tsx';
import { RunFields } from './RunFields.tsx';
import { SplitBar } from './SplitBar.tsx';
import { Problems, StageFields } from './StageFields.tsx';
import { TimeBar } from './TimeBar.tsx';
import { useChoices, type ChoicesAndActs } from './use-choices.ts';
import { Warnings } from './Warnings.tsx';
import classes from './details.module.css';

/** Choices follow each other quickly while an edge is dragged or a number typed; the plan is asked for when they pause. */
const pauseMs = 200;

export function Details({ onBack }: { readonly onBack: () => void }) {
  const backbones = useCall('backbones:list', null);
  if (backbones.error) return <ErrorState error={backbones.error} onRetry={() => void backbones.refetch()} />;
  if (!backbones.data) return <Waiting />;
  return <Loaded backbones={backbones.data} onBack={onBack} />;
}

type LoadedProps = { readonly backbones: readonly BackboneSummary[]; readonly onBack: () => void };

function Loaded({ backbones, onBack }: LoadedProps) {
  const choices = useChoices(backbones);
  const { recipe, backbone, options } = choices;
  const [asked] = useDebouncedValue(JSON.stringify(options), pauseMs);
  const plan = useCall('training:plan', JSON.parse(asked) as typeof options, { keepPrevious: true });
  const isOld = plan.isPlaceholderData || asked !== JSON.stringify(options);
  return (
    <div className={classes.details}>
      <DetailsHead choices={choices} plan={plan.data} isOld={isOld} onBack={onBack} />
      <div className={classes.columns}>
        <div className={classes.left}>
          <RecipeChoice choices={choices} backbones={backbones} />
          {recipe.name === 'textbook' && backbone !== null && (
            <LearningParts backbone={backbone} unfreeze={recipe.unfreeze} onUnfreeze={choices.chooseUnfreeze} />
          )}
          <StageFields choices={choices} />
          <Problems choices={choices} />
          {plan.data && recipe.name !== 'one-click' && <Rates choices={choices} trainPhotos={plan.data.photos.train} />}
          <RunFields choices={choices} />
        </div>
        <div className={classes.right}>
          {plan.error ? (
            <ErrorState error={plan.error} onRetry={() => void plan.refetch()} />
          ) : plan.data ? (
            <Consequences plan={plan.data} choices={choices} />
          ) : (
            <Waiting />
          )}
        </div>
      </div>
    </div>
  );
}

function Consequences({ plan, choices }: { readonly plan: TrainingPlan; readonly choices: ChoicesAndActs }) {
  const { t, error } = useText();
  const { recipe, backbone } = choices;
  const isAway = backbone !== null && !backbone.isHere;
  return (
    <>
      {plan.isStarting && (
        <section className={classes.section}>
          <ReadingPhotos />
        </section>
      )}
      {isAway ? (
        <Obstacle body={t('train.backbone.needed', { backbone: backbone.name })} />
      ) : (
        plan.obstacle !== null && (
          <Obstacle body={error(plan.obstacle)}>
            <Button onClick={() => navigate('photos')}>{t('train.to-photos')}</Button>
          </Obstacle>
        )
      )}
      {recipe.name !== 'one-click' && plan.photos.train > 0 && (
        <Preview
          augmentation={recipe.augmentation}
          sidePx={recipe.sidePx}
          onAugmentation={choices.chooseAugmentation}
        />
      )}
      <SplitBar plan={plan} />
      {plan.warnings.length > 0 && (
        <div className={classes.warnings}>
          <Warnings plan={plan} />
        </div>
      )}
      {!isAway && <TimeBar plan={plan} />}
      {recipe.name === 'one-click' && (
        <section className={classes.section}>
          <PlanPhotos plan={plan} />
        </section>
      )}
    </>
  );
}

function Obstacle({ body, children }: { readonly body: string; readonly children?: React.ReactNode }) {
  const { t } = useText();
  return (
    <div className={classes.warnings}>
      <Banner
        tone="warning"
        icon={<IconAlertTriangle size={20} stroke={1.75} />}
        title={`${t('train.obstacle')}.`}
        body={body}
      >
        {children}
      </Banner>
    </div>
  );
}

function Rates({ choices, trainPhotos }: { readonly choices: ChoicesAndActs; readonly trainPhotos: number }) {
  const text = useText();
  const { recipe, backbone } = choices;
  if (recipe.name === 'one-click') return null;
  const stages = ratePoints(stagesOf(recipe), updatesPerEpoch(trainPhotos, recipe.batch));
  return (
    <section className={`${classes.section} ${classes.rates}`}>
      <RateCurve
        stages={stages}
        heightPx={128}
        {...(recipe.name === 'textbook' && backbone !== null
          ? { boundaryName: text.t('train.rate.opens', { blocks: openedBlocks(text, backbone, recipe.unfreeze) }) }
          : {})}
      />
    </section>
  );
}

/** "blocks 11 to 14": those that learn in stage 2. */
export function openedBlocks({ t }: Text, backbone: BackboneSummary, unfreeze: string | null): string {
  const frozen = frozenBlocks(backbone, unfreeze);
  const to = backbone.blocks.length;
  if (frozen === 0) return t('train.rate.every');
  return frozen + 1 >= to ? t('train.rate.block', { from: to }) : t('train.rate.blocks', { from: frozen + 1, to });
}
