// Networks of convolutions that Keras saves without a size for their photos: one is chosen, because the engine computes fixed sizes.
type Json = Readonly<Record<string, unknown>>;

/** What keras.applications' networks are most often taught and used with. */
const sidePx = 224;

/** The config of a model in which an input of [null, null, null, 3] has become one for photos of 224 × 224; else as it is. */
export function withClosedSides(json: unknown): unknown {
  if (!isJson(json) || !isJson(json['config']) || !Array.isArray(json['config']['layers'])) return json;
  const layers = json['config']['layers'].map((layer: unknown) => (isJson(layer) ? closed(layer) : layer));
  return { ...json, config: { ...json['config'], layers } };
}

function closed(layer: Json): Json {
  const { class_name: className, config } = layer;
  if (className !== 'InputLayer' || !isJson(config)) return layer;
  const key = Array.isArray(config['batch_shape']) ? 'batch_shape' : 'batch_input_shape';
  const shape = config[key];
  const isOpen = Array.isArray(shape) && shape.length === 4 && shape[1] === null && shape[2] === null && shape[3] === 3;
  return isOpen ? { ...layer, config: { ...config, [key]: [null, sidePx, sidePx, 3] } } : layer;
}

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
