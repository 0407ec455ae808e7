// What a model learned from and what it was judged on, as one bar in true proportion.
import type { ModelFacts } from '../../../shared/records/model-facts.ts';
import type { RunSummary } from '../../../shared/records/run.ts';
import { useCall } from '../../api/query.ts';
import { useText } from '../../api/text.tsx';
import { Part } from './Part.tsx';
import classes from './page.module.css';

/** More classes than these, and their counts would not fit into the bar. */
const mostCounts = 4;

export type TrainedOnProps = { readonly card: ModelFacts; readonly run: RunSummary | null };

export function TrainedOn({ card, run }: TrainedOnProps) {
  const { t, number } = useText();
  const results = useCall(
    'runs:read',
    { id: run?.id ?? (0 as never) },
    { enabled: run !== null && run.score !== null },
  ).data;
  const { trainedOn } = card;
  if (trainedOn === null) return null;
  const counts = Object.entries(trainedOn.perClass);
  const learned = counts.map(([name, count]) => t('models.trained-on.counts', { count, class: name }));
  const held = results?.perClass.map(({ photos }) => number(photos)) ?? [];
  const scored = run?.score?.total ?? 0;
  const shown = (words: readonly string[]): string => (words.length <= mostCounts ? words.join(', ') : '');
  return (
    <Part title={t('models.trained-on')}>
      <div className={classes.bar}>
        <Segment
          photos={trainedOn.photos}
          title={t('models.trained-on.train', { photos: number(trainedOn.photos) })}
          note={shown(learned)}
          isTrain
        />
        {run && scored > 0 && (
          <Segment
            photos={scored}
            title={t('models.trained-on.part', { part: t(`split.${run.part}`), photos: number(scored) })}
            note={shown(held)}
          />
        )}
      </div>
      {counts.length > mostCounts && <p className={classes.quiet}>{learned.join(', ')}</p>}
      {run && (
        <p className={classes.quiet}>
          {t(run.photos.test === 0 ? 'models.trained-on.no-test' : 'models.trained-on.kept')}
        </p>
      )}
    </Part>
  );
}

type SegmentProps = {
  readonly photos: number;
  readonly title: string;
  readonly note: string;
  readonly isTrain?: boolean;
};

function Segment({ photos, title, note, isTrain = false }: SegmentProps) {
  return (
    <div className={isTrain ? `${classes.segment} ${classes.train}` : classes.segment} style={{ flexGrow: photos }}>
      <strong>{title}</strong>
      <span className={`${classes.quiet} ellipsis tabular`} title={note}>
        {note}
      </span>
    </div>
  );
}
