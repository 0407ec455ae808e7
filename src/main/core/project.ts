// Calls about the open project as a whole: open, answer the question about sub-folders, rescan, find the folder, rename, close.
import type { Handlers } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import type { ProjectSummary } from '../../shared/records/project.ts';
import { scanFolder } from '../photos/scan.ts';
import type { ProjectFacts } from '../store/api.ts';
import type { Context } from './context.ts';
import { openChosen, openProjectFolder } from './open-folder.ts';
import { chosenFolder } from './project-place.ts';
import { startSample } from './sample.ts';
import { applyScan, everyPhotoRead, startScan, stopScan } from './scan-project.ts';

type Names =
  | 'project:open'
  | 'project:open-recent'
  | 'project:open-sample'
  | 'project:question'
  | 'project:answer-class-folders'
  | 'project:close'
  | 'project:read'
  | 'project:rename'
  | 'project:set-label-mode'
  | 'project:rescan'
  | 'project:relink'
  | 'recents:list'
  | 'recents:forget';

export function projectHandlers(context: Context): Pick<Handlers, Names> {
  const { projects, grants, recents, events } = context;
  const oneAtATime = projects.inTurn;
  async function update(changes: Partial<Pick<ProjectFacts, 'name' | 'labelMode'>>): Promise<ProjectSummary> {
    const project = projects.current();
    await project.store.projectUpdate(changes);
    await project.refresh();
    const summary = await project.summary();
    events.emit('project:changed', summary);
    return summary;
  }

  return {
    'project:open': ({ grant }) => oneAtATime(() => openChosen(context, grants.read(grant))),
    'project:open-recent': ({ id }) => oneAtATime(() => openProjectFolder(context, recents.folderOf(id))),
    'project:open-sample': () => ({ work: startSample(context, oneAtATime) }),
    async 'project:question'() {
      const project = projects.peek();
      return project?.asked ? { project: await project.summary(), question: project.asked } : null;
    },
    async 'project:answer-class-folders'({ use }) {
      const project = projects.current();
      // Equal photos must be known before a side is drawn for them.
      await everyPhotoRead(context, project);
      const done = await project.store.classFoldersApply(use);
      project.asked = null;
      await project.refresh();
      project.announce(done, 'classes');
      const summary = await project.summary();
      events.emit('project:changed', summary);
      return summary;
    },
    async 'project:close'() {
      await oneAtATime(() => projects.close());
      events.emit('data:changed', { subjects: ['recents'], photos: null });
      return null;
    },
    'project:read': () => projects.current().summary(),
    'project:rename': ({ name }) => update({ name }),
    'project:set-label-mode': ({ mode }) => update({ labelMode: mode }),
    'project:rescan': async () => ({ work: await startScan(context, projects.current(), null) }),
    'project:relink': ({ grant }) =>
      oneAtATime(async () => {
        const project = projects.current();
        const photosFolder = await chosenFolder(grants.read(grant).path);
        const scan = await scanFolder(photosFolder);
        if (scan.found.length === 0) {
          throw new AppError('folder-empty', { folder: photosFolder, skipped: scan.skipped.length });
        }
        await stopScan(project);
        await project.store.projectUpdate({ photosFolder });
        await project.refresh();
        const outcome = await applyScan(project, scan);
        await startScan(context, project, { finish: () => Promise.resolve(outcome) });
        return { found: outcome.total - outcome.missing, missing: outcome.missing };
      }),
    'recents:list': () => recents.list(),
    async 'recents:forget'({ id }) {
      await recents.forget(id);
      events.emit('data:changed', { subjects: ['recents'], photos: null });
      return null;
    },
  };
}
