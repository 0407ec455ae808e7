// Which run is shown, and what can be done with it.
import { ActionIcon, Menu, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconTrash } from '@tabler/icons-react';
import type { RunId } from '../../../shared/records/ids.ts';
import type { RunSummary } from '../../../shared/records/run.ts';
import { useText } from '../../api/text.tsx';
import { useDeleteRun } from '../../components/delete-run.ts';
import { navigate } from '../../components/places.ts';
import classes from './page.module.css';

export function RunBar({ runs, chosen }: { readonly runs: readonly RunSummary[]; readonly chosen: RunId }) {
  const { t, percent, seconds, when } = useText();
  const deleteRun = useDeleteRun();
  const run = runs.find(({ id }) => id === chosen)!;
  const about = ({ backbone, recipe, seconds: took, startedAt }: RunSummary): string =>
    t('results.run.about', {
      backbone,
      recipe: t(`train.run.by.${recipe.name}`),
      time: seconds(took),
      when: when(startedAt),
    });
  return (
    <div className={classes.bar}>
      <Menu position="bottom-start" width={420}>
        <Menu.Target>
          <UnstyledButton className={classes.choose} title={t('results.choose')}>
            <strong>{t('results.run', { id: run.id })}</strong>
            <span className={`${classes.quiet} ellipsis`}>{about(run)}</span>
            <IconChevronDown size={14} stroke={1.75} aria-hidden="true" />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          {runs.map(other => (
            <Menu.Item
              key={other.id}
              onClick={() => navigate('results', { run: other.id })}
              rightSection={<span className="tabular">{other.score && percent(other.score.accuracy)}</span>}
            >
              <strong>{t('results.run', { id: other.id })}</strong> {about(other)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <ActionIcon onClick={() => void deleteRun(run)} aria-label={t('results.delete')} title={t('results.delete')}>
        <IconTrash size={16} stroke={1.75} />
      </ActionIcon>
    </div>
  );
}
