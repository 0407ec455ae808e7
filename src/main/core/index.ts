// The core: opens its services, binds every call and route to them, and closes all of it in reverse. It is one function from request to response.
import { rm } from 'node:fs/promises';
import type { CallArg, CallName, CallResult, Handlers } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import type { EventLine } from '../../shared/events.ts';
import type { WorkId } from '../../shared/records/ids.ts';
import type { WorkStatus } from '../../shared/records/project.ts';
import type { DecodePool } from '../photos/api.ts';
import { createDecodePool } from '../photos/pool.ts';
import { prepareStore } from '../store/index.ts';
import { annotationExports } from './annotation-exports.ts';
import { importsHandlers } from './annotation-imports.ts';
import { appHandlers } from './app.ts';
import { backbonesHandlers } from './backbones.ts';
import { augmentedPhotos } from './augmented.ts';
import { classesHandlers } from './classes.ts';
import { compareHandlers } from './compare.ts';
import type { Context, CoreOptions } from './context.ts';
import { diagnosticsHandlers } from './diagnostics.ts';
import { createEventHub } from './events.ts';
import { eventRoute } from './event-route.ts';
import { folderHandlers } from './folders.ts';
import { createGrants, type Grants } from './grants.ts';
import { healthHandlers } from './health.ts';
import { historyHandlers } from './history.ts';
import { modelExport } from './model-export.ts';
import { modelsHandlers } from './models.ts';
import { createOpenProjects } from './open-project.ts';
import { photosHandlers } from './photos.ts';
import { pictureRoutes } from './pictures.ts';
import { predictions } from './predict.ts';
import { projectHandlers } from './project.ts';
import { openRecents } from './recents.ts';
import { answerCall, createRouter, runCall } from './router.ts';
import type { RouteHandlers } from './routes.ts';
import { restoreHandlers } from './restore.ts';
import { runsHandlers } from './runs.ts';
import { selfTestHandlers } from './self-test.ts';
import { openSettings } from './settings.ts';
import { makeTemporaryFolder, sweepTemporaryFolders } from './temporary.ts';
import { syncHandlers } from './sync-notices.ts';
import { createTraining } from './training.ts';
import { errorResponse } from './respond.ts';
import { createUploads } from './uploads.ts';
import { createWorks } from './work.ts';

const stopping = (): AppError => new AppError('worker-died', { worker: 'core', reason: 'Fovea is ending' });

export type { CoreOptions } from './context.ts';

export type Core = {
  /** Everything a page may ask; never rejects. */
  handle(request: Request): Promise<Response>;
  /** The same calls without a request, for the command line; rejects with AppErrors. */
  call<Name extends CallName>(name: Name, argument: CallArg<Name>): Promise<CallResult<Name>>;
  /** Turns paths that a person chose outside the page into grants. */
  readonly grants: Grants;
  /** Every event from now on; gives the function that ends it. */
  listen(listener: (line: EventLine) => void): () => void;
  workEnded(id: WorkId): Promise<WorkStatus>;
  /** For the command line, which names folders: writes the open project's annotations into a new one. */
  readonly exportAnnotations: ReturnType<typeof annotationExports>['toFolder'];
  /** Pages that read the event stream now. */
  pageCount(): number;
  isWorking(): boolean;
  /** Tells the pages, ends work and workers, closes the project, removes temporary files; from then on no request is answered. */
  close(): Promise<void>;
};

/** Until then the core answers what a page asks at its start. */
const prepareAfterMs = 500;

export async function createCore(options: CoreOptions): Promise<Core> {
  const events = createEventHub();
  const works = createWorks(events);
  const grants = createGrants();
  const settings = await openSettings(options.dataFolder, options.threads);
  const recents = await openRecents(options.dataFolder);
  let startedPool: DecodePool | null = null;
  let temporary: Promise<string> | null = null;
  const pool = (): DecodePool => (startedPool ??= createDecodePool());
  const temporaryFolder = (): Promise<string> => {
    const making = (temporary ??= makeTemporaryFolder('work'));
    // Where there was no room, the next one who needs it tries again.
    making.catch(() => (temporary = null));
    return making;
  };
  const swept = sweepTemporaryFolders();
  swept.catch((error: unknown) => options.log(String(error)));
  const projects = createOpenProjects({ events, recents, pool });
  // Once the page stands; a command line opens its project, or none, at once.
  const prepare = setTimeout(() => {
    if (options.shell !== 'cli' && projects.peek() === null) prepareStore();
  }, prepareAfterMs);
  prepare.unref();
  const context: Context = { options, events, works, grants, settings, recents, projects, pool, temporaryFolder };

  const uploads = createUploads(context);
  const training = await createTraining(context);
  const augmented = augmentedPhotos(context);
  const predicting = predictions(context, uploads);
  const exporting = modelExport(context);
  const giving = annotationExports(context);
  const selfTest = selfTestHandlers(context);
  const handlers: Handlers = {
    ...appHandlers(context),
    ...folderHandlers(context),
    ...projectHandlers(context),
    ...photosHandlers(context),
    ...classesHandlers(context),
    ...historyHandlers(context),
    ...importsHandlers(context),
    ...giving.handlers,
    ...restoreHandlers(context),
    ...syncHandlers(context),
    ...healthHandlers(context),
    ...training.handlers,
    ...augmented.handlers,
    ...runsHandlers(context),
    ...compareHandlers(context),
    ...modelsHandlers(context),
    ...backbonesHandlers(context),
    ...exporting.handlers,
    ...predicting.handlers,
    ...selfTest,
    ...diagnosticsHandlers(context, selfTest['self-test:read']),
  };
  const routes: RouteHandlers = {
    '/call/:name': (request, { name }) => answerCall(handlers, name, request),
    ...eventRoute(events),
    ...pictureRoutes(context),
    ...augmented.routes,
    ...uploads.routes,
    ...giving.routes,
    ...predicting.routes,
    ...exporting.routes,
  };

  const route = createRouter(routes, options.log);
  let closing: Promise<void> | null = null;
  async function close(): Promise<void> {
    events.emit('app:stopping', null);
    clearTimeout(prepare);
    await training.close();
    await works.close();
    // A restore that goes on ends first, and opens its project: that is closed then.
    await projects.inTurn(() => projects.close());
    await startedPool?.dispose();
    events.close();
    await swept;
    if (temporary !== null) await rm(await temporary, { recursive: true, force: true });
  }

  return {
    // A request that came now could open what was just closed.
    handle: request => (closing === null ? route(request) : Promise.resolve(errorResponse(stopping()))),
    call: (name, argument) => runCall(handlers, name, argument),
    grants,
    listen: events.listen,
    workEnded: works.ended,
    exportAnnotations: giving.toFolder,
    pageCount: events.readerCount,
    isWorking: works.isRunning,
    close: () => (closing ??= close()),
  };
}
