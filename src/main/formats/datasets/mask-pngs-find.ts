// Tells which PNGs of a folder are masks, of which photos, and which second PNGs tell the single things apart.
import { isPhotoName, baseOf, createPhotoFinder, folderOf, stemOf } from './photo-names.ts';
import type { SourceFolder } from './read-dataset.ts';

export type MaskFile = {
  /** Of the photo; where none is found, what it must be called but for the suffix. */
  readonly name: string;
  readonly file: string | null;
  readonly semantic: string;
  readonly instances: string | null;
};

export type FoundMasks = {
  readonly masks: readonly MaskFile[];
  /** How sure it is that these are masks, 0…1. */
  readonly sure: number;
  /** Pictures of masks laid over photos: neither masks nor photos. */
  readonly pictures: readonly string[];
  /** Folders as in Pascal VOC: values without a table are VOC's twenty classes. */
  readonly looksLikeVoc: boolean;
};

const semanticFolder =
  /(?:^|[-_ ])(?:masks?|segmentationclass|semantic|segmentations?|segs?|labels?|annotations?|gt|trimaps?)(?:[-_ ]|$)/i;
const instanceFolder = /^(?:segmentationobject|instances?|instance[-_ ]?masks?|objects?)$/i;
const pictureFolder = /visuali[sz]ation|overlay|preview/i;
const maskSuffix = /[-_. ](?:masks?|seg(?:mentation)?|labels?|gt|matte|labelIds)$/i;
const headBytes = 26;
const mostLookedAt = 20;

/** Masks lie in a folder that is named so, or right beside their photos: `a.jpg` and `a.png`. */
export async function findMasks(source: SourceFolder): Promise<FoundMasks> {
  const pictures = source.files
    .map(({ path }) => path)
    .filter(path => pictureFolder.test(folderOf(path)) && isPhotoName(path));
  const isPicture = new Set(pictures);
  const pngs = source.files.map(({ path }) => path).filter(path => /\.png$/i.test(path) && !isPicture.has(path));
  const instanceFiles = new Set(
    pngs.filter(path =>
      folderOf(path)
        .split('/')
        .some(part => instanceFolder.test(part)),
    ),
  );
  const others = source.files
    .filter(({ path }) => isPhotoName(path) && !/\.png$/i.test(path))
    .map(({ path }) => stemOf(path));
  const besideOthers = new Set(others);
  const candidates = pngs.filter(path => !instanceFiles.has(path));
  const inFolder = candidates.filter(path =>
    folderOf(path)
      .split('/')
      .some(part => semanticFolder.test(part)),
  );
  const beside = candidates.filter(
    path => besideOthers.has(stemOf(path)) || besideOthers.has(withoutSuffix(stemOf(path))),
  );
  const chosen = inFolder.length > 0 ? inFolder : beside.length > 0 ? beside : await loneMasks(source, candidates);
  if (!(await areMasks(source, chosen))) return { masks: [], sure: 0, pictures, looksLikeVoc: false };
  const masks = new Set(chosen);
  const isPhoto = (path: string): boolean => !masks.has(path) && !instanceFiles.has(path) && !isPicture.has(path);
  const finder = createPhotoFinder({ files: source.files.filter(({ path }) => isPhoto(path)) });
  const instances = Map.groupBy(instanceFiles, path => baseOf(path));
  const files = chosen.map((semantic): MaskFile => {
    const stem = stemOf(baseOf(semantic));
    const plain = withoutSuffix(stem);
    const fitting =
      [stem, plain].map(name => finder.ofStem(name, folderOf(semantic))).find(found => found.length > 0) ?? [];
    const single = instances.get(baseOf(semantic)) ?? [];
    return {
      name: fitting.length === 1 ? fitting[0]! : plain,
      file: fitting.length === 1 ? fitting[0]! : null,
      semantic,
      instances: single.length === 1 ? single[0]! : nearest(semantic, single),
    };
  });
  const looksLikeVoc = chosen.every(path => folderOf(path).split('/').at(-1) === 'SegmentationClass');
  return { masks: files, sure: sureness(files, inFolder.length > 0), pictures, looksLikeVoc };
}

const withoutSuffix = (stem: string): string => stem.replace(maskSuffix, '');

/** A folder of nothing but PNGs that could be masks: somebody chose the very folder of the masks. */
async function loneMasks(source: SourceFolder, candidates: readonly string[]): Promise<readonly string[]> {
  const isAlone =
    candidates.length > 0 && candidates.length === source.files.filter(({ path }) => isPhotoName(path)).length;
  return isAlone && (await looks(source, candidates)).every(kind => kind === 'indexed') ? candidates : [];
}

function sureness(files: readonly MaskFile[], isNamed: boolean): number {
  const matched = files.filter(({ file }) => file !== null).length / Math.max(1, files.length);
  return isNamed ? 0.5 + 0.2 * matched : 0.3 + 0.2 * matched;
}

/** `train/instances/1.png` belongs to `train/masks/1.png`, not to the one of `val`. */
function nearest(semantic: string, instances: readonly string[]): string | null {
  const above = folderOf(semantic).split('/').slice(0, -1).join('/');
  const found = instances.filter(path => folderOf(path).split('/').slice(0, -1).join('/') === above);
  return found.length === 1 ? found[0]! : null;
}

/** Photos are RGB; masks may be, but then all PNGs of a folder that is named so are. */
async function areMasks(source: SourceFolder, paths: readonly string[]): Promise<boolean> {
  const kinds = await looks(source, paths);
  return kinds.length > 0 && kinds.filter(kind => kind !== 'none').length === kinds.length;
}

/** The kind of some PNGs by their headers, spread over all of them. */
async function looks(
  source: SourceFolder,
  paths: readonly string[],
): Promise<readonly ('indexed' | 'colour' | 'none')[]> {
  const step = Math.max(1, Math.floor(paths.length / mostLookedAt));
  const some = paths.filter((_, place) => place % step === 0);
  return Promise.all(
    some.map(async path => {
      const head = await source.part(path, 0, headBytes);
      if (head.byteLength < headBytes || head.toString('latin1', 12, 16) !== 'IHDR') return 'none';
      const colourType = head[25]!;
      return colourType === 0 || colourType === 3 ? 'indexed' : 'colour';
    }),
  );
}
