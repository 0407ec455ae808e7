// Paths that a person chose. A page only ever holds their ids, so it cannot name a path of its own.
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { AppError } from '../../shared/errors.ts';
import type { GrantId } from '../../shared/records/ids.ts';

/** `projectFolder`: where the project of this photo folder is to be made, when a person said so (the command line's --out). */
export type Grant = { readonly path: string; readonly projectFolder: string | null };

export type Grants = {
  /** `path` is made absolute; it is not looked at before it is used. */
  add(path: string, options?: { readonly projectFolder?: string }): GrantId;
  /** Throws `not-found` for an id that was never given. */
  read(id: GrantId): Grant;
};

export function createGrants(): Grants {
  const grants = new Map<GrantId, Grant>();
  return {
    add(chosen, options = {}) {
      const id = randomBytes(16).toString('base64url') as GrantId;
      const projectFolder = options.projectFolder === undefined ? null : path.resolve(options.projectFolder);
      grants.set(id, { path: path.resolve(chosen), projectFolder });
      return id;
    },
    read(id) {
      const grant = grants.get(id);
      if (grant === undefined) throw new AppError('not-found', { what: 'grant' });
      return grant;
    },
  };
}
