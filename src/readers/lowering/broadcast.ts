import { refuseShape } from './refusal.js';
import { countOf, type Shape, showShape } from './tensor.js';

/**
 * The shape two or more tensors have when combined entry by entry, NumPy's rule: axes are aligned
 * at the end, and an axis of length 1 is repeated.
 */
export function broadcastShapes(shapes: readonly Shape[]): Shape {
  const rank = Math.max(...shapes.map((shape) => shape.length));
  return Array.from({ length: rank }, (_, axis) => {
    let length = 1;
    for (const shape of shapes) {
      const own = shape[axis - rank + shape.length] ?? 1;
      if (own === 1 || own === length) continue;
      if (length !== 1) {
        refuseShape(
          `combines tensors of shapes ${shapes.map(showShape).join(' and ')}, which cannot be broadcast`,
        );
      }
      length = own;
    }
    return length;
  });
}

/**
 * For each entry of a tensor of shape `to`, the entry of one of shape `from` it repeats; null when
 * both have the same entries in the same order.
 */
export function broadcastSources(from: Shape, to: Shape): Int32Array | null {
  const count = countOf(to);
  if (countOf(from) === count) return null;
  const sources = new Int32Array(count);
  const lead = to.length - from.length;
  // Builds the index from the last axis inwards: `step` is how far `from` moves along the axis.
  let block = 1;
  let step = 1;
  for (let axis = to.length - 1; axis >= 0; axis--) {
    const own = axis >= lead ? from[axis - lead] : 1;
    const stride = own === 1 ? 0 : step;
    for (let i = to[axis] - 1; i >= 0; i--) {
      for (let j = 0; j < block; j++) sources[i * block + j] = sources[j] + i * stride;
    }
    block *= to[axis];
    step *= own;
  }
  return sources;
}
