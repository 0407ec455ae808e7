// ONNX files: which field of which message holds what (onnx.proto3, IR version 8), written with the protobuf writer.
import type { DType, Tensor } from '../tensor.ts';
import { MessageWriter } from './protobuf.ts';

/** A dimension is a size, or a name where any size is allowed. */
export type OnnxDimension = number | string;
export type OnnxValueInfo = { readonly name: string; readonly dtype: DType; readonly shape: readonly OnnxDimension[] };
export type OnnxAttribute = number | string | readonly number[] | { readonly float: number };
export type OnnxNode = {
  readonly opType: string;
  /** '' is ONNX's own. */
  readonly domain: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
};
export type OnnxModel = {
  readonly name: string;
  readonly nodes: readonly OnnxNode[];
  readonly initializers: ReadonlyMap<string, Tensor>;
  readonly inputs: readonly OnnxValueInfo[];
  readonly outputs: readonly OnnxValueInfo[];
  readonly metadata: Readonly<Record<string, string>>;
};

/** Opset 18 is the first whose Resize can antialias and name its axes; IR version 8 belongs to it. */
const opset = 18;
/** ONNX Runtime's own blocked kernels; the domain is named only in graphs that use it. */
export const blockedDomain = 'com.microsoft.nchwc';
const blockedDomainVersion = 1;
const irVersion = 8;

const model = { irVersion: 1, producerName: 2, graph: 7, opsetImport: 8, metadataProps: 14 } as const;
const opsetImport = { domain: 1, version: 2 } as const;
const stringEntry = { key: 1, value: 2 } as const;
const graph = { node: 1, name: 2, initializer: 5, input: 11, output: 12 } as const;
const node = { input: 1, output: 2, name: 3, opType: 4, attribute: 5, domain: 7 } as const;
const attribute = { name: 1, float: 2, integer: 3, string: 4, integers: 8, type: 20 } as const;
const attributeType = { float: 1, integer: 2, string: 3, integers: 7 } as const;
const tensor = { dimensions: 1, dataType: 2, name: 8, rawData: 9 } as const;
const valueInfo = { name: 1, type: 2 } as const;
const tensorType = { tensor: 1, elementType: 1, shape: 2, dimension: 1, dimensionValue: 1, dimensionName: 2 } as const;
const elementType: Record<DType, number> = { float32: 1, uint8: 2, int32: 6, int64: 7, bool: 9, float16: 10 };

/** The bytes of an ONNX ModelProto. */
export function writeOnnx(value: OnnxModel): Uint8Array {
  const writer = new MessageWriter();
  writer.integer(model.irVersion, irVersion);
  writer.string(model.producerName, 'fovea');
  writer.message(model.graph, nested => writeGraph(nested, value));
  writer.message(model.opsetImport, nested => {
    nested.string(opsetImport.domain, '');
    nested.integer(opsetImport.version, opset);
  });
  if (value.nodes.some(({ domain }) => domain === blockedDomain)) {
    writer.message(model.opsetImport, nested => {
      nested.string(opsetImport.domain, blockedDomain);
      nested.integer(opsetImport.version, blockedDomainVersion);
    });
  }
  for (const [key, entry] of Object.entries(value.metadata)) {
    writer.message(model.metadataProps, nested => {
      nested.string(stringEntry.key, key);
      nested.string(stringEntry.value, entry);
    });
  }
  return writer.finish();
}

function writeGraph(writer: MessageWriter, value: OnnxModel): void {
  for (const item of value.nodes) writer.message(graph.node, nested => writeNode(nested, item));
  writer.string(graph.name, value.name);
  for (const [name, item] of value.initializers)
    writer.message(graph.initializer, nested => writeTensor(nested, name, item));
  for (const item of value.inputs) writer.message(graph.input, nested => writeValueInfo(nested, item));
  for (const item of value.outputs) writer.message(graph.output, nested => writeValueInfo(nested, item));
}

function writeNode(writer: MessageWriter, value: OnnxNode): void {
  for (const name of value.inputs) writer.string(node.input, name);
  for (const name of value.outputs) writer.string(node.output, name);
  writer.string(node.name, value.name);
  writer.string(node.opType, value.opType);
  if (value.domain !== '') writer.string(node.domain, value.domain);
  for (const [name, item] of Object.entries(value.attributes)) {
    writer.message(node.attribute, nested => writeAttribute(nested, name, item));
  }
}

function writeAttribute(writer: MessageWriter, name: string, value: OnnxAttribute): void {
  writer.string(attribute.name, name);
  if (typeof value === 'number') {
    writer.integer(attribute.integer, value);
    writer.integer(attribute.type, attributeType.integer);
  } else if (typeof value === 'string') {
    writer.string(attribute.string, value);
    writer.integer(attribute.type, attributeType.string);
  } else if ('float' in value) {
    writer.float(attribute.float, value.float);
    writer.integer(attribute.type, attributeType.float);
  } else {
    for (const item of value) writer.integer(attribute.integers, item);
    writer.integer(attribute.type, attributeType.integers);
  }
}

function writeTensor(writer: MessageWriter, name: string, value: Tensor): void {
  for (const size of value.shape) writer.integer(tensor.dimensions, size);
  writer.integer(tensor.dataType, elementType[value.dtype]);
  writer.string(tensor.name, name);
  // Raw data is little-endian, as is every machine Node 24 runs on.
  writer.bytes(tensor.rawData, new Uint8Array(value.data.buffer, value.data.byteOffset, value.data.byteLength));
}

function writeValueInfo(writer: MessageWriter, value: OnnxValueInfo): void {
  writer.string(valueInfo.name, value.name);
  writer.message(valueInfo.type, type => {
    type.message(tensorType.tensor, tensorMessage => {
      tensorMessage.integer(tensorType.elementType, elementType[value.dtype]);
      tensorMessage.message(tensorType.shape, shape => {
        for (const size of value.shape) {
          shape.message(tensorType.dimension, dimension => {
            if (typeof size === 'number') dimension.integer(tensorType.dimensionValue, size);
            else dimension.string(tensorType.dimensionName, size);
          });
        }
      });
    });
  });
}
