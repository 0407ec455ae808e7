// What a gesture's changes are in the journal, and in the words of a conflict.
import { AppError } from '../../shared/errors.ts';
import type { PhotoId } from '../../shared/records/ids.ts';
import type { AnnotationRow } from './tables/annotation.ts';
import type { ClassRow } from './tables/class.ts';
import type { ChangeRow } from './tables/gesture.ts';
import type { Tables } from './tables/index.ts';

/**
 * The journal names the project, and photos by path, content and group, because a project can be made again of it alone.
 * @throws AppError gesture-too-large above `mostBytes`: readers of the journal would pass over the line.
 */
export function journalText(
  tables: Tables,
  gesture: object,
  changes: readonly ChangeRow[],
  touched: ReadonlySet<PhotoId>,
  mostBytes: number,
): string {
  const { name, photosFolder, labelMode, seed, sample, createdAt } = tables.project.read();
  const photos = [...touched].map(id => {
    const photo = tables.photo.identity(id);
    return [id, photo?.path ?? null, photo?.hash ?? null, photo?.groupId ?? null];
  });
  const project = { name, photosFolder, labelMode, seed, sample, createdAt };
  // The rows are JSON already; an import has hundreds of thousands of them.
  const rows = changes.map(
    ({ tableName, key, before, after }) =>
      `{"table":"${tableName}","key":${key},"before":${before ?? 'null'},"after":${after ?? 'null'}}`,
  );
  const head = `${JSON.stringify(gesture).slice(0, -1)},"changes":[`;
  const rest = `],${JSON.stringify({ photos, project }).slice(1)}`;
  // Counted before they are put together, which too many of them could not be.
  const rowBytes = rows.reduce((sum, row) => sum + Buffer.byteLength(row) + 1, 0);
  if (Buffer.byteLength(head) + rowBytes + Buffer.byteLength(rest) > mostBytes) throw new AppError('gesture-too-large');
  return `${head}${rows.join(',')}${rest}`;
}

/** What a conflict is about, in words a person knows. */
export function changedName(tables: Tables, table: string, key: number, text: string | null): string {
  const row = text === null ? null : (JSON.parse(text) as Partial<ClassRow & AnnotationRow>);
  if (table === 'class') return row?.name ?? `class ${key}`;
  const photo =
    table === 'annotation' ? row?.photoId : table === 'photo_group' ? tables.photo.ofGroup(key)[0] : (key as PhotoId);
  return (photo === undefined ? null : tables.photo.read(photo)?.path) ?? `${table} ${key}`;
}
