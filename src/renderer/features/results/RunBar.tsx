// Which run is shown, and what can be done with it.
import { ActionIcon, Button, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconGitCompare, IconTrash } from '@tabler/icons-react';
import type { RunId } from '../../../shared/records/ids.ts';
import type { RunSummary } from '../../../shared/records/run.ts';
import { useText } from '../../api/text.tsx';
import { useDeleteRun } from '../../components/delete-run.ts';
import { navigate } from '../../components/places.ts';
import { goToComparison } from './comparison-address.ts';
import { RunMenu, useAboutRun } from './RunMenu.tsx';
import classes from './page.module.css';

export function RunBar({ runs, chosen }: { readonly runs: readonly RunSummary[]; readonly chosen: RunId }) {
  const { t } = useText();
  const about = useAboutRun();
  const deleteRun = useDeleteRun();
  const run = runs.find(({ id }) => id === chosen)!;
  const others = runs.filter(({ id }) => id !== chosen);
  return (
    <div className={classes.bar}>
      <RunMenu runs={runs} onChoose={id => navigate('results', { run: id })}>
        <UnstyledButton className={classes.choose} title={t('results.choose')}>
          <strong>{t('results.run', { id: run.id })}</strong>
          <span className={`${classes.quiet} ellipsis`}>{about(run)}</span>
          <IconChevronDown size={14} stroke={1.75} aria-hidden="true" />
        </UnstyledButton>
      </RunMenu>
      <div className={classes.barActions}>
        {others.length > 0 && (
          <RunMenu runs={others} position="bottom-end" onChoose={id => goToComparison(id, run.id)}>
            <Button variant="subtle" leftSection={<IconGitCompare size={16} stroke={1.75} />}>
              {t('compare.with')}
            </Button>
          </RunMenu>
        )}
        <ActionIcon onClick={() => void deleteRun(run)} aria-label={t('results.delete')} title={t('results.delete')}>
          <IconTrash size={16} stroke={1.75} />
        </ActionIcon>
      </div>
    </div>
  );
}
