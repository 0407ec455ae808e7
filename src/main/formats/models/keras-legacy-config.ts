// Keras 3's config of a model said so that Keras 2 understands it too: tensors as lists, types by name, shapes under their older name.

type Json = Readonly<Record<string, unknown>>;

/** Written by recent versions of Keras 3 only, without effect where null or false, and refused by those before. */
const recentKeys = new Set(['input_axes', 'output_axes', 'quantization_config', 'optional']);

const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The config as whole-model `.h5` files carry it. `value` is what `writeModel` gives. A model inside a model is for Keras 3 alone:
 * Keras 2 counts the calls of such a layer from 1 and Keras 3 from 0, so that no file suits both.
 */
export function legacyConfig(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(legacyConfig);
  if (!isRecord(value)) return value;
  if (value['class_name'] === 'DTypePolicy') return (value['config'] as Json)['name'];
  const entries = Object.entries(value)
    .filter(([key, item]) => key !== 'module' && key !== 'registered_name' && !(recentKeys.has(key) && !item))
    .map(([key, item]): [string, unknown] => {
      if (key === 'inbound_nodes') return [key, (item as readonly unknown[]).map(legacyNode)];
      return [key === 'batch_shape' ? 'batch_input_shape' : key, legacyConfig(item)];
    });
  return Object.fromEntries(entries);
}

/** `{ args, kwargs }` with tensors inside becomes `[[layer, call, tensor, {}], …]`. */
function legacyNode(node: unknown): unknown {
  return [...histories(node)].map(history => [...history, {}]);
}

function* histories(value: unknown): Generator<readonly unknown[]> {
  if (Array.isArray(value)) {
    for (const item of value) yield* histories(item);
  } else if (isRecord(value)) {
    const history = value['keras_history'];
    if (Array.isArray(history)) yield history;
    else for (const item of Object.values(value)) yield* histories(item);
  }
}
