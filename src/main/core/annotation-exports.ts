// Calls about annotations that are given away, and the route that gives them as one archive.
import { createReadStream } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { Handlers } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import type { AnnotationExport, AnnotationExportResult } from '../../shared/records/annotation-export.ts';
import { writeArchive } from '../formats/archive.ts';
import type { Context } from './context.ts';
import { writeError } from './disk.ts';
import { planExport } from './export-plan.ts';
import { writeOutgoing } from './export-dataset.ts';
import { exportToFolder } from './export-folder.ts';
import { runExportJob, type ExportRun } from './export-run.ts';
import type { OpenProject } from './open-project.ts';
import { download } from './respond.ts';
import type { RouteHandlers } from './routes.ts';
import type { WorkHandle } from './work.ts';

type Names = Extract<keyof Handlers, `annotations:${string}`>;
type Written = { readonly file: string; readonly name: string; readonly result: AnnotationExportResult };

export function annotationExports(context: Context): {
  readonly handlers: Pick<Handlers, Names>;
  readonly routes: Pick<RouteHandlers, '/download/annotations'>;
  /** For the command line: into a folder that a person named. */
  toFolder(wish: AnnotationExport, out: string, onProgress: ExportRun['onProgress']): Promise<AnnotationExportResult>;
} {
  const { projects, works } = context;
  const written = new Map<string, Written>();
  function writtenBy(work: string): Written {
    const found = written.get(work);
    if (found === undefined) throw new AppError('not-found', { what: 'export' });
    return found;
  }

  return {
    handlers: {
      'annotations:plan': wish => planExport(projects.current(), wish),
      'annotations:export'(wish) {
        const project = projects.current();
        const work = works.start('export-annotations', async handle => {
          written.set(handle.id, await exportToArchive(context, project, wish, handle));
        });
        return { work };
      },
      'annotations:result': ({ work }) => writtenBy(work).result,
    },
    routes: {
      '/download/annotations'(_request, _parts, url) {
        const { file, name } = writtenBy(url.searchParams.get('work') ?? '');
        const body = Readable.toWeb(createReadStream(file)) as ReadableStream<Uint8Array>;
        return Promise.resolve(download(body, { name, mime: 'application/zip' }));
      },
    },
    toFolder(wish, out, onProgress) {
      const project = projects.current();
      const { photosFolder, projectFolder, sources } = project.places();
      const untouched = [
        projectFolder,
        photosFolder,
        ...sources.map(source => path.resolve(projectFolder, source.folder)),
      ];
      const { signal } = new AbortController();
      return exportToFolder(out, untouched, folder =>
        exportProject(context, project, wish, { folder, signal, onProgress }),
      );
    },
  };
}

async function exportProject(
  { options: { version } }: Context,
  project: OpenProject,
  wish: AnnotationExport,
  run: Pick<ExportRun, 'folder' | 'signal' | 'onProgress'>,
): Promise<AnnotationExportResult> {
  const classes = await project.store.classesList();
  return runExportJob(wish, { ...run, version, classes, writePhotos: file => writeOutgoing(project, file) });
}

async function exportToArchive(
  context: Context,
  project: OpenProject,
  wish: AnnotationExport,
  { id, signal, progress }: WorkHandle,
): Promise<Written> {
  const folder = path.join(await context.temporaryFolder(), id);
  const result = await exportProject(context, project, wish, { folder, signal, onProgress: progress });
  const file = `${folder}.zip`;
  try {
    const inside = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = inside.filter(entry => entry.isFile()).map(entry => path.join(entry.parentPath, entry.name));
    const entries = files
      .map(one => ({ name: path.relative(folder, one).split(path.sep).join('/'), file: one }))
      .sort((one, other) => (one.name < other.name ? -1 : 1));
    await writeArchive(file, entries);
  } catch (error) {
    await rm(file, { force: true });
    throw writeError(error, file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return { file, name: `${project.facts().name}-${wish.format}.zip`, result };
}
