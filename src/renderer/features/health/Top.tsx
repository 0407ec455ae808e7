// The one sentence of the page with its effect, and the button that puts it right.
import { Button } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useText, type Text } from '../../api/text.tsx';
import { KeyCap } from '../../components/KeyCap.tsx';
import type { HealthFix } from '../../../shared/records/health.ts';
import { relink } from '../../components/project/open-project.ts';
import type { Headline } from './headline.ts';
import classes from './page.module.css';

type TopProps = {
  readonly headline: Headline;
  readonly onFix: (what: HealthFix) => void;
  readonly isFixing: boolean;
};

export function Top({ headline, onFix, isFixing }: TopProps) {
  const text = useText();
  const { t } = text;
  const { title, body } = headlineWords(text, headline);
  const isGood = headline.kind === 'good';
  return (
    <div className={classes.top}>
      {isGood ? (
        <IconCircleCheck size={24} stroke={1.75} className={classes.goodIcon} aria-hidden="true" />
      ) : (
        headline.kind !== 'across' && (
          <IconAlertTriangle size={24} stroke={1.75} className={classes.warningIcon} aria-hidden="true" />
        )
      )}
      <div className={classes.sentence}>
        <p className={classes.headline} role="status" tabIndex={-1} data-headline="">
          {title}
        </p>
        <p className={classes.effect}>{body}</p>
      </div>
      {headline.kind === 'across' && (
        <Button
          variant="filled"
          size="md"
          loading={isFixing}
          rightSection={<KeyCap name="Shift+K" isOnAccent isJoined />}
          onClick={() => onFix('leaks')}
        >
          {headline.pairs === 1 ? t('health.across.keep-one') : t('health.across.keep-all', { count: headline.pairs })}
        </Button>
      )}
      {headline.kind === 'missing' && (
        <Button variant="filled" size="md" onClick={() => void relink()}>
          {t('health.find-folder')}
        </Button>
      )}
      {(headline.kind === 'missing' || headline.kind === 'damaged') && (
        <Button
          variant={headline.kind === 'damaged' ? 'filled' : 'default'}
          size="md"
          loading={isFixing}
          onClick={() => onFix(headline.kind)}
        >
          {t('health.exclude-all', { count: headline.photos })}
        </Button>
      )}
    </div>
  );
}

function headlineWords({ t, percent }: Text, headline: Headline): { readonly title: string; readonly body: string } {
  switch (headline.kind) {
    case 'across': {
      const { pairs, sides, score, photos } = headline;
      return {
        title: sides
          ? t('health.across.headline', {
              count: pairs,
              first: t(`split.${sides[0]}`).toLowerCase(),
              second: t(`split.${sides[1]}`).toLowerCase(),
            })
          : t('health.across.headline-any', { count: pairs }),
        body:
          score === null || score.of === 0
            ? t('health.across.body')
            : t('health.across.score', {
                run: score.runId,
                count: photos,
                right: score.right,
                of: score.of,
                score: percent(score.right / score.of),
                scoreNow: percent(score.rightNow / score.ofNow),
              }),
      };
    }
    case 'missing':
    case 'damaged':
      return {
        title: t(`health.${headline.kind}.headline`, { count: headline.photos }),
        body: t(`health.${headline.kind}.body`),
      };
    case 'unread':
      return {
        title: t('health.unread.headline'),
        body: t('health.unread.body', { done: headline.done, total: headline.total }),
      };
    case 'good':
      return { title: t('health.good.headline'), body: t('health.good.body') };
  }
}
