// PReLU: x where positive, else alpha · x; alpha is a weight of the input's shape, of size 1 along the axes that share it.
import { prelu as preluOp } from '../ops/prelu.ts';
import { transpose } from '../ops/transpose.ts';
import type { LayerClass } from './layer.ts';

export const prelu: LayerClass = {
  className: 'PReLU',
  read(config) {
    const shared = new Set(config.has('shared_axes') ? config.numbers('shared_axes') : []);
    return {
      outputShape([shape]) {
        const rank = shape?.length ?? 0;
        if (rank < 2 || shape!.slice(1).some(size => size === null))
          throw config.invalid('an input of a fixed shape', shape ?? 'no input');
        const wrong = [...shared].find(axis => !Number.isInteger(axis) || axis < 1 || axis >= rank);
        if (wrong !== undefined) throw config.invalid(`shared_axes: axes from 1 to ${rank - 1}`, wrong);
        return shape!;
      },
      weights([shape]) {
        const sizes = shape!.map((size, axis) => (shared.has(axis) ? 1 : size!)).slice(1);
        const initializer = config.initializer('alpha_initializer', 'Zeros');
        return [{ name: 'alpha', shape: sizes, initializer, isTrainable: true }];
      },
      lower([x], { tape, weight }) {
        const alpha = weight('alpha');
        const isPhoto = x!.shape.length === 4;
        const slope = isPhoto ? tape.apply(transpose, [alpha], { permutation: [2, 0, 1] }) : alpha;
        return tape.apply(preluOp, [x!, slope], {});
      },
    };
  },
};
