// Files that the core writes and the person keeps.
import { request } from './transport.ts';

/** Lets the browser save what the core answers at `path` (a `/download/…` route); the core names the file. */
export function download(path: string): void {
  save(path, '');
}

/**
 * Saves the project's annotations; gives how many annotated photos the file does not hold: excluded ones, and those whose state
 * the format cannot say. Fetched rather than linked, because a link could not read that number. Rejects with AppError.
 */
export async function downloadAnnotations(format: 'coco' | 'csv'): Promise<number> {
  const answer = await request(`/download/annotations?format=${format}`);
  const url = URL.createObjectURL(await answer.blob());
  save(url, /filename="([^"]+)"/.exec(answer.headers.get('content-disposition') ?? '')?.[1] ?? '');
  // The browser has taken the file over once the click was handled.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
  return Number(answer.headers.get('x-fovea-left-out'));
}

function save(address: string, name: string): void {
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
}
