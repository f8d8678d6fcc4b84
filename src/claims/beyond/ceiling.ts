import { exp } from '../../exact/elementary.js';
import { Real } from '../../exact/real.js';
import type { Top } from './layersOf.js';
import { shiftOf } from './walkAnyFile.js';

/**
 * B_ck, what f_c − f_k never exceeds, for every input in the world: shape [C][C], enclosed.
 *
 * With d = w_c − w_k: √n·‖P(d∘g)‖ + d·s + β_c − β_k under a layer norm, P taking off the mean; without
 * P and s under an RMS norm; √n·‖d⁺∘|g|‖ + d⁺·s⁺ + β_c − β_k where a ReLU follows; and under units
 * between two bounds the larger end of each.
 */
export function largestLeads({ head, norm, rectified, box }: Top): Real[][] {
  const { weights, bias } = head;
  return weights.map((row, c) =>
    weights.map((other, k) => {
      const d = row.map((weight, i) => Real.of(weight).subtract(Real.of(other[i])));
      const constant = Real.of(bias[c]).subtract(Real.of(bias[k]));
      if (!norm) {
        return d.reduce(
          (sum, value) => sum.add(value.multiply(value.sign === 1 ? box!.upper : box!.lower)),
          constant,
        );
      }
      const n = Real.of(d.length);
      const gains = d.map((_, i) => Real.of(norm.scale?.[i] ?? 1));
      const shifts = d.map((_, i) => Real.of(shiftOf(norm)?.[i] ?? 0));
      const positive = (value: Real) => (value.sign === 1 ? value : Real.zero);
      const steered = rectified
        ? d.map((value, i) => positive(value).multiply(gains[i]))
        : d.map((value, i) => value.multiply(gains[i]));
      const isCentred = norm.type === 'layer-norm' && !rectified;
      const mean = steered.reduce((x, y) => x.add(y)).divide(n);
      const length = steered
        .map((value) => (isCentred ? value.subtract(mean) : value))
        .map((value) => value.multiply(value))
        .reduce((x, y) => x.add(y))
        .squareRoot();
      const shifted = d.map((value, i) =>
        rectified ? positive(value).multiply(positive(shifts[i])) : value.multiply(shifts[i]),
      );
      return shifted.reduce((x, y) => x.add(y), n.squareRoot().multiply(length).add(constant));
    }),
  );
}

/** max_c 1/(1 + Σ_{k≠c} e^−B_ck): what no probability exceeds. */
export function ceilingOf(leads: readonly (readonly Real[])[]): Real {
  return leads
    .map((row, c) => {
      const others = row.filter((_, k) => k !== c).map((lead) => exp(lead.negate()));
      return Real.one.divide(others.reduce((x, y) => x.add(y), Real.one));
    })
    .reduce((x, y) => x.maximum(y));
}
