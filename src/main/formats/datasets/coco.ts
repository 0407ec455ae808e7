// COCO JSON: recognised by the keys at its beginning.
import { cocoKindOf } from './coco-lists.ts';
import { jsonFilesOf, readCoco } from './coco-read.ts';
import type { DatasetReader } from './read-dataset.ts';

export { cocoWriter } from './coco-write.ts';

/** Files that are looked into; those that carry COCO's usual names come first. */
const lookedInto = 8;

export const cocoReader: DatasetReader = {
  id: 'coco',
  async recognise(source) {
    const usual = /(?:instances|coco|annotations|predictions)[^/]*\.json$/i;
    const files = jsonFilesOf(source).toSorted((one, other) => Number(usual.test(other)) - Number(usual.test(one)));
    for (const file of files.slice(0, lookedInto)) if ((await cocoKindOf(source, file)) !== null) return 0.9;
    return 0;
  },
  read: readCoco,
};
