// The head of a comparison: back to the run, what it rests on, and the two swapped.
import { ActionIcon, Button } from '@mantine/core';
import { IconArrowLeft, IconArrowsExchange } from '@tabler/icons-react';
import type { RunComparison } from '../../../shared/records/compare.ts';
import type { RunId } from '../../../shared/records/ids.ts';
import { useText } from '../../api/text.tsx';
import { navigate, placeHash } from '../../components/places.ts';
import page from './page.module.css';

export type CompareBarProps = { readonly a: RunId; readonly b: RunId; readonly comparison: RunComparison | null };

export function CompareBar({ a, b, comparison }: CompareBarProps) {
  const { t } = useText();
  const back = t('compare.back', { id: b });
  return (
    <div className={page.bar}>
      <div className={page.choose}>
        <ActionIcon component="a" href={placeHash('results', { run: b })} aria-label={back} title={back}>
          <IconArrowLeft size={16} stroke={1.75} />
        </ActionIcon>
        <h1 className={page.barTitle}>{t('compare.title')}</h1>
        <span className={`${page.quiet} ellipsis`}>{comparison !== null && <Basis comparison={comparison} />}</span>
      </div>
      <Button
        variant="subtle"
        leftSection={<IconArrowsExchange size={16} stroke={1.75} />}
        onClick={() => navigate('results', { run: a, with: b })}
      >
        {t('compare.swap')}
      </Button>
    </div>
  );
}

/** What both scores rest on. */
function Basis({ comparison }: { readonly comparison: RunComparison }) {
  const { t } = useText();
  const { photos, a, b } = comparison;
  const { common, onlyA, onlyB, changed, unanswered } = photos;
  const isWhole = onlyA + onlyB + changed + unanswered === 0 && a.run.part === b.run.part;
  if (isWhole) return t('compare.same', { count: common, part: t(`train.part.${b.run.part}`) });
  return t('compare.common', { count: common });
}
