// manifest.json: what an export says of itself, for people and for those who check it. It holds no path of this machine.
import type { AnnotationExport, AnnotationExportResult } from '../../shared/records/annotation-export.ts';
import type { DatasetNote } from '../../shared/records/dataset-format.ts';

export const manifestName = 'manifest.json';
const mark = 'Fovea annotations export';

export type ManifestFile = { readonly path: string; readonly bytes: number; readonly sha256: string };

export function manifestText(facts: {
  readonly version: string;
  readonly format: AnnotationExport['format'];
  readonly frame: AnnotationExport['frame'];
  readonly photosAreCopied: boolean;
  readonly photos: number;
  readonly annotations: AnnotationExportResult['annotations'];
  readonly classes: readonly string[];
  readonly notes: readonly DatasetNote[];
  readonly files: readonly ManifestFile[];
}): string {
  // The mark comes first: it is looked for in the first bytes.
  return `${JSON.stringify({ kind: mark, ...facts }, null, 1)}\n`;
}

/** `begin`: the first 200 characters of the file. */
export const isOwnManifest = (begin: string): boolean => begin.includes(`"kind": "${mark}"`);
