// The drawing surface over the photo: what the hand does becomes boxes; other shapes are shown and chosen. Two layers, so that a dragged box never redraws the others.
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type PointerEvent } from 'react';
import type { AnnotationId, ClassId } from '../../../shared/records/ids.ts';
import type { BoxGeometry } from '../../../shared/records/shape.ts';
import { finishBeforeLeaving } from '../../api/saving.ts';
import { useText } from '../../api/text.tsx';
import { useCanvasRestores } from '../../components/canvas-restores.ts';
import { useClasses } from '../../components/classes/class-lookup.ts';
import { countKinds, countsText } from '../../components/annotation-kinds.ts';
import { handleAt, type Handle } from './boxes.ts';
import { usePainter } from './paints.ts';
import {
  doingNothing,
  drag,
  finish,
  openBox,
  press,
  release,
  type Doing,
  type Scene,
  type Step,
  type Tool,
} from './pointer.ts';
import { measureOf } from './shape-words.ts';
import type { Stage, StagePhoto } from './stage.ts';
import { thingAt, type Thing } from './things.ts';
import { panBy, type Point } from './view.ts';
import { useDrawCommands } from './draw-commands.ts';
import classes from './Stage.module.css';

export type DrawCanvasProps = {
  readonly photo: StagePhoto;
  readonly stage: Stage;
  readonly tool: Tool;
  readonly things: readonly Thing[];
  readonly selectedId: AnnotationId | null;
  readonly onSelect: (id: AnnotationId | null) => void;
  /** The class of a new box. Null: there is no class yet. */
  readonly activeClass: ClassId | null;
  readonly onDraw: (box: BoxGeometry) => void;
  readonly onChange: (id: AnnotationId, box: BoxGeometry) => void;
  readonly onDelete: (id: AnnotationId) => void;
  /** A box was begun while there is no class. */
  readonly onClassMissing: () => void;
};

const cursors: Readonly<Record<Handle, string>> = {
  nw: 'nwse-resize',
  se: 'nwse-resize',
  ne: 'nesw-resize',
  sw: 'nesw-resize',
  n: 'ns-resize',
  s: 'ns-resize',
  e: 'ew-resize',
  w: 'ew-resize',
};

export function DrawCanvas(props: DrawCanvasProps) {
  const { photo, stage, things, selectedId, onSelect, activeClass } = props;
  const text = useText();
  const { t } = text;
  const painter = usePainter(useClasses());
  const restores = useCanvasRestores();
  const base = useRef<HTMLCanvasElement>(null);
  const overlay = useRef<HTMLCanvasElement>(null);
  const [doing, showDoing] = useState<Doing>(doingNothing);
  // Known at once, not only once it is drawn: a box that was let go just before the photo is left must not be kept twice.
  const doingNow = useRef<Doing>(doingNothing);
  const setDoing = useCallback((next: Doing): void => {
    doingNow.current = next;
    showDoing(next);
  }, []);
  const [pointer, setPointer] = useState<Point | null>(null);
  const [isSpaceHeld, setSpaceHeld] = useState(false);
  const tool: Tool = isSpaceHeld ? 'pan' : props.tool;
  const { view, canvas, pixelRatio } = stage;

  const selected = useMemo(() => things.find(({ id }) => id === selectedId) ?? null, [things, selectedId]);
  const scene: Scene = { tool, view, photo, things, selected };
  const others = useMemo(() => things.filter(({ id }) => id !== selectedId), [things, selectedId]);
  const open = openBox(doing, photo);

  const take = (step: Step): void => {
    setDoing(step.doing);
    if (step.select !== undefined) onSelect(step.select);
    if (step.draw) props.onDraw(step.draw);
    if (step.change) props.onChange(step.change.id, step.change.box);
  };

  // Whatever is open when the photo is left in any way is kept (lesson L2).
  const leave = useRef(() => {});
  useLayoutEffect(() => {
    leave.current = () => {
      const { draw, change } = finish(doingNow.current, photo);
      if (draw && activeClass !== null) props.onDraw(draw);
      if (change) props.onChange(change.id, change.box);
    };
  });
  useEffect(() => {
    // The person may stay after all: what was kept is closed, so that letting go does not draw it twice.
    const keep = (): void => {
      leave.current();
      setDoing(doingNothing);
    };
    const end = finishBeforeLeaving(keep);
    return () => {
      end();
      leave.current();
    };
  }, [setDoing]);

  useLayoutEffect(() => {
    const context = base.current?.getContext('2d');
    if (!context) return;
    painter.begin(context, canvas, pixelRatio);
    painter.things(context, view, canvas, others);
  }, [painter, canvas, pixelRatio, view, others, restores]);

  const isCrossShown = tool === 'box' && activeClass !== null && doing.kind === 'nothing' && pointer !== null;
  useLayoutEffect(() => {
    const context = overlay.current?.getContext('2d');
    if (!context) return;
    painter.begin(context, canvas, pixelRatio);
    if (isCrossShown) painter.cross(context, canvas, pointer);
    if (open && (open.id !== null || activeClass !== null)) {
      const classId =
        open.id === null ? activeClass! : (things.find(({ id }) => id === open.id)?.classId ?? activeClass!);
      const shape = { kind: 'box', box: open.box } as const;
      painter.selected(context, view, { classId, shape, box: open.box }, measureOf(text, shape));
    } else if (selected) {
      painter.selected(context, view, selected, measureOf(text, selected.shape));
    }
  });

  useDrawCommands({ ...props, selected, doing, setDoing, take, setSpaceHeld });

  /** The pointer that is down. A second finger, or a pen beside the hand, must not end or replace what the first draws. */
  const holder = useRef<number | null>(null);
  const isOther = (event: PointerEvent): boolean => holder.current !== null && holder.current !== event.pointerId;
  const hold = (event: PointerEvent<HTMLDivElement>): void => {
    event.currentTarget.setPointerCapture(event.pointerId);
    holder.current = event.pointerId;
  };

  const onPointerDown = (event: PointerEvent<HTMLDivElement>): void => {
    if (isOther(event)) return;
    const at = stage.toCanvas(event);
    if (event.button === 1) {
      event.preventDefault();
      hold(event);
      setDoing({ kind: 'panning', down: at, start: view });
      return;
    }
    if (event.button !== 0) return;
    hold(event);
    if (tool === 'box' && activeClass === null) return;
    take(press(doing, scene, at, event.ctrlKey || event.metaKey));
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>): void => {
    if (isOther(event)) return;
    const at = stage.toCanvas(event);
    setPointer(at);
    if (doing.kind === 'panning') {
      stage.setView(panBy(doing.start, at.x - doing.down.x, at.y - doing.down.y, photo, canvas));
    } else if (doing.kind === 'drawing' || event.buttons !== 0) {
      setDoing(drag(doing, scene, at));
    }
  };
  const onPointerUp = (event: PointerEvent<HTMLDivElement>): void => {
    if (isOther(event)) return;
    if (event.button !== 0 && doing.kind !== 'panning') return;
    // On release: pressing gives the photo the focus, which the field of the new class then takes.
    if (tool === 'box' && activeClass === null) props.onClassMissing();
    take(release(doing, scene, stage.toCanvas(event)));
  };

  return (
    <div
      className={classes.canvas}
      style={{ pointerEvents: 'auto', cursor: cursorOf(scene, doing, pointer) }}
      role="img"
      aria-label={t('label.canvas', {
        name: photo.name,
        what: countsText(text, countKinds(things.map(({ shape }) => shape))) || t('shape.box.count', { count: 0 }),
      })}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={event => {
        if (!isOther(event)) take(finish(doing, photo));
      }}
      onLostPointerCapture={event => {
        if (!isOther(event)) holder.current = null;
      }}
      onPointerLeave={() => setPointer(null)}
      onContextMenu={event => event.preventDefault()}
    >
      <canvas ref={base} className={classes.canvas} />
      <canvas ref={overlay} className={classes.canvas} />
      {doing.kind === 'drawing' && doing.by === 'clicks' && <div className={classes.hint}>{t('label.draw.hint')}</div>}
      {activeClass === null && <div className={classes.hint}>{t('label.draw.no-class')}</div>}
    </div>
  );
}

function cursorOf(scene: Scene, doing: Doing, pointer: Point | null): string {
  if (doing.kind === 'panning') return 'grabbing';
  if (doing.kind === 'moving') return 'move';
  if (doing.kind === 'resizing') return cursors[doing.handle];
  if (scene.tool === 'pan') return 'grab';
  const handle =
    pointer && scene.selected?.shape.kind === 'box' && doing.kind === 'nothing'
      ? handleAt(scene.view, scene.selected.box, pointer)
      : null;
  if (handle) return cursors[handle];
  if (scene.tool === 'box') return 'crosshair';
  const under = pointer && thingAt(scene.view, scene.things, pointer);
  if (!under) return 'grab';
  return under.shape.kind === 'box' ? 'move' : 'pointer';
}
