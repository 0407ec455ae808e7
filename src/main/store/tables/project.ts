// The project row: facts of the project itself.
import type { NewProject, ProjectFacts } from '../api.ts';
import type { Connection } from '../connection.ts';

/** What a gesture may change of the project. */
export type ProjectAnswer = {
  readonly classFolders: boolean | null;
  /** Photos up to this id were labelled by their folders: what a person changed since is theirs. */
  readonly through: number;
};

type Columns = {
  name: string;
  photos_folder: string;
  label_mode: 'one' | 'several';
  seed: number;
  sample: number;
  created_at: string;
  class_folders: number | null;
};

export function projectTable(db: Connection) {
  const select = db.prepare<[], Columns>(
    'SELECT name, photos_folder, label_mode, seed, sample, created_at, class_folders FROM project',
  );
  const update = db.prepare('UPDATE project SET name = ?, photos_folder = ?, label_mode = ?');
  const answer = db.prepare('UPDATE project SET class_folders = ?, class_folders_through = ?');
  const through = db.prepare<[], number>('SELECT class_folders_through FROM project').pluck();
  const opened = db.prepare('UPDATE project SET opened = opened + 1');
  const toFlag = (value: boolean | null): number | null => (value === null ? null : Number(value));

  function read(): Omit<ProjectFacts, 'readOnly'> {
    const row = select.get()!;
    return {
      name: row.name,
      photosFolder: row.photos_folder,
      labelMode: row.label_mode,
      seed: row.seed,
      sample: row.sample === 1,
      createdAt: row.created_at,
      classFolders: row.class_folders === null ? null : row.class_folders === 1,
    };
  }
  return {
    read,
    update: (facts: Pick<ProjectFacts, 'name' | 'photosFolder' | 'labelMode'>): void => {
      update.run(facts.name, facts.photosFolder, facts.labelMode);
    },
    /** Counts an opening: the small first write that proves the settings and takes the lock. */
    countOpening: (): void => {
      opened.run();
    },
    tracked: {
      read: (): ProjectAnswer => ({ classFolders: read().classFolders, through: through.get()! }),
      write: (_key: number, row: ProjectAnswer | null): void => {
        answer.run(toFlag(row?.classFolders ?? null), row?.through ?? 0);
      },
    },
  };
}

/** Writes the one row of a new project, or of one that is made again as it was. */
export function insertProject(
  db: Connection,
  project: NewProject & Partial<Pick<ProjectFacts, 'labelMode' | 'createdAt'>>,
): void {
  const { name, photosFolder, labelMode = 'one', seed, sample, createdAt = new Date().toISOString() } = project;
  db.prepare(
    `INSERT INTO project (id, name, photos_folder, label_mode, seed, sample, created_at, class_folders, class_folders_through, opened)
     VALUES (1, ?, ?, ?, ?, ?, ?, NULL, 0, 0)`,
  ).run(name, photosFolder, labelMode, seed, Number(sample), createdAt);
}
