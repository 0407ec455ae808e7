// Names of temporary folders: they say whose they are, so that the next start can remove what a killed process left.

/** What `mkdtemp` puts its random letters behind. */
export const temporaryPrefix = (kind: string, pid: number): string => `fovea-${kind}-${pid}-`;

/** The process that made a temporary folder of this name; null where it is none of ours. */
export function ownerOfTemporary(name: string): number | null {
  const found = /^fovea-[a-z]+(?:-[a-z]+)*-(\d{1,9})-\w{6}$/.exec(name);
  return found === null ? null : Number(found[1]);
}
