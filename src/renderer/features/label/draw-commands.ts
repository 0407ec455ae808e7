// The keys of drawing: nudging, Tab through what is drawn, deleting, dropping what is open, and Space to move the photo.
import { useEffect, useEffectEvent, useMemo, useSyncExternalStore } from 'react';
import type { BoxGeometry } from '../../../shared/records/shape.ts';
import { useCommands } from '../../components/commands.tsx';
import { isKeyTaken, isMac, keyName } from '../../components/keys.ts';
import { moveBox, readingOrder } from './boxes.ts';
import type { DrawCanvasProps } from './DrawCanvas.tsx';
import { doingNothing, finish, type Doing, type Step } from './pointer.ts';
import type { Thing } from './things.ts';
import { showBox, type View } from './view.ts';

type Options = DrawCanvasProps & {
  readonly selected: Thing | null;
  readonly doing: Doing;
  readonly setDoing: (doing: Doing) => void;
  readonly take: (step: Step) => void;
  readonly setSpaceHeld: (isHeld: boolean) => void;
};

const steps: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
const arrows = Object.keys(steps);

function subscribeToFocus(changed: () => void): () => void {
  document.addEventListener('focusin', changed);
  document.addEventListener('focusout', changed);
  return () => {
    document.removeEventListener('focusin', changed);
    document.removeEventListener('focusout', changed);
  };
}

/** Tab goes through what is drawn only from the photo itself, and leaves it after the last: it never traps the keyboard. */
function isPhotoFocused(): boolean {
  const focused = document.activeElement;
  return focused === null || focused === document.body || focused.hasAttribute('data-stage');
}

/** In screen pixels, to each side of a point: what is shown of its surroundings. */
const pointRoomPx = 60;

/** A point has no size to zoom to: it is only brought into sight, with what lies around it. */
function roomFor({ shape, box }: Thing, { scale }: View): BoxGeometry {
  if (shape.kind !== 'point') return box;
  const room = pointRoomPx / scale;
  return { x: box.x - room, y: box.y - room, width: 2 * room, height: 2 * room };
}

export function useDrawCommands(options: Options): void {
  const { photo, stage, things, selected, selectedId, onSelect, doing, setDoing, take, setSpaceHeld } = options;

  /** Holding an arrow is one move, kept when the key is let go. */
  const nudge = (name: string): void => {
    if (selected?.shape.kind !== 'box') return;
    const isFar = name.startsWith('Shift+');
    const [x, y] = steps[name.slice(name.lastIndexOf('+') + 1)]!;
    const open = doing.kind === 'moving' && doing.id === selected.id ? doing : null;
    const from = open?.box ?? selected.box;
    const box = moveBox(from, x * (isFar ? 10 : 1), y * (isFar ? 10 : 1), photo);
    setDoing({ kind: 'moving', id: selected.id, down: { x: 0, y: 0 }, start: open?.start ?? selected.box, box });
  };
  const order = useMemo(() => readingOrder(things), [things]);
  const from = order.findIndex(({ id }) => id === selectedId);
  const canStep = useSyncExternalStore(subscribeToFocus, isPhotoFocused);
  const step = (by: 1 | -1): void => {
    const next = order[from < 0 && by < 0 ? order.length - 1 : from + by];
    if (!next) return;
    onSelect(next.id);
    const view = showBox(stage.view, roomFor(next, stage.view), photo, stage.canvas);
    if (view !== stage.view) stage.setView(view);
  };

  useCommands([
    {
      id: 'draw.nudge',
      keys: arrows.flatMap(key => [key, `Shift+${key}`]),
      textKey: 'command.label.nudge',
      scope: 'draw',
      isKeyOnly: true,
      isDisabled: selected?.shape.kind !== 'box',
      mayRepeat: true,
      run: event => event && nudge(keyName(event, isMac)),
    },
    {
      id: 'draw.next-box',
      keys: ['Tab'],
      textKey: 'command.label.next-box',
      scope: 'draw',
      isKeyOnly: true,
      isDisabled: !canStep || from + 1 >= order.length,
      mayRepeat: true,
      run: () => step(1),
    },
    {
      id: 'draw.previous-box',
      keys: ['Shift+Tab'],
      textKey: 'command.label.previous-box',
      scope: 'draw',
      isKeyOnly: true,
      isDisabled: !canStep || from === 0 || order.length === 0,
      mayRepeat: true,
      run: () => step(-1),
    },
    {
      id: 'draw.delete',
      keys: ['Delete', 'Backspace'],
      textKey: 'command.label.delete',
      scope: 'draw',
      isDisabled: selected === null,
      run: () => selected && options.onDelete(selected.id),
    },
    {
      id: 'draw.drop',
      keys: ['Escape'],
      textKey: 'command.label.drop',
      scope: 'draw',
      isKeyOnly: true,
      isDisabled: doing.kind === 'nothing' && selected === null,
      run: () => (doing.kind === 'nothing' ? onSelect(null) : setDoing(doingNothing)),
    },
  ]);

  const keyDown = useEffectEvent((event: KeyboardEvent): void => {
    if (event.key !== ' ' || isKeyTaken(event.target as Element | null, 'Space')) return;
    event.preventDefault();
    setSpaceHeld(true);
  });
  const keyUp = useEffectEvent((event: KeyboardEvent): void => {
    if (event.key === ' ') setSpaceHeld(false);
    // A pointer drag has its own end; a nudge ends with its key.
    if (arrows.includes(event.key) && doing.kind === 'moving') take(finish(doing, photo));
  });
  useEffect(() => {
    const down = (event: KeyboardEvent): void => keyDown(event);
    const up = (event: KeyboardEvent): void => keyUp(event);
    const away = (): void => setSpaceHeld(false);
    window.addEventListener('keydown', down);
    window.addEventListener('keyup', up);
    window.addEventListener('blur', away);
    return () => {
      window.removeEventListener('keydown', down);
      window.removeEventListener('keyup', up);
      window.removeEventListener('blur', away);
    };
  }, [setSpaceHeld]);
}
