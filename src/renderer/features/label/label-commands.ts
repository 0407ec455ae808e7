// The keys of Label in both modes: classes, going through the photos, view, and going back with undo.
import { useRef } from 'react';
import type { ClassId, PhotoId } from '../../../shared/records/ids.ts';
import type { AnnotationKind } from '../../../shared/records/photo.ts';
import type { PhotoColumns } from '../../../shared/records/photo-page.ts';
import { showError } from '../../api/notices.ts';
import { call } from '../../api/transport.ts';
import { useClasses } from '../../components/classes/class-lookup.ts';
import { useCommands, type Command } from '../../components/commands.tsx';
import { navigate } from '../../components/places.ts';
import { afterFrame } from './after-frame.ts';
import { edits } from './edit-store.ts';
import type { Mode } from './Header.tsx';
import type { Tool } from './pointer.ts';
import type { Stage } from './stage.ts';
import { nextNew } from './steps.ts';

type Options = {
  readonly columns: PhotoColumns;
  readonly kind: AnnotationKind;
  readonly place: number;
  readonly mode: Mode;
  readonly onMode: (mode: Mode) => void;
  readonly tool: Tool;
  readonly onTool: (tool: Tool) => void;
  readonly stage: Stage;
  readonly isLocked: boolean;
  readonly onLock: (isLocked: boolean) => void;
  readonly onGo: (place: number) => void;
  readonly onClass: (id: ClassId) => void;
  readonly onNothing: () => void;
  /** The arrows then move the box. */
  readonly hasSelectedThing: boolean;
};

/** Photos that were labelled in this sitting, so that Backspace can go back over them. */
export type Trail = { readonly note: (id: PhotoId) => void };

export function useLabelCommands(options: Options): Trail {
  const { columns, kind, place, mode, onMode, onTool, stage, isLocked, onLock, onGo, onClass, onNothing } = options;
  const { list } = useClasses();
  const labelled = useRef<PhotoId[]>([]);
  /** One Backspace after the other: each undoes what the one before left. */
  const goingBack = useRef<Promise<void>>(Promise.resolve());
  /** The last step is not on the screen yet. */
  const isStepping = useRef(false);

  /** While a key is held, one step a frame: more would pile up and go on after it is let go. */
  const step = (by: 1 | -1, event: KeyboardEvent | null): void => {
    if (event?.repeat && isStepping.current) return;
    isStepping.current = true;
    afterFrame(() => {
      isStepping.current = false;
    });
    onGo(place + by);
  };

  /**
   * Undoes only what was a gesture on that photo alone: nothing that was made elsewhere meanwhile, and nothing where the key changed nothing
   * because the photo had that label before.
   */
  const back = async (): Promise<void> => {
    const { failure } = await edits.settled();
    if (failure) return showError(failure);
    const last = labelled.current.pop();
    if (last === undefined) return onGo(place - 1);
    const { undo } = await call('history:state', null);
    const [newest] = await call('history:of-photo', { photoId: last });
    if (undo?.sequence === newest?.sequence && undo?.photos === 1 && /^(?:labels-|nothing-here)/.test(undo.kind)) {
      await call('history:undo', { gesture: undo.sequence });
    }
    navigate('label', { photo: last }, { replace: true });
  };

  const commands: Command[] = [
    {
      id: 'label.previous',
      keys: ['A', 'PageUp'],
      textKey: 'command.label.previous',
      scope: 'label',
      mayRepeat: true,
      run: event => step(-1, event),
    },
    {
      id: 'label.next',
      keys: ['D', 'PageDown'],
      textKey: 'command.label.next',
      scope: 'label',
      mayRepeat: true,
      run: event => step(1, event),
    },
    {
      id: 'label.skip',
      keys: ['S'],
      textKey: 'command.label.skip',
      scope: 'label',
      run: () => onGo(nextNew(columns, kind, place)),
    },
    { id: 'label.nothing', keys: ['N'], textKey: 'command.nothing', scope: 'label', run: onNothing },
    ...list.map((record): Command => ({
      id: `label.class.${record.id}`,
      ...(record.key ? { keys: [record.key.toUpperCase()] } : {}),
      textKey: 'command.class',
      params: { class: record.name },
      scope: 'label',
      run: () => onClass(record.id),
    })),
    {
      id: 'label.mode',
      keys: ['W'],
      textKey: 'command.label.mode',
      scope: 'label',
      run: () => onMode(mode === 'draw' ? 'photo' : 'draw'),
    },
    { id: 'label.fit', keys: ['F'], textKey: 'command.label.fit', scope: 'label', run: stage.fit },
    {
      id: 'label.actual',
      keys: ['Shift+F'],
      textKey: 'command.label.actual',
      scope: 'label',
      run: () => stage.zoomTo(1),
    },
    {
      id: 'label.zoom-in',
      keys: ['+', '='],
      textKey: 'command.label.zoom-in',
      scope: 'label',
      mayRepeat: true,
      run: () => stage.zoomBy(1.25),
    },
    {
      id: 'label.zoom-out',
      keys: ['-'],
      textKey: 'command.label.zoom-out',
      scope: 'label',
      mayRepeat: true,
      run: () => stage.zoomBy(0.8),
    },
    { id: 'label.lock', textKey: 'command.label.lock', scope: 'label', run: () => onLock(!isLocked) },
  ];
  if (!options.hasSelectedThing || mode === 'photo') {
    commands.push(
      {
        id: 'label.arrow-previous',
        keys: ['ArrowLeft'],
        textKey: 'command.label.previous',
        scope: 'label',
        isKeyOnly: true,
        mayRepeat: true,
        run: event => step(-1, event),
      },
      {
        id: 'label.arrow-next',
        keys: ['ArrowRight'],
        textKey: 'command.label.next',
        scope: 'label',
        isKeyOnly: true,
        mayRepeat: true,
        run: event => step(1, event),
      },
    );
  }
  if (mode === 'photo') {
    commands.push({
      id: 'label.back',
      keys: ['Backspace'],
      textKey: 'command.label.back',
      scope: 'label',
      run: () => {
        goingBack.current = goingBack.current.then(back).catch(showError);
      },
    });
  } else {
    commands.push(
      {
        id: 'draw.select',
        keys: ['V'],
        textKey: 'command.label.tool-select',
        scope: 'draw',
        run: () => onTool('select'),
      },
      { id: 'draw.box', keys: ['B'], textKey: 'command.label.tool-box', scope: 'draw', run: () => onTool('box') },
    );
  }
  useCommands(commands);

  return {
    note: id => {
      labelled.current.push(id);
      if (labelled.current.length > 1000) labelled.current.shift();
    },
  };
}
