// Reads the nodes of an ONNX graph with their attributes, and where its initializers lie: NodeProto and AttributeProto. It loads no tensor.
import { maxNameBytes, OnnxTensorError } from '../onnx-tensors.ts';
import { Message, ProtobufError } from '../protobuf-reader.ts';

const model = { graph: 7 } as const;
const graph = { node: 1, initializer: 5, output: 12, sparseInitializer: 15 } as const;
const tensor = { name: 8 } as const;
const value = { name: 1 } as const;
const node = { input: 1, output: 2, name: 3, opType: 4, attribute: 5, domain: 7 } as const;
const attribute = { name: 1, float: 2, integer: 3, text: 4, tensor: 5, floats: 7, integers: 8, reference: 21 } as const;
/** The long name of ONNX's own domain, otherwise ''. */
const ownDomain = 'ai.onnx';
const maxNodes = 20_000;
/** Inputs and outputs of all nodes together. */
const maxEnds = 200_000;
const maxNumbers = 10_000;

export type OnnxAttribute = {
  readonly integer?: number;
  readonly float?: number;
  readonly text?: string;
  readonly integers?: readonly number[];
  readonly floats?: readonly number[];
  readonly tensor?: Message;
};

export type OnnxNode = {
  /** May be empty: only values must have names. */
  readonly name: string;
  readonly opType: string;
  /** '' is ONNX's own. */
  readonly domain: string;
  /** '' where an optional one is left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, OnnxAttribute>;
};

export type OnnxNodes = {
  readonly nodes: readonly OnnxNode[];
  readonly initializers: ReadonlyMap<string, Message>;
  readonly outputs: readonly string[];
};

/** Of a file that `readOnnxFile` accepted. @throws ProtobufError, OnnxTensorError for a sparse initializer. */
export function readOnnxNodes(bytes: Uint8Array): OnnxNodes {
  const nodes: OnnxNode[] = [];
  const initializers = new Map<string, Message>();
  const outputs: string[] = [];
  let ends = 0;
  for (const field of graphOf(bytes).fields()) {
    if (field.number === graph.node) {
      const read = readNode(field.message());
      ends += read.inputs.length + read.outputs.length;
      if (nodes.push(read) > maxNodes) throw new ProtobufError('too-large', `more than ${maxNodes} nodes`);
      if (ends > maxEnds) throw new ProtobufError('too-large', `nodes of more than ${maxEnds} inputs and outputs`);
    } else if (field.number === graph.initializer) {
      const message = field.message();
      initializers.set(nameIn(message, tensor.name), message);
    } else if (field.number === graph.sparseInitializer) {
      throw new OnnxTensorError('type-unsupported', 'a sparse initializer');
    } else if (field.number === graph.output) outputs.push(nameIn(field.message(), value.name));
  }
  return { nodes, initializers, outputs };
}

function graphOf(bytes: Uint8Array): Message {
  for (const field of new Message(bytes).fields()) if (field.number === model.graph) return field.message();
  throw new ProtobufError('cut-short', 'no graph');
}

function nameIn(message: Message, number: number): string {
  let name = '';
  for (const field of message.fields()) if (field.number === number) name = field.text(maxNameBytes);
  return name;
}

function readNode(message: Message): OnnxNode {
  const inputs: string[] = [];
  const outputs: string[] = [];
  const attributes = new Map<string, OnnxAttribute>();
  const texts = { name: '', opType: '', domain: '' };
  for (const field of message.fields()) {
    if (field.number === node.input) inputs.push(field.text(maxNameBytes));
    else if (field.number === node.output) outputs.push(field.text(maxNameBytes));
    else if (field.number === node.name) texts.name = field.text(maxNameBytes);
    else if (field.number === node.opType) texts.opType = field.text(maxNameBytes);
    else if (field.number === node.domain) texts.domain = field.text(maxNameBytes);
    else if (field.number === node.attribute) {
      const [name, read] = readAttribute(field.message());
      if (attributes.has(name)) throw new ProtobufError('broken', `attribute ${name.slice(0, 100)} twice`);
      attributes.set(name, read);
    }
    if (inputs.length + outputs.length > maxEnds)
      throw new ProtobufError('too-large', `a node of more than ${maxEnds} inputs and outputs`);
  }
  const domain = texts.domain === ownDomain ? '' : texts.domain;
  return { ...texts, domain, inputs, outputs, attributes };
}

function readAttribute(message: Message): [string, OnnxAttribute] {
  let name = '';
  let single: OnnxAttribute = {};
  const integers: number[] = [];
  const floats: number[] = [];
  for (const field of message.fields()) {
    if (field.number === attribute.name) name = field.text(maxNameBytes);
    else if (field.number === attribute.integer) single = { ...single, integer: Number(field.integer()) };
    else if (field.number === attribute.float) single = { ...single, float: floatsOf(field.fixed(4))[0] ?? 0 };
    else if (field.number === attribute.text) single = { ...single, text: field.text(maxNameBytes) };
    else if (field.number === attribute.tensor) single = { ...single, tensor: field.message() };
    else if (field.number === attribute.integers) integers.push(...field.integers(maxNumbers).map(Number));
    else if (field.number === attribute.floats) floats.push(...floatsOf(field.fixed(4)));
    else if (field.number === attribute.reference)
      throw new ProtobufError('broken', `attribute ${name.slice(0, 100)} stands for one of a function`);
    if (integers.length > maxNumbers || floats.length > maxNumbers)
      throw new ProtobufError('too-large', `an attribute of more than ${maxNumbers} numbers`);
  }
  return [name, { ...single, integers, floats }];
}

function floatsOf(bytes: Uint8Array): number[] {
  if (bytes.byteLength > 4 * maxNumbers)
    throw new ProtobufError('too-large', `an attribute of more than ${maxNumbers} numbers`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.byteLength / 4 }, (_, at) => view.getFloat32(4 * at, true));
}
