// What a person is told of programs that keep a folder the same on several computers.

/** Names of products: the same in every language. */
export type SyncService = 'Dropbox' | 'OneDrive' | 'iCloud Drive' | 'Google Drive' | 'Syncthing' | 'Nextcloud';

export type SyncNotice = {
  /** Names this notice: one that the person has read does not come again. */
  readonly key: string;
} & (
  | { readonly kind: 'project' | 'photos'; readonly service: SyncService; readonly folder: string }
  /** Beside the project's own files lie second versions of them: names in `folder`. */
  | { readonly kind: 'conflict'; readonly folder: string; readonly files: readonly string[] }
);
