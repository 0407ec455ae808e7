// The files beside an exported model, so that it can be used without Fovea: class list, examples, model card, checksums.
import type { ExportFormat } from '../../../shared/records/model-export.ts';
import type { ModelCard } from '../../../shared/records/run.ts';
import { examplesOf, oneLine } from './export-examples.ts';

export type BundleOf = {
  readonly format: ExportFormat;
  /** The model's own file; '' where the card goes alone. */
  readonly modelName: string;
  /** What every name begins with, so that two exports into one folder stay apart. */
  readonly stem: string;
  readonly card: ModelCard;
  /** The photo's size that a model without the resize inside takes. */
  readonly heightPx: number;
  readonly widthPx: number;
};

/** Texts by file name. */
export function exportBundle(bundle: BundleOf): Map<string, string> {
  const { stem, card } = bundle;
  const classesName = `${stem}.classes.json`;
  return new Map([
    // One class a line, as most tools want it. A line break inside a name would make two classes of one; the JSON has it exactly.
    [`${stem}.classes.txt`, card.classes.map(name => `${name.replace(/[\r\n\u2028\u2029]+/g, ' ')}\n`).join('')],
    [classesName, `${JSON.stringify(card.classes, null, 2)}\n`],
    ...examplesOf({ ...bundle, classesName }),
    [`${stem}.card.json`, `${JSON.stringify(card, null, 2)}\n`],
    [`${stem}.card.md`, cardMarkdown(bundle)],
  ]);
}

/** Lines that `sha256sum --check` reads. */
export function checksumLines(hashes: ReadonlyMap<string, string>): string {
  return [...hashes].map(([name, hash]) => `${hash}  ${name}\n`).join('');
}

const percent = (fraction: number): string => `${(100 * fraction).toFixed(1)} %`;
/** A name as Markdown shows it, whatever signs are in it. */
const plain = (name: string): string => oneLine(name).replace(/[\\`*_{}[\]<>()#+!|~-]/g, '\\$&');

/** The card as a person reads it. */
function cardMarkdown(bundle: BundleOf): string {
  const { name, createdAt, classes, backbone, trainedOn, score, scoredOn, limits, files } = bundle.card;
  const rows = classes.map(label => `| ${plain(label)} | ${trainedOn.perClass[label] ?? 0} |`);
  const scored = score
    ? `${percent(score.accuracy)} of ${score.total} ${scoredOn} photos (${score.correct} right), 95 % interval ${percent(score.interval[0])} to ` +
      `${percent(score.interval[1])}. Always naming the most frequent class would reach ${percent(score.baseline)}.`
    : 'Not scored: no photo was held out.';
  return `# ${plain(name)}

Classifies a photo as one of ${classes.length} classes. Made with Fovea, ${createdAt}.

## Score

${scored} Scored once, on photos that it did not learn from.

## Trained on

${trainedOn.photos} photos, seed ${trainedOn.seed}.

| class | photos |
|---|---|
${rows.join('\n')}

## Input and output

${inputAndOutput(bundle)}

## Backbone

${plain(backbone.name)}, ${plain(backbone.origin)}. Licence: ${plain(backbone.licence)}. SHA-256 of its weights: \`${backbone.sha256}\`.

## Limits

${limits.map(limit => `- ${limit}`).join('\n')}

${filesSection(files)}`;
}

function filesSection(files: ModelCard['files']): string {
  const lines = Object.entries(files).map(([file, hash]) => `- \`${oneLine(file)}\`: SHA-256 \`${hash}\``);
  return lines.length === 0 ? '' : `## Files\n\n${lines.join('\n')}\n`;
}

/** What goes in and what comes out: with ONNX the resize is inside, with Keras' formats it is left to whoever calls the model. */
function inputAndOutput({ format, card, heightPx, widthPx }: BundleOf): string {
  const { preprocessing, classes } = card;
  const output = `float32 [N, ${classes.length}], probabilities in the order of the class list`;
  switch (format) {
    case 'onnx':
      return `Input \`photo\`: uint8 [1, height, width, 3], RGB, upright, any size. ${preprocessing}
Output \`probabilities\`: float32 [1, ${classes.length}], in the order of the class list.`;
    case 'card':
      return preprocessing;
    default:
      return `Input: float32 [N, ${heightPx}, ${widthPx}, 3], RGB, upright, values of 0 to 255. Resizing to ${widthPx} x ${heightPx} without
keeping the aspect (bilinear, antialiased, as Pillow's \`resize\`) is left to you; normalising is the model's first layer.
Output: ${output}.`;
  }
}
