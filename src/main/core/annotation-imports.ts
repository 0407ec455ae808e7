// Calls about annotations that come in from files. One import is looked at at a time; it ends when it is written, given up, or its project
// is closed.
import { rm } from 'node:fs/promises';
import type { Handlers } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import type { GrantId, WorkId } from '../../shared/records/ids.ts';
import type { ImportPreview } from '../../shared/records/import.ts';
import type { Context } from './context.ts';
import { openForImport } from './import-new-project.ts';
import { createImportSession, stagingFolder, type ChosenSource, type ImportSession } from './import-session.ts';
import type { OpenProject } from './open-project.ts';
import { chosenFolder } from './project-place.ts';
import { startScan } from './scan-project.ts';

type Names = Extract<keyof Handlers, `import:${string}`>;

export function importsHandlers(context: Context): Pick<Handlers, Names> {
  const { projects, grants, works } = context;
  let current: ImportSession | null = null;
  let busy: Promise<unknown> = Promise.resolve();

  /** What reads and what writes wait for each other. */
  function oneAtATime<Result>(task: () => Promise<Result>): Promise<Result> {
    const next = busy.then(task, task);
    busy = next.catch(() => undefined); // the caller hears of it; the next one starts all the same
    return next;
  }
  function sessionOf(id: string): ImportSession {
    if (current === null || current.id !== id || current.project !== projects.peek()) throw new AppError('import-gone');
    return current;
  }
  async function end(): Promise<void> {
    const ending = current;
    current = null;
    if (ending === null) return;
    await ending.close();
    await busy;
    await rm(stagingFolder(ending.project), { recursive: true, force: true });
  }
  projects.onClose(end);

  const sourcesOf = (given: readonly GrantId[], format: ChosenSource['format']): ChosenSource[] =>
    given.map(grant => ({ path: grants.read(grant).path, format }));

  function startReading(session: ImportSession, sources: readonly ChosenSource[]): WorkId {
    const work = works.start('import-annotations', handle =>
      oneAtATime(() => session.add(sources, handle.signal, handle.progress)),
    );
    session.work = work;
    return work;
  }

  async function start(project: OpenProject, sources: readonly ChosenSource[]) {
    if (project.facts().readOnly) throw new AppError('folder-read-only', { folder: project.folder, reason: 'EROFS' });
    await end();
    // Of an import that a crash ended: the project has one owner, so nobody else is at it.
    await rm(stagingFolder(project), { recursive: true, force: true });
    current = createImportSession(project);
    return { id: current.id, work: startReading(current, sources) };
  }
  const previewAfter = (id: string, change: (session: ImportSession) => Promise<void>): Promise<ImportPreview> => {
    const session = sessionOf(id);
    return oneAtATime(async () => {
      await change(session);
      return session.preview();
    });
  };

  return {
    'import:start': ({ grants: given, format }) => start(projects.current(), sourcesOf(given, format)),
    'import:add': ({ id, grants: given }) => ({ work: startReading(sessionOf(id), sourcesOf(given, null)) }),
    'import:remove': ({ id, source }) => previewAfter(id, session => session.remove(source)),
    'import:find-photos': ({ id, grant }) =>
      previewAfter(id, async session => session.findPhotos(await chosenFolder(grants.read(grant).path))),
    'import:read': ({ id }) => previewAfter(id, async () => undefined),
    'import:choose': ({ id, classes, answers }) => previewAfter(id, session => session.choose(classes, answers)),
    async 'import:apply'({ id }) {
      const session = sessionOf(id);
      const result = await oneAtATime(() => session.apply());
      await end();
      // The content of photos that came along is still to be read.
      if (result.photos > 0) await startScan(context, session.project, null);
      return result;
    },
    async 'import:cancel'({ id }) {
      sessionOf(id);
      await end();
      return null;
    },
    'import:current': () =>
      current === null || current.project !== projects.peek() ? null : { id: current.id, work: current.work },
    async 'import:new-project'({ grants: given }) {
      const sources = sourcesOf(given, null);
      const opened = await projects.inTurn(() => openForImport(context, sources[0]!.path));
      return { opened, ...(await start(projects.current(), sources)) };
    },
  };
}
