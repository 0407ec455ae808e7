// The files beside an exported ONNX model, so that it can be used without Fovea: class list, two examples, model card, checksums.
import type { ModelCard } from '../../../shared/records/run.ts';

/** Texts by file name; every name begins with the model's own, so that two exports into one folder stay apart. */
export function onnxBundle(onnxName: string, card: ModelCard): Map<string, string> {
  const stem = onnxName.replace(/\.onnx$/i, '');
  const classesName = `${stem}.classes.json`;
  return new Map([
    // One class a line, as most tools want it. A line break inside a name would make two classes of one; the JSON has it exactly.
    [`${stem}.classes.txt`, card.classes.map(name => `${name.replace(/[\r\n\u2028\u2029]+/g, ' ')}\n`).join('')],
    [classesName, `${JSON.stringify(card.classes, null, 2)}\n`],
    [`${stem}.example.py`, pythonExample(onnxName, classesName)],
    [`${stem}.example.mjs`, nodeExample(onnxName, classesName)],
    [`${stem}.card.json`, `${JSON.stringify(card, null, 2)}\n`],
    [`${stem}.card.md`, cardMarkdown(card)],
  ]);
}

/** Lines that `sha256sum --check` reads. */
export function checksumLines(hashes: ReadonlyMap<string, string>): string {
  return [...hashes].map(([name, hash]) => `${hash}  ${name}\n`).join('');
}

function pythonExample(onnxName: string, classesName: string): string {
  return `# Classifies photos: python ${oneLine(onnxName.replace(/\.onnx$/i, ''))}.example.py photo.jpg ...
# Needs: pip install onnxruntime pillow numpy
import json
import sys
from pathlib import Path

import numpy as np
import onnxruntime
from PIL import Image, ImageOps

folder = Path(__file__).parent
classes = json.loads((folder / ${JSON.stringify(classesName)}).read_text(encoding="utf-8"))
session = onnxruntime.InferenceSession(str(folder / ${JSON.stringify(onnxName)}), providers=["CPUExecutionProvider"])

for name in sys.argv[1:]:
    # Upright, RGB, any size: resizing and normalising are inside the model.
    photo = ImageOps.exif_transpose(Image.open(name)).convert("RGB")
    (probabilities,) = session.run(["probabilities"], {"photo": np.asarray(photo, dtype=np.uint8)[None]})
    for index in np.argsort(-probabilities[0])[:3]:
        print(f"{name}: {classes[index]} {probabilities[0][index]:.4f}")
`;
}

function nodeExample(onnxName: string, classesName: string): string {
  return `// Classifies photos: node ${oneLine(onnxName.replace(/\.onnx$/i, ''))}.example.mjs photo.jpg ...
// Needs: npm install onnxruntime-node sharp
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import sharp from 'sharp';

const classes = JSON.parse(await readFile(path.join(import.meta.dirname, ${JSON.stringify(classesName)}), 'utf8'));
const session = await InferenceSession.create(path.join(import.meta.dirname, ${JSON.stringify(onnxName)}));

for (const name of process.argv.slice(2)) {
  // Upright, RGB, any size: resizing and normalising are inside the model.
  const upright = sharp(name).autoOrient().flatten({ background: '#808080' }).toColourspace('srgb');
  const { data, info } = await upright.raw().toBuffer({ resolveWithObject: true });
  const { probabilities } = await session.run({ photo: new Tensor('uint8', data, [1, info.height, info.width, 3]) });
  const ranked = [...probabilities.data].map((probability, index) => [probability, classes[index]]);
  for (const [probability, label] of ranked.sort((a, b) => b[0] - a[0]).slice(0, 3)) {
    console.log(\`\${name}: \${label} \${probability.toFixed(4)}\`);
  }
}
`;
}

const oneLine = (text: string): string => text.replace(/[\r\n\u2028\u2029]+/g, ' ');
const percent = (fraction: number): string => `${(100 * fraction).toFixed(1)} %`;
/** A name as Markdown shows it, whatever signs are in it. */
const plain = (name: string): string => oneLine(name).replace(/[\\`*_{}[\]<>()#+!|~-]/g, '\\$&');

/** The card as a person reads it. */
export function cardMarkdown(card: ModelCard): string {
  const { name, createdAt, classes, backbone, trainedOn, score, scoredOn, preprocessing, limits, files } = card;
  const rows = classes.map(label => `| ${plain(label)} | ${trainedOn.perClass[label] ?? 0} |`);
  const scored = score
    ? `${percent(score.accuracy)} of ${score.total} ${scoredOn} photos (${score.correct} right), 95 % interval ${percent(score.interval[0])} to ` +
      `${percent(score.interval[1])}. Always naming the most frequent class would reach ${percent(score.baseline)}.`
    : 'Not scored: no photo was held out.';
  return `# ${plain(name)}

Classifies a photo as one of ${classes.length} classes. Made with Fovea, ${createdAt}.

## Score

${scored} Scored once, on photos that nothing was chosen or learned from.

## Trained on

${trainedOn.photos} photos, seed ${trainedOn.seed}.

| class | photos |
|---|---|
${rows.join('\n')}

## Input and output

Input \`photo\`: uint8 [1, height, width, 3], RGB, upright, any size. ${preprocessing}
Output \`probabilities\`: float32 [1, ${classes.length}], in the order of the class list.

## Backbone

${plain(backbone.name)}, ${plain(backbone.origin)}. Licence: ${plain(backbone.licence)}. SHA-256 of its weights: \`${backbone.sha256}\`.

## Limits

${limits.map(limit => `- ${limit}`).join('\n')}

## Files

${Object.entries(files)
  .map(([file, hash]) => `- \`${oneLine(file)}\`: SHA-256 \`${hash}\``)
  .join('\n')}
`;
}
