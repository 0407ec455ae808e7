// Reads what an ONNX file holds: its inputs, outputs, operators and weights by name and size. It loads no tensor, runs nothing,
// and refuses a file whose weights lie elsewhere. Source: onnx.proto of ONNX 1.23 (IR version 14).
import { modelInvalid } from './model-error.ts';
import type { ModelFileReason } from './model-error.ts';
import { readOnnxInterface } from './onnx-interface.ts';
import type { OnnxInterface } from './onnx-interface.ts';
import { maxNameBytes, OnnxTensorError, readOnnxSparseTensor, readOnnxTensor } from './onnx-tensors.ts';
import type { OnnxTensor } from './onnx-tensors.ts';
import { Message, ProtobufError } from './protobuf-reader.ts';
import type { ProtobufProblem } from './protobuf-reader.ts';

const newestIrVersion = 14n;
/** The long name of ONNX's own domain, otherwise ''. */
const ownDomain = 'ai.onnx';
const maxGraphDepth = 32;
/** Of kinds of nodes, operator sets and properties each. */
const maxListed = 10_000;
const maxInitializers = 100_000;
const maxMetadataBytes = 16 * 1024 * 1024;

const model = {
  irVersion: 1,
  producerName: 2,
  producerVersion: 3,
  graph: 7,
  opsetImport: 8,
  metadata: 14,
  training: 20,
  functions: 25,
} as const;
const entry = { key: 1, value: 2 } as const;
const graph = { node: 1, initializer: 5, input: 11, output: 12, sparseInitializer: 15 } as const;
const training = { initialization: 1, algorithm: 2 } as const;
const definition = { node: 7, defaults: 11 } as const;
const node = { opType: 4, attribute: 5, domain: 7 } as const;
const attribute = { tensor: 5, graph: 6, tensors: 10, graphs: 11, sparse: 22, sparses: 23 } as const;

export type OnnxFile = {
  readonly irVersion: number;
  /** Name and version of the program that wrote it; may be empty. */
  readonly producer: string;
  /** The version of each domain's operators; '' is ONNX's own domain. */
  readonly opsets: ReadonlyMap<string, number>;
  readonly metadata: ReadonlyMap<string, string>;
  /** What must be fed: initializers that are listed as inputs, as old files do, are left out. */
  readonly inputs: readonly OnnxInterface[];
  readonly outputs: readonly OnnxInterface[];
  /** How many nodes of each kind, also in graphs inside nodes and in functions: `Conv`, or `com.microsoft:Gelu` of another domain. */
  readonly nodes: ReadonlyMap<string, number>;
  /** Also those of graphs inside nodes. */
  readonly initializers: readonly OnnxTensor[];
  /** How many values the floating-point initializers hold together. */
  readonly parameters: number;
};

type Walk = { readonly nodes: Map<string, number>; readonly initializers: OnnxTensor[] };
type Ends = { readonly inputs: OnnxInterface[]; readonly outputs: OnnxInterface[]; readonly weights: Set<string> };

const reasonOf: Readonly<Record<ProtobufProblem, ModelFileReason>> = {
  broken: 'header-broken',
  'cut-short': 'cut-short',
  'too-large': 'too-large',
};

/**
 * What the file holds. `name` is the file's name for the error.
 * @throws AppError `model-invalid` {file, reason, detail}: `offsets-broken` where a tensor lies in another file, `not-a-number`
 * for an initializer with NaN or infinity, `shape-mismatch` where the bytes that are there are not those of the shape.
 */
export function readOnnxFile(bytes: Uint8Array, name: string): OnnxFile {
  // Every writer puts ir_version first; a protocol buffer has no other mark by which to know it.
  if (bytes.byteLength > 0 && bytes[0] !== model.irVersion << 3) throw modelInvalid(name, 'not-this-format');
  return readingOnnx(name, () => readOnnxModel(new Message(bytes), name));
}

/** What `work` gives; what it finds wrong with the file `name` becomes AppError `model-invalid`. */
export function readingOnnx<T>(name: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof ProtobufError) throw modelInvalid(name, reasonOf[error.problem], error.message, error);
    if (error instanceof OnnxTensorError) throw modelInvalid(name, error.reason, error.message, error);
    throw error;
  }
}

function readOnnxModel(message: Message, file: string): OnnxFile {
  const walk: Walk = { nodes: new Map(), initializers: [] };
  const opsets = new Map<string, number>();
  const metadata = new Map<string, string>();
  const producer: string[] = [];
  let irVersion = 0n;
  let ends: Ends | undefined;
  for (const field of message.fields()) {
    if (field.number === model.irVersion) irVersion = knownVersion(field.integer());
    else if (field.number === model.producerName || field.number === model.producerVersion)
      producer.push(field.text(maxNameBytes));
    else if (field.number === model.opsetImport) readOpset(field.message(), opsets);
    else if (field.number === model.metadata) readEntry(field.message(), metadata, file);
    else if (field.number === model.functions) readDefinition(field.message(), walk, file);
    else if (field.number === model.training) readTraining(field.message(), walk, file);
    else if (field.number === model.graph) {
      if (ends) throw new ProtobufError('broken', 'two graphs');
      ends = readGraph(field.message(), walk, file, 0);
    }
  }
  if (!ends || opsets.size === 0) throw new ProtobufError('cut-short', ends ? 'no opset_import' : 'no graph');
  const { inputs, outputs, weights } = ends;
  return {
    irVersion: Number(irVersion),
    producer: producer.join(' ').trim(),
    opsets,
    metadata,
    inputs: inputs.filter(input => !weights.has(input.name)),
    outputs,
    nodes: walk.nodes,
    initializers: walk.initializers,
    parameters: walk.initializers
      .filter(({ dtype }) => dtype.includes('float'))
      .reduce((sum, { shape }) => sum + shape.reduce((count, side) => count * side, 1), 0),
  };
}

function knownVersion(version: bigint): bigint {
  if (version >= 1n && version <= newestIrVersion) return version;
  throw new ProtobufError('broken', `IR version ${version}; 1 to ${newestIrVersion} are known`);
}

function readOpset(message: Message, opsets: Map<string, number>): void {
  let domain = '';
  let version = 0n;
  for (const field of message.fields()) {
    if (field.number === entry.key) domain = field.text(maxNameBytes);
    else if (field.number === entry.value) version = field.integer();
  }
  if (version < 1n || version > 1_000_000n) throw new ProtobufError('broken', `version ${version} of an operator set`);
  opsets.set(domain, Number(version));
  requireAtMost(maxListed, opsets.size, 'operator sets');
}

function readEntry(message: Message, metadata: Map<string, string>, file: string): void {
  let key = '';
  let text = '';
  for (const field of message.fields()) {
    if (field.number === entry.key) key = field.text(maxNameBytes);
    else if (field.number === entry.value) text = field.text(maxMetadataBytes);
  }
  if (metadata.has(key)) throw modelInvalid(file, 'name-twice', `metadata ${key.slice(0, 100)}`);
  metadata.set(key, text);
  requireAtMost(maxListed, metadata.size, 'properties');
}

function readGraph(message: Message, walk: Walk, file: string, depth: number): Ends {
  if (depth > maxGraphDepth) throw new ProtobufError('too-large', `graphs nested deeper than ${maxGraphDepth}`);
  const ends: Ends = { inputs: [], outputs: [], weights: new Set() };
  const rules = { owner: 'an initializer without a name', mustBeFinite: true };
  const add = (tensor: OnnxTensor): void => {
    if (tensor.name === '') throw new ProtobufError('broken', rules.owner);
    if (ends.weights.has(tensor.name)) throw modelInvalid(file, 'name-twice', tensor.name.slice(0, 200));
    ends.weights.add(tensor.name);
    requireAtMost(maxInitializers, walk.initializers.push(tensor), 'initializers');
  };
  for (const field of message.fields()) {
    if (field.number === graph.node) readNode(field.message(), walk, file, depth);
    else if (field.number === graph.initializer) add(readOnnxTensor(field.message(), rules));
    else if (field.number === graph.sparseInitializer) add(readOnnxSparseTensor(field.message(), rules));
    // What goes into a graph inside a node may be left without a type.
    else if ((field.number === graph.input || field.number === graph.output) && depth === 0) {
      const list = field.number === graph.input ? ends.inputs : ends.outputs;
      requireAtMost(maxInitializers, list.push(readOnnxInterface(field.message())), 'inputs or outputs');
    }
  }
  return ends;
}

function readTraining(message: Message, walk: Walk, file: string): void {
  for (const field of message.fields()) {
    if (field.number === training.initialization || field.number === training.algorithm)
      readGraph(field.message(), walk, file, 1);
  }
}

function readDefinition(message: Message, walk: Walk, file: string): void {
  for (const field of message.fields()) {
    if (field.number === definition.node) readNode(field.message(), walk, file, 0);
    else if (field.number === definition.defaults) readAttribute(field.message(), walk, file, 0);
  }
}

function readNode(message: Message, walk: Walk, file: string, depth: number): void {
  let opType = '';
  let domain = '';
  for (const field of message.fields()) {
    if (field.number === node.opType) opType = field.text(maxNameBytes);
    else if (field.number === node.domain) domain = field.text(maxNameBytes);
    else if (field.number === node.attribute) readAttribute(field.message(), walk, file, depth);
  }
  if (opType === '') throw new ProtobufError('broken', 'a node without an operator');
  const kind = domain === '' || domain === ownDomain ? opType : `${domain}:${opType}`;
  walk.nodes.set(kind, (walk.nodes.get(kind) ?? 0) + 1);
  requireAtMost(maxListed, walk.nodes.size, 'kinds of nodes');
}

function readAttribute(message: Message, walk: Walk, file: string, depth: number): void {
  // A constant may be infinite on purpose: the mask of an attention, the bound of a Clip.
  const rules = { owner: 'a tensor in an attribute', mustBeFinite: false };
  for (const field of message.fields()) {
    if (field.number === attribute.graph || field.number === attribute.graphs)
      readGraph(field.message(), walk, file, depth + 1);
    else if (field.number === attribute.tensor || field.number === attribute.tensors)
      readOnnxTensor(field.message(), rules);
    else if (field.number === attribute.sparse || field.number === attribute.sparses)
      readOnnxSparseTensor(field.message(), rules);
  }
}

function requireAtMost(most: number, count: number, what: string): void {
  if (count > most) throw new ProtobufError('too-large', `more than ${most} ${what}`);
}
