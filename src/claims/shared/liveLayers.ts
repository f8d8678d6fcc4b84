import { valuesAt } from '../../network/evaluate.js';
import { unknownOperation } from '../../network/operation.js';
import { patternOf } from '../../network/pattern.js';
import type { EnsembleAnalysis, RayAnalysis } from '../rayAnalysis.js';
import { raysOf } from './rounding.js';

/** From this many live layers on a case is one in which layers hide kinks from one another. */
const DEEP = 2;

/** Whether the network, or some member, has at least `DEEP` layers of live kinks. */
export function isDeep(subject: RayAnalysis | EnsembleAnalysis): boolean {
  return raysOf(subject).some((ray) => liveLayers(ray) >= DEEP);
}

/**
 * How many hidden layers have live kinks: some unit of theirs is strictly inside one piece at the
 * ray's origin and on another on its tail, so that the ray crosses a kink there. Layers whose units
 * all stay where they are, as a chain of ReLUs that are always on, do not count.
 *
 * Arithmetic: exact on the tail, float64 at the origin.
 */
function liveLayers(subject: RayAnalysis): number {
  const { network, origin, tail } = subject;
  const values = valuesAt(network, Float64Array.from(origin));
  const start = patternOf(network, values);
  return network.nodes.filter(({ operation, inputs }, k) => {
    const x = values[inputs[0]];
    const moved = (i: number) => start[k]![i] !== tail.pattern[k]![i];
    switch (operation.kind) {
      case 'affine':
      case 'general':
        return false;
      case 'activation':
        return x.some((value, i) => {
          const f = operation.functionOf(i);
          const ends = f.kind === 'piecewise' ? f.breakpoints : [];
          return moved(i) && ends.every((end) => end.toNumber() !== value);
        });
      case 'maximum':
        return operation.groups.some(
          (_, g) => moved(g) && x[start[k]![g]] > x[tail.pattern[k]![g]],
        );
      default:
        return unknownOperation(operation, 'liveLayers');
    }
  }).length;
}
