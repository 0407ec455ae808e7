// Records the ops of a forward pass and adds their gradients to the same graph in reverse order.
import { invariant } from '../../shared/errors.ts';
import { sumInto } from '../blocked/fused.ts';
import type { Blocks, Layout } from '../blocked/layout.ts';
import { toBlocked, toPlain } from '../blocked/layout.ts';
import { blockedForm } from '../blocked/registry.ts';
import type { Backward, Op } from '../ops/op.ts';
import type { OnnxGraph, Value } from './onnx-graph.ts';
import { binary } from './onnx-math.ts';

/** An op as it was applied. */
type Made = {
  readonly name: string;
  readonly op: unknown;
  readonly attributes: unknown;
  readonly inputs: readonly Value[];
};

type Step = Made & {
  readonly output: Value;
  readonly gradient: (
    at: Omit<Backward<unknown>, 'inputs' | 'output' | 'attributes'>,
  ) => readonly (Value | undefined)[];
};

export class Tape {
  readonly onnx: OnnxGraph;
  readonly #steps: Step[] = [];
  readonly #blocks: Blocks | undefined;
  /** Values that were needed in the other layout too. */
  readonly #converted = new Map<string, Value>();

  /** With `blockSize` every op that has a blocked form uses it; without, all ops are ONNX's own. */
  constructor(onnx: OnnxGraph, blockSize?: number) {
    this.onnx = onnx;
    this.#blocks = blockSize === undefined ? undefined : { onnx, size: blockSize };
  }

  /** Adds one op to the graph and remembers it. */
  apply<A>(op: Op<A>, inputs: readonly Value[], attributes: A): Value {
    const shape = op.outputShape(
      inputs.map(input => input.shape),
      attributes,
    );
    const blocks = this.#blocks;
    const form = blocks && blockedForm(op);
    const layouts = form?.reads(inputs, attributes, blocks!.size);
    const read = inputs.map((input, place) => this.#as(layouts?.[place] ?? 'plain', input));
    const output = layouts
      ? form!.forward(blocks!, read, attributes, shape)
      : op.forward(this.onnx, read, attributes, shape);
    if (read.includes(output)) return output;
    this.#steps.push({
      name: op.name,
      op,
      attributes,
      inputs,
      output,
      gradient: at => {
        const all = { inputs: read, output, attributes, ...at };
        return layouts ? form!.gradient(blocks!, all) : op.gradient(this.onnx, all);
      },
    });
    return output;
  }

  #as(layout: Layout, value: Value): Value {
    if ((layout === 'blocked') === (value.isBlocked ?? false)) return value;
    const known = this.#converted.get(value.name);
    if (known) return known;
    const convert = layout === 'blocked' ? toBlocked : toPlain;
    const converted = convert(this.#blocks!, value);
    this.#converted.set(value.name, converted);
    return converted;
  }

  /** The op that made a value and what went into it; undefined for inputs, weights and constants. */
  madeBy(value: Value): Made | undefined {
    return this.#steps.findLast(step => step.output.name === value.name);
  }

  /**
   * Reverse mode. `seeds` are values with d loss / d value; the answer has d loss / d value for every one of `wanted`
   * that the seeds depend on.
   */
  gradients(
    seeds: readonly { readonly value: Value; readonly gradient: Value }[],
    wanted: readonly Value[],
  ): Map<string, Value> {
    const needed = new Set(wanted.map(value => value.name));
    for (const step of this.#steps) if (step.inputs.some(input => needed.has(input.name))) needed.add(step.output.name);

    const found = new Map<string, Value>();
    const add = (value: Value, gradient: Value): void => {
      invariant(
        gradient.shape.join() === value.shape.join(),
        `the gradient of ${value.name} [${value.shape.join()}] has the shape [${gradient.shape.join()}]`,
      );
      const sofar = found.get(value.name);
      // A gradient has the layout of its value.
      const part = this.#as(value.isBlocked ? 'blocked' : 'plain', gradient);
      found.set(value.name, sofar ? this.#sum(sofar, part) : part);
    };
    for (const { value, gradient } of seeds) add(value, gradient);
    for (const step of this.#steps.toReversed()) {
      const gradient = found.get(step.output.name);
      if (!gradient || !needed.has(step.output.name)) continue;
      const parts = step.gradient({ gradient, wanted: step.inputs.map(input => needed.has(input.name)) });
      step.inputs.forEach((input, place) => {
        const part = parts[place];
        if (part && needed.has(input.name)) add(input, part);
      });
    }
    return new Map(
      wanted.flatMap(value => (found.has(value.name) ? [[value.name, found.get(value.name)!] as const] : [])),
    );
  }

  #sum(a: Value, b: Value): Value {
    if (!a.isBlocked) return binary(this.onnx, 'Add', a, b);
    return sumInto(this.#blocks!, a, b) ?? { ...binary(this.onnx, 'Add', a, b), isBlocked: true };
  }
}
