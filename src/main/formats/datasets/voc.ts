// Pascal VOC: recognised by the first element of its XML files.
import type { DatasetReader } from './read-dataset.ts';
import { readVoc, xmlFilesOf } from './voc-read.ts';

export { vocWriter } from './voc-write.ts';

const lookedInto = 8;
const headBytes = 4096;

export const vocReader: DatasetReader = {
  id: 'voc',
  async recognise(source) {
    for (const file of xmlFilesOf(source).slice(0, lookedInto)) {
      const head = (await source.part(file, 0, headBytes)).toString('latin1').replaceAll('\0', '');
      if (/<annotation[\s>]/.test(head) && /<(?:filename|size|object|folder)[\s>]/.test(head)) return 0.9;
    }
    return 0;
  },
  read: readVoc,
};
