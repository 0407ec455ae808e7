// A panel at the side of a place: its width can be dragged, it collapses to a rail, and both are remembered per place.
import { ActionIcon, Tooltip } from '@mantine/core';
import { IconLayoutSidebarLeftExpand, IconLayoutSidebarRightExpand } from '@tabler/icons-react';
import type { KeyboardEvent, PointerEvent, ReactNode } from 'react';
import { useRemembered } from '../api/remembered.ts';
import { useText } from '../api/text.tsx';
import { useCommands } from './commands.tsx';
import type { PlaceName } from './places.ts';
import classes from './SidePanel.module.css';

export type SidePanelProps = {
  readonly side: 'left' | 'right';
  /** The place that remembers width and state. */
  readonly place: PlaceName;
  /** What the panel holds, for screen readers. */
  readonly label: string;
  readonly widthPx?: number;
  /** Folded to its rail until the person opens it (narrow windows). */
  readonly isCollapsedAtFirst?: boolean;
  /** What the rail shows below its button: a dot when something needs a look. */
  readonly rail?: ReactNode;
  readonly children: ReactNode;
};

const minPx = 216;
const maxPx = 400;

export function SidePanel({
  side,
  place,
  label,
  widthPx = 280,
  isCollapsedAtFirst = false,
  rail,
  children,
}: SidePanelProps) {
  const { t } = useText();
  const [width, setWidth] = useRemembered(`panel.${place}.${side}.width`, widthPx);
  const [isCollapsed, setCollapsed] = useRemembered(`panel.${place}.${side}.collapsed`, isCollapsedAtFirst);
  useCommands([
    {
      id: `panel.${side}`,
      keys: [side === 'left' ? 'Alt+[' : 'Alt+]'],
      textKey: side === 'left' ? 'command.panel-left' : 'command.panel-right',
      scope: 'everywhere',
      run: () => setCollapsed(!isCollapsed),
    },
  ]);
  const resize = (next: number): void => setWidth(Math.round(Math.min(maxPx, Math.max(minPx, next))));
  const outward = side === 'left' ? 1 : -1;
  const drag = (event: PointerEvent<HTMLDivElement>): void => {
    const startPx = event.clientX;
    const handle = event.currentTarget;
    handle.setPointerCapture(event.pointerId);
    const move = (moved: globalThis.PointerEvent): void => resize(width + outward * (moved.clientX - startPx));
    handle.addEventListener('pointermove', move);
    handle.addEventListener('lostpointercapture', () => handle.removeEventListener('pointermove', move), {
      once: true,
    });
  };
  const nudge = (event: KeyboardEvent): void => {
    const step = { ArrowLeft: -outward, ArrowRight: outward }[event.key];
    if (step !== undefined) resize(width + 16 * step);
  };

  if (isCollapsed) {
    const Icon = side === 'left' ? IconLayoutSidebarLeftExpand : IconLayoutSidebarRightExpand;
    return (
      <aside className={`${classes.panel} ${classes[side]} ${classes.rail}`} aria-label={label}>
        <Tooltip label={t('panel.open', { panel: label })} position={side === 'left' ? 'right' : 'left'}>
          <ActionIcon
            onClick={() => setCollapsed(false)}
            aria-label={t('panel.open', { panel: label })}
            aria-expanded="false"
          >
            <Icon size={16} stroke={1.75} />
          </ActionIcon>
        </Tooltip>
        {rail}
      </aside>
    );
  }
  return (
    <aside className={`${classes.panel} ${classes[side]}`} style={{ width }} aria-label={label}>
      <div className={classes.content}>{children}</div>
      <div
        className={classes.handle}
        role="separator"
        aria-orientation="vertical"
        aria-label={t('panel.width', { panel: label })}
        aria-valuenow={width}
        aria-valuemin={minPx}
        aria-valuemax={maxPx}
        tabIndex={0}
        onPointerDown={drag}
        onKeyDown={nudge}
        onDoubleClick={() => setWidth(widthPx)}
      />
    </aside>
  );
}
