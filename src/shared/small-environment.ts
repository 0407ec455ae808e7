// The environment of our own child processes.

/** Nothing of the person's environment but what an operating system needs to start a process. */
export function smallEnvironment(own: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const kept = ['SystemRoot', 'TEMP', 'TMP', 'TMPDIR'].flatMap(name => {
    const value = own[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(kept);
}
