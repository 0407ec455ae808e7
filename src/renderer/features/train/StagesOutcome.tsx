// After a run in stages: which stage was kept and why, the probe beside it, and what makes the score a little kind.
import { IconInfoCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { MessageKey } from '../../../shared/messages.ts';
import type { RunSummary } from '../../../shared/records/run.ts';
import { useCall } from '../../api/query.ts';
import { useText } from '../../api/text.tsx';
import { spansOf } from './staged-run.ts';
import classes from './page.module.css';

export function StagesOutcome({ run }: { readonly run: RunSummary }) {
  const { t } = useText();
  const results = useCall('runs:read', { id: run.id }).data;
  if (!results) return null;
  const { chosen, warnings } = results;
  const { stages } = chosen;
  const [first, second] = stages?.right ?? [];
  const firstLength = spansOf(run.recipe)[0]?.last ?? 0;
  return (
    <div className={classes.outcome}>
      {stages && first !== undefined && second !== undefined && (
        <Line>
          {t(outcomeKey({ isSecondKept: chosen.epochs > firstLength, hasMore: second > first }), {
            before: first,
            now: second,
            photos: stages.photos,
          })}
        </Line>
      )}
      {stages && <Line>{t('train.outcome.probe', { right: stages.probe, photos: stages.photos })}</Line>}
      <Line>{t('train.outcome.epoch', { epoch: chosen.epochs })}</Line>
      {warnings
        .filter(kind => kind !== 'stale')
        .map(kind => (
          <Line key={kind}>{t(`results.warning.${kind}`)}</Line>
        ))}
    </div>
  );
}

/** Of two epochs with as many right the one with the smaller loss is kept, so stage 2 can be kept without more of them. */
function outcomeKey({
  isSecondKept,
  hasMore,
}: {
  readonly isSecondKept: boolean;
  readonly hasMore: boolean;
}): MessageKey {
  if (!isSecondKept) return 'train.outcome.not';
  return hasMore ? 'train.outcome.helped' : 'train.outcome.same';
}

function Line({ children }: { readonly children: ReactNode }) {
  return (
    <p className={classes.early}>
      <IconInfoCircle size={16} stroke={1.75} aria-hidden="true" />
      <span>{children}</span>
    </p>
  );
}
