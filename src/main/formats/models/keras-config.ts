// The JSON of a model as Keras files carry it: parsed with limits, searched for code, made a model; every refusal names the file.
import { readModel } from '../../../engine/graph.ts';
import type { Model } from '../../../engine/model.ts';
import { modelInvalid, namingFile } from './model-error.ts';
import { withClosedSides } from './open-sides.ts';
import { parsePlainJson, StrictJsonError } from './strict-json.ts';

const maxConfigBytes = 64 * 1024 * 1024;
const maxDepth = 100;
/** Where Keras' own classes come from: Keras 3, Keras 2, and Keras inside TensorFlow. */
const ownModule = /^(keras|tf_keras|tensorflow\.keras|tensorflow\.python\.keras)(\.|$)/;

/**
 * The model of a config in Keras' JSON. A Lambda layer and a class of another package are refused by name; nothing is looked up
 * or executed in any case. An input without a size for its photos is one of 224 × 224.
 * @throws AppError `model-invalid` {file, reason, detail}: `header-broken`, `name-twice`, `too-large`, `foreign-code`, or `graph-wrong`
 *   for a model that the engine does not compute.
 */
export function readKerasConfig(text: string, file: string): Model {
  const json = parse(text, file);
  refuseCode(json, file);
  return namingFile(file, () => readModel(withClosedSides(json)));
}

function parse(text: string, file: string): unknown {
  if (text.length > maxConfigBytes) throw modelInvalid(file, 'too-large', `a config of ${text.length} characters`);
  try {
    return parsePlainJson(text, maxDepth);
  } catch (error) {
    if (!(error instanceof StrictJsonError)) throw error;
    const reason = error.duplicateKey === undefined ? 'header-broken' : 'name-twice';
    throw modelInvalid(file, reason, error.message, error);
  }
}

/** Layers, functions and initializers all name their class and, in Keras 3, the module and the package they are from. */
function refuseCode(value: unknown, file: string): void {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) {
    const { module, class_name: className, registered_name: registered } = value as Readonly<Record<string, unknown>>;
    // A plain function's name, which the engine looks up among its own.
    const isName = module === 'builtins' && className === 'function';
    const isForeign = typeof module === 'string' && !ownModule.test(module) && !isName;
    const isRegistered = typeof registered === 'string' && registered.includes('>') && !registered.startsWith('keras');
    if (className === 'Lambda' || className === '__lambda__' || isForeign || isRegistered) {
      const from = typeof module === 'string' && isForeign ? `${module}.` : '';
      const name = isRegistered ? registered : String(className);
      throw modelInvalid(file, 'foreign-code', `${from}${name}`.slice(0, 200));
    }
  }
  for (const item of Object.values(value)) refuseCode(item, file);
}
