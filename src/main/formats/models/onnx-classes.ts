// The classes that an ONNX export of ours names in its properties.
import { modelInvalid } from './model-error.ts';
import { readOnnxFile } from './onnx-file.ts';

/** Where they stand, as a JSON list of names in the order of the outputs. */
export const onnxClassesKey = 'fovea_classes';

/** Null where the file names none. @throws AppError `model-invalid` as `readOnnxFile`, `fields-wrong` for what is no list of names. */
export function readOnnxClasses(bytes: Uint8Array, file: string): readonly string[] | null {
  const text = readOnnxFile(bytes, file).metadata.get(onnxClassesKey);
  if (text === undefined) return null;
  const classes = parsed(text);
  const isName = (value: unknown): value is string => typeof value === 'string' && value !== '';
  if (Array.isArray(classes) && classes.length > 0 && classes.every(isName)) return classes;
  throw modelInvalid(file, 'fields-wrong', `${onnxClassesKey}: ${text.slice(0, 100)}`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null; // refused above with the text
    throw error;
  }
}
