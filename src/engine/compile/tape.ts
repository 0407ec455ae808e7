// Records the ops of a forward pass and adds their gradients to the same graph in reverse order.
import { invariant } from '../../shared/errors.ts';
import type { Backward, Op } from '../ops/op.ts';
import type { OnnxGraph, Value } from './onnx-graph.ts';
import { binary } from './onnx-math.ts';

type Step = {
  readonly name: string;
  readonly inputs: readonly Value[];
  readonly output: Value;
  readonly gradient: (
    at: Omit<Backward<unknown>, 'inputs' | 'output' | 'attributes'>,
  ) => readonly (Value | undefined)[];
};

export class Tape {
  readonly onnx: OnnxGraph;
  readonly #steps: Step[] = [];

  constructor(onnx: OnnxGraph) {
    this.onnx = onnx;
  }

  /** Adds one op to the graph and remembers it. */
  apply<A>(op: Op<A>, inputs: readonly Value[], attributes: A): Value {
    const shape = op.outputShape(
      inputs.map(input => input.shape),
      attributes,
    );
    const output = op.forward(this.onnx, inputs, attributes, shape);
    if (inputs.includes(output)) return output;
    this.#steps.push({
      name: op.name,
      inputs,
      output,
      gradient: at => op.gradient(this.onnx, { inputs, output, attributes, ...at }),
    });
    return output;
  }

  /** The op that made a value and what went into it; undefined for inputs, weights and constants. */
  madeBy(value: Value): { readonly name: string; readonly inputs: readonly Value[] } | undefined {
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
      found.set(value.name, sofar ? binary(this.onnx, 'Add', sofar, gradient) : gradient);
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
}
