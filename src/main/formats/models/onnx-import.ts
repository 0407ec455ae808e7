// Makes a model of layers of an ONNX graph: goes over its nodes once, in the file's order, and lets each add the layers that compute the same.
// Where the engine has no layer for a node, the file is refused with the node's name; nothing in the file is run.
import type { Model } from '../../../engine/model.ts';
import type { Tensor } from '../../../engine/tensor.ts';
import { modelInvalid, namingFile } from './model-error.ts';
import { readingOnnx, readOnnxFile } from './onnx-file.ts';
import type { OnnxFile } from './onnx-file.ts';
import { LayerBuilder } from './onnx-layers/builder.ts';
import { constantNode, loadTensor } from './onnx-layers/constants.ts';
import { readOnnxNodes } from './onnx-layers/graph-nodes.ts';
import type { OnnxNode, OnnxNodes } from './onnx-layers/graph-nodes.ts';
import { inputValue } from './onnx-layers/inputs.ts';
import { translators } from './onnx-layers/registry.ts';
import { Step } from './onnx-layers/step.ts';
import type { StepContext } from './onnx-layers/step.ts';
import { onnxSizes } from './onnx-layers/values.ts';
import type { Features, Value } from './onnx-layers/values.ts';
import { ProtobufError } from './protobuf-reader.ts';
import { weightsFor } from './weights-for-model.ts';

/** Inputs, and outputs, of a graph. */
const mostEnds = 64;

export type OnnxModel = { readonly model: Model; readonly weights: Map<string, Tensor> };

/**
 * The network of an ONNX file with photos in Keras' order, and its weights. What an export of ours does with a photo after the resize
 * is a layer in front: such a model takes values of 0 to 255 in the size of the resize.
 * @throws AppError `model-invalid` {file, reason, detail}: as `readOnnxFile`, `type-unsupported` naming the node that has no layer,
 * `graph-wrong` where sizes do not fit, `name-twice`, `too-large`.
 */
export function importOnnx(bytes: Uint8Array, name: string): OnnxModel {
  const file = readOnnxFile(bytes, name);
  const { model, weights } = namingFile(name, () =>
    readingOnnx(name, () => layersOf(file, readOnnxNodes(bytes), bytes.byteLength, name)),
  );
  return { model, weights: namingFile(name, () => weightsFor(model, weights, name)) };
}

function layersOf(file: OnnxFile, graph: OnnxNodes, fileBytes: number, name: string): OnnxModel {
  const builder = new LayerBuilder(fileBytes);
  const [firstInput] = file.inputs;
  const context: StepContext = {
    builder,
    opset: file.opsets.get('') ?? file.opsets.get('ai.onnx') ?? 1,
    isFromTorch: file.producer.startsWith('pytorch'),
    batch: firstInput?.shape[0] ?? null,
  };
  if (file.inputs.length > mostEnds || graph.outputs.length > mostEnds)
    throw modelInvalid(name, 'inputs-several', `${file.inputs.length} inputs, ${graph.outputs.length} outputs`);
  const needed = neededNodes(graph, name);
  const readers = readersOf(graph, needed);
  const values = new Map<string, Value>();
  for (const input of file.inputs) {
    const nodes = readers.get(input.name) ?? [];
    if (nodes.length > 0) values.set(input.name, shared(inputValue(builder, input, nodes), nodes.length));
  }
  const valueOf = (wanted: string): Value => {
    const known = values.get(wanted) ?? initializer(wanted);
    if (known) return known;
    throw new ProtobufError('broken', `nothing before it gives ${JSON.stringify(wanted.slice(0, 200))}`);
  };
  const initializer = (wanted: string): Value | undefined => {
    const message = graph.initializers.get(wanted);
    if (!message) return undefined;
    const value = loadTensor(message, wanted, builder.take);
    values.set(wanted, value);
    return value;
  };
  for (const node of graph.nodes) {
    if (!needed.has(node)) continue;
    const inputs = node.inputs.map(input => (input === '' ? undefined : valueOf(input)));
    const [output = ''] = node.outputs;
    values.set(output, shared(translate(new Step(context, node, inputs)), (readers.get(output) ?? []).length));
  }
  const outputs = graph.outputs.map(output => outputOf(output, valueOf(output)));
  return builder.finish('onnx_model', outputs);
}

function translate(step: Step): Value {
  const { opType, domain, attributes, outputs } = step.node;
  if (opType === 'Constant' && domain === '')
    return constantNode(attributes, outputs[0] ?? '', step.context.builder.take);
  const translator = domain === '' ? translators.get(opType) : undefined;
  if (translator) return translator(step);
  throw step.refuse(
    `Fovea has no layer for ${domain === '' ? 'this operator' : `operators of ${domain.slice(0, 100)}`}`,
  );
}

function shared(value: Value, readers: number): Value {
  return value.kind === 'features' && readers > 1 ? { ...value, isShared: true } : value;
}

function outputOf(name: string, value: Value): Features {
  const refuse = (why: string): ProtobufError => new ProtobufError('broken', `output ${name.slice(0, 200)}: ${why}`);
  if (value.kind !== 'features') throw refuse('it does not follow from the input');
  if (value.layout === 'flat') throw refuse(`a flattened map [N, ${onnxSizes(value).join(', ')}], channel by channel`);
  return value;
}

/** The nodes that the outputs follow from. @throws AppError `name-twice`, ProtobufError where a node reads what comes after it. */
function neededNodes({ nodes, outputs, initializers }: OnnxNodes, file: string): ReadonlySet<OnnxNode> {
  const makers = new Map<string, OnnxNode>();
  for (const node of nodes) {
    for (const output of node.outputs) {
      if (output === '') continue;
      if (makers.has(output) || initializers.has(output)) throw modelInvalid(file, 'name-twice', output.slice(0, 200));
      makers.set(output, node);
    }
  }
  const needed = new Set<OnnxNode>();
  const open = [...outputs];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const maker = makers.get(next);
    if (!maker || needed.has(maker)) continue;
    needed.add(maker);
    open.push(...maker.inputs);
  }
  return needed;
}

/** Who reads each value; an output of the graph counts as read by its own node once more. */
function readersOf(
  { nodes, outputs }: OnnxNodes,
  needed: ReadonlySet<OnnxNode>,
): ReadonlyMap<string, readonly OnnxNode[]> {
  const readers = new Map<string, OnnxNode[]>();
  const read = (value: string, node: OnnxNode): void => {
    const known = readers.get(value);
    if (known) known.push(node);
    else readers.set(value, [node]);
  };
  for (const node of nodes) if (needed.has(node)) for (const input of node.inputs) read(input, node);
  const ends = new Set(outputs);
  for (const node of nodes) for (const output of node.outputs) if (ends.has(output)) read(output, node);
  return readers;
}
