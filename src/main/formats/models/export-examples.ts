// Programs that run an exported model, to start from: each is whole and reads what lies beside it.
import type { ExportFormat } from '../../../shared/records/model-export.ts';

type ExampleOf = {
  readonly modelName: string;
  readonly classesName: string;
  readonly stem: string;
  /** The photo's size that a model without the resize inside takes. */
  readonly heightPx: number;
  readonly widthPx: number;
};

export const oneLine = (text: string): string => text.replace(/[\r\n\u2028\u2029]+/g, ' ');

/** Texts by file name. */
export function examplesOf(example: ExampleOf & { readonly format: ExportFormat }): [string, string][] {
  const { format, stem } = example;
  switch (format) {
    case 'onnx':
      return [
        [`${stem}.example.py`, pythonExample(example)],
        [`${stem}.example.mjs`, nodeExample(example)],
      ];
    case 'keras':
    case 'h5':
      return [[`${stem}.example.py`, kerasExample(example)]];
    case 'tfjs':
    case 'safetensors':
    case 'card':
      return [];
  }
}

function pythonExample({ modelName, classesName, stem }: ExampleOf): string {
  return `# Classifies photos: python ${oneLine(stem)}.example.py photo.jpg ...
# Needs: pip install onnxruntime pillow numpy
import json
import sys
from pathlib import Path

import numpy as np
import onnxruntime
from PIL import Image, ImageOps

folder = Path(__file__).parent
classes = json.loads((folder / ${JSON.stringify(classesName)}).read_text(encoding="utf-8"))
session = onnxruntime.InferenceSession(str(folder / ${JSON.stringify(modelName)}), providers=["CPUExecutionProvider"])

for name in sys.argv[1:]:
    # Upright, RGB, any size: resizing and normalising are inside the model.
    photo = ImageOps.exif_transpose(Image.open(name)).convert("RGB")
    (probabilities,) = session.run(["probabilities"], {"photo": np.asarray(photo, dtype=np.uint8)[None]})
    for index in np.argsort(-probabilities[0])[:3]:
        print(f"{name}: {classes[index]} {probabilities[0][index]:.4f}")
`;
}

function nodeExample({ modelName, classesName, stem }: ExampleOf): string {
  return `// Classifies photos: node ${oneLine(stem)}.example.mjs photo.jpg ...
// Needs: npm install onnxruntime-node sharp
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import sharp from 'sharp';

const classes = JSON.parse(await readFile(path.join(import.meta.dirname, ${JSON.stringify(classesName)}), 'utf8'));
const session = await InferenceSession.create(path.join(import.meta.dirname, ${JSON.stringify(modelName)}));

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

function kerasExample({ modelName, classesName, stem, heightPx, widthPx }: ExampleOf): string {
  return `# Classifies photos: python ${oneLine(stem)}.example.py photo.jpg ...
# Needs: pip install keras tensorflow pillow numpy
import json
import sys
from pathlib import Path

import keras
import numpy as np
from PIL import Image, ImageOps

folder = Path(__file__).parent
classes = json.loads((folder / ${JSON.stringify(classesName)}).read_text(encoding="utf-8"))
model = keras.saving.load_model(folder / ${JSON.stringify(modelName)}, compile=False)

for name in sys.argv[1:]:
    # Upright, RGB, resized without keeping the aspect; values stay 0 to 255: normalising is inside the model.
    photo = ImageOps.exif_transpose(Image.open(name)).convert("RGB")
    photo = photo.resize((${widthPx}, ${heightPx}), Image.Resampling.BILINEAR)
    probabilities = model.predict(np.asarray(photo, dtype=np.float32)[None], verbose=0)[0]
    for index in np.argsort(-probabilities)[:3]:
        print(f"{name}: {classes[index]} {probabilities[index]:.4f}")
`;
}
