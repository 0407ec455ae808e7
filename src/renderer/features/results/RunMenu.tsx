// Chooses one of the scored runs: its name, what it was, its score.
import { Menu } from '@mantine/core';
import type { ReactNode } from 'react';
import type { RunId } from '../../../shared/records/ids.ts';
import type { RunSummary } from '../../../shared/records/run.ts';
import { useText } from '../../api/text.tsx';

export type RunMenuProps = {
  readonly runs: readonly RunSummary[];
  readonly onChoose: (id: RunId) => void;
  readonly position?: 'bottom-start' | 'bottom-end';
  /** The button that opens it. */
  readonly children: ReactNode;
};

export function RunMenu({ runs, onChoose, position = 'bottom-start', children }: RunMenuProps) {
  const { t, percent } = useText();
  const about = useAboutRun();
  return (
    <Menu position={position} width={420}>
      <Menu.Target>{children}</Menu.Target>
      <Menu.Dropdown>
        {runs.map(run => (
          <Menu.Item
            key={run.id}
            onClick={() => onChoose(run.id)}
            rightSection={<span className="tabular">{run.score && percent(run.score.accuracy)}</span>}
          >
            <strong>{t('results.run', { id: run.id })}</strong> {about(run)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** What a run was, in half a line. */
export function useAboutRun(): (run: RunSummary) => string {
  const { t, seconds, when } = useText();
  return ({ backbone, recipe, seconds: took, startedAt }) =>
    t('results.run.about', {
      backbone,
      recipe: t(`train.run.by.${recipe.name}`),
      time: seconds(took),
      when: when(startedAt),
    });
}
