import { normalizeBatch } from '../../lowering/batchNormalization.js';
import { refuseShape, refuseUnsupported } from '../../lowering/refusal.js';
import { countOf, showShape } from '../../lowering/tensor.js';
import type { Lowering } from '../operatorContext.js';

/** Batch normalisation as at inference. */
export const normalization: Readonly<Record<string, Lowering>> = {
  BatchNormalization: (context) => {
    const { graph, node } = context;
    const x = context.variable(0);
    if (node.integer('training_mode', 0) !== 0 || node.integer('spatial', 1) === 0) {
      refuseUnsupported(
        'normalises by the statistics of its batch, which is not piecewise affine',
        'export the model in inference mode',
      );
    }
    const [batch, channels, ...spatial] = x.shape;
    if (batch !== 1 || channels === undefined) {
      refuseShape(`reads a tensor of shape ${showShape(x.shape)}, not [1, channels, …]`);
    }
    const [scale, offset, mean, variance] = [1, 2, 3, 4].map((k) => {
      const { numbers } = context.weights(k, 'has computed statistics');
      if (numbers.length !== channels) {
        refuseShape(`has ${numbers.length} numbers as input ${k} for ${channels} channels`);
      }
      return numbers;
    });
    const area = countOf(spatial);
    const value = normalizeBatch(
      graph,
      x.value,
      { scale, offset, mean, variance, epsilon: node.float('epsilon', Math.fround(1e-5)) },
      (i) => Math.floor(i / area) % channels,
    );
    return [{ ...x, value }];
  },
};
