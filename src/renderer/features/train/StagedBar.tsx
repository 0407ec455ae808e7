// How far a run in stages is: one bar cut by stage and epoch, in true proportion to the time that was promised.
import type { PlannedPart, RunProgress } from '../../../shared/records/run.ts';
import { useText } from '../../api/text.tsx';
import type { StageSpan } from './staged-run.ts';
import classes from './staged.module.css';

export type StagedBarProps = {
  readonly spans: readonly StageSpan[];
  readonly progress: RunProgress | null;
  /** Epochs done, with the part of the one that goes on. */
  readonly done: number;
  /** As they were planned; null where that is not known. */
  readonly parts: readonly PlannedPart[] | null;
};

/** Without a plan: an epoch of stage 2 goes through part of the network, one of stage 1 through a head alone. */
const guessed = { 'stage-1': 1, 'stage-2': 4, training: 4 } as const;
const guessedFeatures = 8;

export function StagedBar({ spans, progress, done, parts }: StagedBarProps) {
  const { t, seconds } = useText();
  const phase = progress?.phase ?? 'preparing';
  const planned = (name: PlannedPart['part']): number | undefined => parts?.find(({ part }) => part === name)?.seconds;
  const lengthOf = ({ name, first, last }: StageSpan): number =>
    planned(name) ?? (parts === null ? guessed[name] * (last - first + 1) : 0);
  // From scratch there are no features to compute first.
  const features = planned('features') ?? (parts === null && spans[0]?.name === 'stage-1' ? guessedFeatures : 0);
  const featuresDone =
    phase === 'preparing' ? 0 : phase === 'features' ? progress!.done / Math.max(1, progress!.total) : 1;
  const all = features + spans.reduce((sum, span) => sum + lengthOf(span), 0);
  const longest = Math.max(...spans.map(lengthOf));
  const gone =
    features * featuresDone +
    spans.reduce((sum, span) => {
      const epochs = span.last - span.first + 1;
      return sum + (lengthOf(span) * Math.min(epochs, Math.max(0, done - span.first + 1))) / epochs;
    }, 0);
  const name = t(`train.phase.${phase}`);
  return (
    <div className={classes.progress}>
      <div
        className={classes.bar}
        role="progressbar"
        aria-label={name}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={all === 0 ? 0 : Math.round((100 * gone) / all)}
      >
        {features > 0 && (
          <span className={classes.stage} style={{ flexGrow: features }}>
            <span className={classes.cuts}>
              <Cut done={featuresDone} isQuiet />
            </span>
            <span className={classes.stageName}>{t('train.staged.features')}</span>
          </span>
        )}
        {spans.map(span => {
          const epochs = span.last - span.first + 1;
          const each = lengthOf(span) / epochs;
          return (
            <span key={span.name} className={classes.stage} style={{ flexGrow: lengthOf(span) }}>
              <span className={classes.cuts}>
                {Array.from({ length: epochs }, (_, place) => (
                  <Cut key={place} done={Math.min(1, Math.max(0, done - (span.first - 1 + place)))} />
                ))}
              </span>
              <span className={classes.stageName}>
                {t(`train.staged.${span.name}`)}
                {parts !== null &&
                  each >= 1 &&
                  lengthOf(span) === longest &&
                  `, ${t('train.staged.each', { time: seconds(Math.round(each)) })}`}
              </span>
            </span>
          );
        })}
      </div>
      <div className={classes.phase}>
        <span>{name}</span>
        <span>{t('train.leave')}</span>
      </div>
    </div>
  );
}

function Cut({ done, isQuiet = false }: { readonly done: number; readonly isQuiet?: boolean }) {
  return (
    <span className={classes.cut}>
      <span className={isQuiet ? classes.quietFill : classes.fill} style={{ width: `${100 * done}%` }} />
    </span>
  );
}
