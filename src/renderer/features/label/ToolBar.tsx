// The slim bar of tools in Draw, each with its key under the icon.
import { Tooltip, UnstyledButton } from '@mantine/core';
import { IconArrowBackUp, IconHandStop, IconPointer, IconSquareDashed, IconZoomScan } from '@tabler/icons-react';
import { useText } from '../../api/text.tsx';
import { useAct, useCall } from '../../api/query.ts';
import type { Tool } from './pointer.ts';
import classes from './ToolBar.module.css';

const buttons = [
  { tool: 'select', Icon: IconPointer, key: 'V' },
  { tool: 'box', Icon: IconSquareDashed, key: 'B' },
  { tool: 'pan', Icon: IconHandStop, key: 'Space' },
] as const;

export type ToolBarProps = { readonly tool: Tool; readonly onTool: (tool: Tool) => void; readonly onFit: () => void };

export function ToolBar({ tool, onTool, onFit }: ToolBarProps) {
  const { t } = useText();
  const history = useCall('history:state', null);
  const undo = useAct('history:undo');
  return (
    <div className={classes.tools} role="toolbar" aria-orientation="vertical" aria-label={t('label.tools')}>
      {buttons.map(({ tool: name, Icon, key }) => (
        <ToolButton
          key={name}
          Icon={Icon}
          keyName={key}
          name={t(`label.tool.${name}`)}
          isChosen={tool === name}
          onClick={() => onTool(name)}
        />
      ))}
      <span className={classes.divider} aria-hidden="true" />
      <ToolButton Icon={IconZoomScan} keyName="F" name={t('label.tool.fit')} onClick={onFit} />
      <span className={classes.room} />
      <ToolButton
        Icon={IconArrowBackUp}
        keyName="Ctrl Z"
        name={t('label.tool.undo')}
        isDisabled={!history.data?.undo}
        onClick={() => undo.mutate(null)}
      />
    </div>
  );
}

type ToolButtonProps = {
  readonly Icon: typeof IconPointer;
  readonly keyName: string;
  readonly name: string;
  /** Absent: not a tool to be chosen but something to do. */
  readonly isChosen?: boolean;
  readonly isDisabled?: boolean;
  readonly onClick: () => void;
};

function ToolButton({ Icon, keyName, name, isChosen, isDisabled = false, onClick }: ToolButtonProps) {
  return (
    <Tooltip label={name} position="right">
      <UnstyledButton className={classes.tool ?? ''} aria-pressed={isChosen} disabled={isDisabled} onClick={onClick}>
        <Icon size={20} stroke={1.75} aria-hidden="true" />
        <span className="visually-hidden">{name}</span>
        <span className={classes.key} aria-hidden="true">
          {keyName}
        </span>
      </UnstyledButton>
    </Tooltip>
  );
}
