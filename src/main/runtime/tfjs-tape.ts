// TF.js 4.22 keeps all that its kernels gave, and the gradient of each, until the last gradient is there. Here each is given back as soon as
// the step back over its kernel is done: half the memory of a training step.
import type { Tf, TfEngine, TfTensor } from './tfjs-module.ts';

const changed = new WeakSet<TfEngine>();

/** Once for an engine. Gradients stay the same numbers. */
export function freeOnTheWayBack(tf: Tf): void {
  const engine = tf.engine();
  if (changed.has(engine)) return;
  changed.add(engine);
  const usual = engine.addTapeNode.bind(engine);
  /** What the step before has used, and what it gave: a gradient may be given on as it is. */
  let before: { readonly used: readonly (TfTensor | null)[]; readonly given: Set<TfTensor> } | undefined;
  engine.addTapeNode = (...kernel) => {
    usual(...kernel);
    const node = engine.state.activeTape.at(-1)!;
    const { gradient, saved } = node;
    if (!gradient) return;
    node.gradient = outputs => {
      for (const value of before?.used ?? []) if (value && !before!.given.has(value)) value.dispose();
      const given = new Set<TfTensor>();
      before = { used: [...outputs, ...saved], given };
      const inputs = Object.entries(gradient(outputs)).map(([name, make]): [string, () => TfTensor] => [
        name,
        () => {
          const made = make();
          given.add(made);
          return made;
        },
      ]);
      return Object.fromEntries(inputs);
    };
  };
}
