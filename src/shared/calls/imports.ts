// Calls about annotations that come in from files: looked at first, written as one gesture.
import { z } from 'zod';
import { datasetFormatId } from '../records/dataset-format.ts';
import { grantId, workId } from '../records/ids.ts';
import { becomes, importId, type ImportPreview, type ImportResult } from '../records/import.ts';
import { call } from './call.ts';
import type { OpenResult } from './project.ts';

export const importsCalls = {
  /** Reads the files in the background (work of kind `import-annotations`); `import:read` gives the preview when it is done. */
  'import:start': call(
    z.object({ grants: z.array(grantId).min(1).max(100), format: datasetFormatId.nullable().default(null) }),
  ).returns<{ id: z.infer<typeof importId>; work: z.infer<typeof workId> }>(),
  /** Another file or folder beside those of the import; a source taken out again. */
  'import:add': call(z.object({ id: importId, grants: z.array(grantId).min(1).max(100) })).returns<{
    work: z.infer<typeof workId>;
  }>(),
  'import:remove': call(z.object({ id: importId, source: z.number().int().min(0) })).returns<ImportPreview>(),
  /** A folder in which photos are that were not found. */
  'import:find-photos': call(z.object({ id: importId, grant: grantId })).returns<ImportPreview>(),
  'import:read': call(z.object({ id: importId })).returns<ImportPreview>(),
  /** What classes become and how questions are answered; what is not named stays. Gives the preview as it is then. */
  'import:choose': call(
    z.object({
      id: importId,
      classes: z.record(z.string(), becomes).default({}),
      answers: z.record(z.string(), z.string().max(2000)).default({}),
    }),
  ).returns<ImportPreview>(),
  /** Writes it all as one gesture, or nothing. */
  'import:apply': call(z.object({ id: importId })).returns<ImportResult>(),
  'import:cancel': call(z.object({ id: importId })).returns<null>(),
  /** The import that is being looked at, for a page that was loaded again. */
  'import:current': call(z.null()).returns<{
    id: z.infer<typeof importId>;
    work: z.infer<typeof workId> | null;
  } | null>(),
  /** A project of the photos that the files speak of, opened, with the import of the files started in it. */
  'import:new-project': call(z.object({ grants: z.array(grantId).min(1).max(100) })).returns<{
    opened: OpenResult;
    id: z.infer<typeof importId>;
    work: z.infer<typeof workId>;
  }>(),
};
