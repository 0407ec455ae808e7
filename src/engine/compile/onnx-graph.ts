// An ONNX graph under construction: inputs, constants, nodes and outputs, each value with its element type and shape.
import { invariant } from '../../shared/errors.ts';
import type { DType, Tensor } from '../tensor.ts';
import { float32Tensor } from '../tensor.ts';
import { blockedDomain, writeOnnx } from './onnx-proto.ts';
import type { OnnxAttribute, OnnxDimension, OnnxNode, OnnxValueInfo } from './onnx-proto.ts';

/** Sizes in ONNX order; null only first, where any batch size is allowed. */
export type Shape = readonly (number | null)[];

/**
 * Something computed in the graph. `constant` holds its values where they are known when compiling. `isBlocked`: it is kept as
 * [N, C / block, H, W, block] with the channels filled up, while `shape` still says [N, C, H, W].
 */
export type Value = {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: Shape;
  readonly constant?: Tensor;
  readonly isBlocked?: true;
};

export type Attributes = Readonly<Record<string, OnnxAttribute>>;

export class OnnxGraph {
  readonly #nodes: OnnxNode[] = [];
  readonly #values = new Map<string, Value>();
  readonly #nodeOf = new Map<string, OnnxNode>();
  readonly #initializers = new Map<string, Tensor>();
  readonly #inputs: OnnxValueInfo[] = [];
  readonly #outputs: OnnxValueInfo[] = [];
  readonly #names = new Set<string>();
  /** Values that are outputs of the graph, by their own names. */
  readonly #outputNames = new Map<string, string>();
  readonly #small = new Map<string, Value>();
  #scope = '';

  /** Names given inside `build` start with `name/`, so that a node shows which layer it came from. */
  inScope<T>(name: string, build: () => T): T {
    const outer = this.#scope;
    this.#scope = name;
    try {
      return build();
    } finally {
      this.#scope = outer;
    }
  }

  /** An input of the graph. Dimensions that are null or have a name accept any size. */
  input(name: string, dtype: DType, shape: readonly (number | string | null)[]): Value {
    invariant(!this.#names.has(name), `two values called ${name}`);
    this.#names.add(name);
    this.#inputs.push({ name, dtype, shape: shape.map(size => size ?? 'N') });
    return { name, dtype, shape: shape.map(size => (typeof size === 'string' ? null : size)) };
  }

  /** A constant of the graph. It is stored only if a node reads it. */
  constant(tensor: Tensor, hint = 'constant'): Value {
    return { name: this.#unique(hint), dtype: tensor.dtype, shape: tensor.shape, constant: tensor };
  }

  /** A float32 scalar; equal ones are shared. */
  scalar(value: number): Value {
    return this.#shared(`f:${value}`, () => this.constant(float32Tensor([], [value]), 'scalar'));
  }

  /** A vector of int64, as shapes, axes and pads are given; equal ones are shared. */
  integers(values: readonly number[]): Value {
    return this.#shared(`i:${values.join()}`, () =>
      this.constant({ dtype: 'int64', shape: [values.length], data: BigInt64Array.from(values, BigInt) }, 'integers'),
    );
  }

  /** One node with one output. An undefined input is one that ONNX allows to be left out. */
  node(
    opType: string,
    inputs: readonly (Value | undefined)[],
    shape: Shape,
    attributes: Attributes = {},
    dtype: DType = 'float32',
  ): Value {
    return this.nodeWithOutputs(opType, inputs, [{ shape, dtype }], attributes)[0]!;
  }

  /** One of ONNX Runtime's blocked kernels. */
  blockedNode(opType: string, inputs: readonly (Value | undefined)[], shape: Shape, attributes: Attributes): Value {
    const outputs = [{ shape, dtype: 'float32' }] as const;
    return this.nodeWithOutputs(opType, inputs, outputs, attributes, blockedDomain)[0]!;
  }

  /** A value by its name in this graph. */
  valueOf(name: string): Value {
    const value = this.#values.get(name);
    invariant(value, `no value called ${name}`);
    return value;
  }

  /** The node that computes a value; undefined for inputs and constants. */
  nodeOf(value: Value): OnnxNode | undefined {
    return this.#nodeOf.get(value.name);
  }

  /** One node with several outputs, in ONNX's order. */
  nodeWithOutputs(
    opType: string,
    inputs: readonly (Value | undefined)[],
    outputs: readonly { readonly shape: Shape; readonly dtype: DType }[],
    attributes: Attributes = {},
    domain = '',
  ): Value[] {
    for (const input of inputs) {
      if (!input) continue;
      this.#values.set(input.name, input);
      if (input.constant) this.#initializers.set(input.name, input.constant);
    }
    const values = outputs.map(output => ({ name: this.#unique(opType), ...output }));
    const node: OnnxNode = {
      opType,
      domain,
      name: values[0]!.name,
      inputs: inputs.map(input => input?.name ?? ''),
      outputs: values.map(value => value.name),
      attributes,
    };
    this.#nodes.push(node);
    for (const value of values) this.#nodeOf.set(value.name, node);
    return values;
  }

  /** Makes a value an output of the graph under this name. */
  output(name: string, value: Value): void {
    invariant(!this.#names.has(name), `two values called ${name}`);
    this.#names.add(name);
    if (value.constant) this.#initializers.set(value.name, value.constant);
    // What a node computes takes the output's name; an input, a constant or a second name needs a copy.
    if (this.#nodeOf.has(value.name) && !this.#outputNames.has(value.name)) this.#outputNames.set(value.name, name);
    else
      this.#nodes.push({ opType: 'Identity', domain: '', name, inputs: [value.name], outputs: [name], attributes: {} });
    this.#outputs.push({ name, dtype: value.dtype, shape: value.shape.map((size): OnnxDimension => size ?? 'N') });
  }

  /** The bytes of the ONNX file. `metadata` is written as its key-value properties. */
  toBytes(name: string, metadata: Readonly<Record<string, string>> = {}): Uint8Array {
    const { nodes, read } = this.#used();
    return writeOnnx({
      name,
      nodes,
      initializers: new Map([...this.#initializers].filter(([key]) => read.has(key))),
      inputs: this.#inputs,
      outputs: this.#outputs,
      metadata,
    });
  }

  /** What the outputs depend on, in order: a node that was replaced by a fused one is left out. */
  #used(): { nodes: OnnxNode[]; read: ReadonlySet<string> } {
    const read = new Set(this.#outputs.map(({ name }) => name));
    const named = (names: readonly string[]): string[] => names.map(name => this.#outputNames.get(name) ?? name);
    const all = this.#nodes.map(node => ({ ...node, inputs: named(node.inputs), outputs: named(node.outputs) }));
    const nodes = all.toReversed().filter(({ inputs, outputs }) => {
      if (!outputs.some(output => read.has(output))) return false;
      for (const input of inputs) read.add(input);
      return true;
    });
    return { nodes: nodes.toReversed(), read };
  }

  #shared(key: string, make: () => Value): Value {
    const known = this.#small.get(key);
    if (known) return known;
    const value = make();
    this.#small.set(key, value);
    return value;
  }

  #unique(hint: string): string {
    const base = this.#scope && !hint.includes('/') ? `${this.#scope}/${hint}` : hint;
    let name = base;
    for (let count = 2; this.#names.has(name); count++) name = `${base}_${count}`;
    this.#names.add(name);
    return name;
  }
}
