// What the readers of zip and tar give: the entries of an archive in its order, each with its content.
export type ArchiveEntry = {
  /** As it stands in the archive, with `/`. */
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'link' | 'special';
  /** What it says it unpacks to. */
  readonly bytes: number;
  /** What it takes in the archive; null where the whole archive is packed as one. */
  readonly packedBytes: number | null;
  /** Its content, to be asked for once and before the next entry. Throws where it is not what the entry says. */
  readonly pieces: () => AsyncIterable<Buffer>;
};

export const mostEntries = 1_000_000;
