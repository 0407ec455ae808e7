// The commands that work on every screen, and what the window itself answers: dropped files and folders, closing while a run goes on.
import { useEffect, useEffectEvent } from 'react';
import type { ProjectSummary } from '../../../shared/records/project.ts';
import { useAppInfo } from '../../api/app-info.ts';
import { asGrant, desktop } from '../../api/desktop.ts';
import { useEvent } from '../../api/events.ts';
import { showError } from '../../api/notices.ts';
import { useAct } from '../../api/query.ts';
import { useText } from '../../api/text.tsx';
import { choose } from '../Confirm.tsx';
import { useCommands, type Command } from '../commands.tsx';
import { openHistory, toggleHistory } from '../history-view.ts';
import { navigate, projectPlaces, usePlace } from '../places.ts';
import { importAnnotations, importGrants } from '../project/imports.ts';
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
  const place = usePlace().name;
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
      id: 'history.open',
      keys: ['Ctrl+H'],
      textKey: 'command.history',
      scope: 'everywhere',
      isDisabled: isClosed,
      run: () => {
        if (place === 'photos' || place === 'label') return toggleHistory();
        navigate('photos');
        openHistory();
      },
    },
    {
      id: 'project.open',
      keys: ['Ctrl+O'],
      textKey: 'command.open-folder',
      scope: 'everywhere',
      run: () => void openFolder(),
    },
    {
      id: 'import.open',
      keys: ['Ctrl+I'],
      textKey: 'command.import',
      scope: 'everywhere',
      isDisabled: project?.readOnly === true,
      run: () => void importAnnotations({ isNewProject: isClosed }),
    },
    {
      id: 'export.open',
      textKey: 'command.export',
      scope: 'everywhere',
      isDisabled: isClosed,
      run: () => openOverlay('export'),
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
      id: 'project.health',
      textKey: 'command.health',
      scope: 'everywhere',
      isDisabled: isClosed,
      run: () => navigate('health'),
    },
    {
      id: 'project.backups',
      textKey: 'command.backups',
      scope: 'everywhere',
      isDisabled: isClosed,
      run: () => navigate('backups'),
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
  useDropped(project);
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

/** By name only: what a file holds is seen when it is read. Photos have other endings. */
const annotationFile = /\.(?:json|xml|txt|csv|tsv|ya?ml|zip|tar|t?gz|tfrecords?|record)$/i;

/**
 * What is dropped anywhere on the window is imported or opened, unless the place under it took the drop: files that may hold annotations
 * come in; a folder may be either while a project is open, so it is asked.
 */
function useDropped(project: ProjectSummary | null): void {
  const { t } = useText();
  const dropped = useEffectEvent(async (files: File[], isFolder: boolean) => {
    try {
      const name = files[0]!.name;
      let isImport = !isFolder && files.every(file => annotationFile.test(file.name));
      if (isFolder && project !== null) {
        const answer = await choose({
          title: t('drop.title', { name }),
          body: t('drop.body', { project: project.name }),
          choices: [
            { value: 'open', label: t('start.open') },
            { value: 'import', label: t('start.import') },
          ],
        });
        if (answer === null) return;
        isImport = answer === 'import';
      }
      const isNewProject = project === null;
      if (!desktop)
        return await (isImport ? importAnnotations({ isDrop: true, isNewProject }) : openFolder({ isDrop: true }));
      const grants = (await desktop.grantDropped(files)).map(asGrant);
      if (isImport) await importGrants(grants, { isNewProject });
      else if (grants[0] !== undefined) await openGrant(grants[0]);
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
      void dropped(files, event.dataTransfer?.items[0]?.webkitGetAsEntry()?.isDirectory ?? false);
    };
    window.addEventListener('dragover', over);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', over);
      window.removeEventListener('drop', drop);
    };
  }, []);
}
