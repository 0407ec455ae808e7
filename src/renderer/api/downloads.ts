// Files that the person keeps: those the core writes, and texts that the page has made.

/** Lets the browser save what the core answers at `path` (a `/download/…` route); the core names the file. */
export function download(path: string): void {
  save(path, '');
}

/** Saves JSON under a name. */
export function saveJson(name: string, value: unknown): void {
  const url = URL.createObjectURL(new Blob([JSON.stringify(value, null, 2)], { type: 'application/json' }));
  save(url, name);
  // The browser has taken the file over once the click was handled.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

function save(address: string, name: string): void {
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
}
