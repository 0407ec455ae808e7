// Files that the core writes and the person keeps.

/** Lets the browser save what the core answers at `path` (a `/download/…` route); the core names the file. */
export function download(path: string): void {
  const link = document.createElement('a');
  link.href = path;
  link.download = '';
  document.body.append(link);
  link.click();
  link.remove();
}
