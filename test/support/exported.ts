// Annotations of a test's project as an archive that was downloaded and unpacked.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Core } from '../../src/main/core/index.ts';
import { unpackArchive } from '../../src/main/formats/archives/unpack.ts';
import type { AnnotationExport, AnnotationExportResult } from '../../src/shared/records/annotation-export.ts';
import { temporaryHome } from './core.ts';

type Wish = Partial<AnnotationExport> & Pick<AnnotationExport, 'format'>;

/** Throws where the export fails. The folder is gone when the test is over. */
export async function exported(
  core: Core,
  wish: Wish,
): Promise<{ readonly folder: string; readonly archive: string; readonly result: AnnotationExportResult }> {
  const { work } = await core.call('annotations:export', wish as AnnotationExport);
  const ended = await core.workEnded(work);
  if (ended.state !== 'done') throw new Error(`the export ended ${JSON.stringify(ended)}`);
  const result = await core.call('annotations:result', { work });
  const answer = await core.handle(new Request(`http://core/download/annotations?work=${work}`));
  const home = await temporaryHome();
  const archive = path.join(home, 'export.zip');
  await writeFile(archive, Buffer.from(await answer.arrayBuffer()));
  const { folder } = await unpackArchive(archive, { into: home, owner: process.pid });
  return { folder, archive, result };
}
