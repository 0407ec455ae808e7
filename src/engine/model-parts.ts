// Parts of a model: one without models inside it, the layers that lead to one value, and the order in which its calls run.
import type { LayerCall, Model, ModelLayer, TensorReference } from './model.ts';

const callOf = ({ layer, call }: TensorReference): string => `${layer}:${call}`;

/** One use of a layer, and what it reads. */
export type ModelCall = { readonly layer: ModelLayer; readonly index: number; readonly inputs: LayerCall['inputs'] };

/**
 * The calls that lead to the outputs of a model that was planned, each after those it reads, otherwise as the layers stand; without
 * recursion, because a file says how deep the graph is.
 */
export function callsInOrder(model: Model): readonly ModelCall[] {
  const layers = new Map(model.layers.map(layer => [layer.name, layer]));
  const needed = new Set<string>();
  const open = [...model.outputs];
  for (let next = open.pop(); next; next = open.pop()) {
    if (needed.has(callOf(next))) continue;
    needed.add(callOf(next));
    open.push(...layers.get(next.layer)!.calls[next.call]!.inputs);
  }
  let waiting = model.layers.flatMap(layer =>
    layer.calls.flatMap(({ inputs }, index): ModelCall[] =>
      needed.has(`${layer.name}:${index}`) ? [{ layer, index, inputs }] : [],
    ),
  );
  const done = new Set<string>();
  const ordered: ModelCall[] = [];
  while (waiting.length > 0) {
    waiting = waiting.filter(call => {
      if (!call.inputs.every(input => done.has(callOf(input)))) return true;
      done.add(`${call.layer.name}:${call.index}`);
      ordered.push(call);
      return false;
    });
  }
  return ordered;
}

/** The model that ends in `output`, without the layers that do not lead to it. */
export function endingAt(model: Model, output: TensorReference): Model {
  const calls = callsInOrder({ ...model, outputs: [output] });
  const kept = new Map<string, number>(); // the new index of each call that stays
  const layers = model.layers.flatMap((layer): ModelLayer[] => {
    const own = calls.filter(call => call.layer === layer).map(({ index }) => index);
    layer.calls.forEach((_, index) => own.includes(index) && kept.set(`${layer.name}:${index}`, own.indexOf(index)));
    const left = layer.calls.filter((_, index) => own.includes(index));
    return left.length === 0 ? [] : [{ ...layer, calls: left }];
  });
  const renumber = (reference: TensorReference): TensorReference => ({
    ...reference,
    call: kept.get(callOf(reference))!,
  });
  return {
    ...model,
    layers: layers.map(layer => ({
      ...layer,
      calls: layer.calls.map(({ inputs }) => ({ inputs: inputs.map(renumber) })),
    })),
    inputs: model.inputs.filter(({ layer }) => layers.some(({ name }) => name === layer)),
    outputs: [renumber(output)],
  };
}

/** The model with one layer more, which reads its one output and becomes it. */
export function withLayer(model: Model, className: string, config: Readonly<Record<string, unknown>>): Model {
  const taken = new Set(model.layers.map(({ name }) => name));
  const wanted = String(config['name']);
  const name = freeName(wanted, taken);
  const layer: ModelLayer = { name, className, config: { ...config, name }, calls: [{ inputs: model.outputs }] };
  return { ...model, layers: [...model.layers, layer], outputs: [{ layer: name, call: 0, tensor: 0 }] };
}

/**
 * The same network with the layers of its nested models among its own, as training and freezing want them. A nested model that is
 * used several times stays. Weights keep their keys; only layers whose name is taken, which have no weights, are renamed.
 */
export function withoutNesting(model: Model): Model {
  let flat = model;
  for (;;) {
    const nested = flat.layers.find(layer => layer.nested && layer.calls.length === 1);
    if (!nested) return flat;
    flat = inlined(flat, nested);
  }
}

function inlined(model: Model, { name, nested, calls }: ModelLayer): Model {
  const inside = nested!;
  const given = new Map(inside.inputs.map((input, place) => [input.layer, calls[0]!.inputs[place]!]));
  const taken = new Set(model.layers.filter(layer => layer.name !== name).map(layer => layer.name));
  const newNames = new Map<string, string>();
  for (const layer of inside.layers) {
    if (given.has(layer.name)) continue;
    const free = freeName(layer.name, taken);
    taken.add(free);
    newNames.set(layer.name, free);
  }
  const moved = (reference: TensorReference): TensorReference =>
    given.get(reference.layer) ?? { ...reference, layer: newNames.get(reference.layer)! };
  const own = inside.layers.flatMap((layer): ModelLayer[] => {
    const free = newNames.get(layer.name);
    if (free === undefined) return [];
    return [
      {
        ...layer,
        name: free,
        config: { ...layer.config, name: free },
        calls: layer.calls.map(({ inputs }) => ({ inputs: inputs.map(moved) })),
      },
    ];
  });
  const outside = (reference: TensorReference): TensorReference =>
    reference.layer === name ? moved(inside.outputs[reference.tensor]!) : reference;
  return {
    ...model,
    layers: model.layers.flatMap((layer): ModelLayer[] => {
      if (layer.name === name) return own;
      return [{ ...layer, calls: layer.calls.map(({ inputs }) => ({ inputs: inputs.map(outside) })) }];
    }),
    outputs: model.outputs.map(outside),
  };
}

function freeName(wanted: string, taken: ReadonlySet<string>): string {
  let name = wanted;
  for (let count = 2; taken.has(name); count++) name = `${wanted}_${count}`;
  return name;
}
