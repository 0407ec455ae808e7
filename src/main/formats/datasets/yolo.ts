// YOLO of Ultralytics and Darknet: recognised by data.yaml or a list of classes, else by what stands in the label files.
import { AppError } from '../../../shared/errors.ts';
import type { DatasetReader, SourceFolder } from './read-dataset.ts';
import { configOfYaml, isNamesFile } from './yolo-config.ts';
import { isLabelText, sortTexts } from './yolo-photos.ts';
import { readYolo } from './yolo-read.ts';

export { yoloWriter } from './yolo-write.ts';

const mostYamlBytes = 1e6;
const headBytes = 2048;
/** Label files that are looked into. */
const lookedInto = 8;
export const yoloReader: DatasetReader = {
  id: 'yolo',
  async recognise(source) {
    for (const { path, bytes } of source.files)
      if (/\.ya?ml$/i.test(path) && bytes <= mostYamlBytes && (await isConfig(source, path))) return 0.9;
    const { labels } = await sortTexts(source);
    let known = 0;
    for (const path of labels.slice(0, lookedInto)) {
      const head = (await source.part(path, 0, headBytes)).toString('utf8');
      if (head.trim() !== '' && isLabelText(head)) known += 1;
    }
    if (known === 0) return 0;
    return source.files.some(({ path }) => isNamesFile(path)) ? 0.8 : 0.6;
  },
  read: readYolo,
};

/** One that is cut or damaged is a config by the keys that it begins with, and what is wrong is said when it is read. */
async function isConfig(source: SourceFolder, path: string): Promise<boolean> {
  const text = (await source.part(path, 0, mostYamlBytes)).toString('utf8');
  try {
    return configOfYaml(text, path) !== null;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return /^\ufeff?(?:names|nc|train|val)\s*:/m.test(text);
  }
}
