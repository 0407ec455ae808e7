// The commands that work on every screen, and what the window itself answers: dropped folders, closing while a run goes on.
import { useEffect, useEffectEvent } from 'react';
import { useAppInfo } from '../../api/app-info.ts';
import { asGrant, desktop } from '../../api/desktop.ts';
import { useEvent } from '../../api/events.ts';
import { showError } from '../../api/notices.ts';
import { useAct } from '../../api/query.ts';
import { useText } from '../../api/text.tsx';
import { useCommands, type Command } from '../commands.tsx';
import { navigate, projectPlaces } from '../places.ts';
import { closeProject, openFolder, openGrant, relink, sampleEnded, useOpening } from '../project/open-project.ts';
import { useAskBeforeLeaving } from './leaving.ts';
import { openOverlay, toggleOverlay } from './overlays.ts';
import { stopFovea } from './stop.ts';

export function AppCommands() {
  const text = useText();
  const { t } = text;
  const info = useAppInfo();
  const project = info?.project ?? null;
  const undo = useAct('history:undo');
  const redo = useAct('history:redo');
  const rescan = useAct('project:rescan');
  const isClosed = project === null;
  useCommands([
    {
      id: 'palette.open',
      keys: ['Ctrl+K'],
      textKey: 'command.palette',
      scope: 'everywhere',
      isAlways: true,
      isKeyOnly: true,
      run: () => toggleOverlay('palette'),
    },
    { id: 'keys.open', keys: ['?'], textKey: 'command.keys', scope: 'everywhere', run: () => toggleOverlay('keys') },
    {
      id: 'history.undo',
      keys: ['Ctrl+Z'],
      textKey: 'action.undo',
      scope: 'everywhere',
      isDisabled: isClosed,
      run: () => undo.mutate(null),
    },
    {
      id: 'history.redo',
      keys: ['Ctrl+Y', 'Ctrl+Shift+Z'],
      textKey: 'action.redo',
      scope: 'everywhere',
      isDisabled: isClosed,
      run: () => redo.mutate(null),
    },
    {
      id: 'project.open',
      keys: ['Ctrl+O'],
      textKey: 'command.open-folder',
      scope: 'everywhere',
      run: () => void openFolder(),
    },
    {
      id: 'project.rename',
      textKey: 'command.rename',
      scope: 'everywhere',
      isDisabled: isClosed || project.readOnly,
      run: () => openOverlay('rename'),
    },
    {
      id: 'project.rescan',
      textKey: 'command.rescan',
      scope: 'everywhere',
      isDisabled: isClosed,
      run: () => rescan.mutate(null),
    },
    {
      id: 'project.relink',
      textKey: 'command.relink',
      scope: 'everywhere',
      isDisabled: isClosed,
      run: () => void relink(),
    },
    {
      id: 'project.close',
      textKey: 'command.close-project',
      scope: 'everywhere',
      isDisabled: isClosed,
      run: () => void closeProject(),
    },
    {
      id: 'settings.open',
      keys: ['Ctrl+,'],
      textKey: 'command.settings',
      scope: 'everywhere',
      run: () => navigate('settings'),
    },
    { id: 'help.open', textKey: 'command.help', scope: 'everywhere', run: () => navigate('help') },
    {
      id: 'help.licences',
      textKey: 'command.licences',
      scope: 'everywhere',
      run: () => navigate('help', { page: 'licences' }),
    },
    {
      id: 'app.stop',
      textKey: 'command.stop',
      scope: 'everywhere',
      isDisabled: info?.shell !== 'serve',
      run: () => void stopFovea(text),
    },
    ...projectPlaces.map((name, index): Command => ({
      id: `go.${name}`,
      keys: [`Alt+${index + 1}`],
      textKey: 'command.go',
      params: { place: t(`place.${name}`) },
      scope: 'places',
      isDisabled: isClosed,
      run: () => navigate(name),
    })),
  ]);
  useSampleEnd();
  useDroppedFolders();
  useAskBeforeLeaving();
  return null;
}

/** The sample is made in the background; its project is opened when that work ends. */
function useSampleEnd(): void {
  const opening = useOpening();
  useEvent('work:progress', work => {
    if (opening.state === 'making-sample' && work.id === opening.work && work.state !== 'running')
      void sampleEnded(work);
  });
}

/** A folder dropped anywhere on the window is opened, unless the place under it took the drop. */
function useDroppedFolders(): void {
  const dropped = useEffectEvent(async (files: File[]) => {
    if (!desktop) return openFolder({ isDrop: true });
    try {
      const [grant] = await desktop.grantDropped(files);
      if (grant !== undefined) await openGrant(asGrant(grant));
    } catch (error) {
      showError(error);
    }
  });
  useEffect(() => {
    const over = (event: DragEvent): void => {
      if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
    };
    const drop = (event: DragEvent): void => {
      const files = [...(event.dataTransfer?.files ?? [])];
      if (event.defaultPrevented || files.length === 0) return;
      event.preventDefault();
      void dropped(files);
    };
    window.addEventListener('dragover', over);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', over);
      window.removeEventListener('drop', drop);
    };
  }, []);
}
