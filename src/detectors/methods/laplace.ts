import { softmax } from '../../uncertainty/softmax.js';
import { rowOf, zeroBatch } from '../batch.js';
import { defineDetector } from '../defineDetector.js';
import type { VariantOptions } from '../detector.js';
import { restingGerm } from '../infinity/atRest.js';
import { isConstant, toNumbers } from '../infinity/germVector.js';
import { around } from '../infinity/interval.js';
import { convergingGerm } from '../infinity/noveltyGerm.js';
import { penultimateGerms } from '../infinity/scoreTail.js';
import { kroneckerLaplace } from '../kroneckerLaplace.js';
import type { Observations } from '../observations.js';
import { positiveOption } from '../options.js';
import { negatedMaxima, probabilities } from '../probabilities.js';

/** The options of `laplace`. */
export interface LaplaceOptions extends VariantOptions {
  /** λ, the precision of the prior of every weight and bias of the head. */
  readonly priorPrecision: number;
}

/** π/8, of the probit approximation. */
const PROBIT = Math.PI / 8;

/**
 * Last-layer Laplace: novelty `−max_c p̄_c`, `p̄ = softmax(m_c/√(1 + (π/8)·v_c))` of the means m and
 * variances v of the logits under a Gaussian around the trained head (`kroneckerLaplace`).
 *
 * At infinity means grow like t and variances like t²: it converges to minus the largest entry of
 * softmax(b_c/√((π/8)·v_c(Δ))), below certainty wherever a unit moves. Whether that is flagged depends on
 * the threshold.
 *
 * Source: Kristiadi, Hein and Hennig 2020, with the probit approximation of MacKay 1992 for every class.
 */
export const laplace = defineDetector<LaplaceOptions>({
  id: 'laplace',
  name: 'Laplace',
  source: 'Kristiadi, Hein and Hennig 2020',
  reads: 'features',
  family: 'posterior',
  whenCertain: 'depends',
  variants: ['paper'],
  defaults: { variant: 'paper', priorPrecision: 1 },
  check: ({ priorPrecision }) => positiveOption('priorPrecision', priorPrecision),
  fit(data, { priorPrecision }) {
    const head = kroneckerLaplace(data, priorPrecision);
    const score = ({ features, logits }: Observations) => {
      const scaled = zeroBatch(logits.rows, logits.columns);
      for (let i = 0; i < logits.rows; i++) {
        const u = [...rowOf(features, i), 1];
        // In units of the largest entry, so that no square overflows.
        const size = Math.max(...u.map(Math.abs));
        const variances = head.variances(u.map((value) => value / size));
        variances.forEach((v, c) => {
          const mean = logits.values[i * logits.columns + c] / size;
          scaled.values[i * logits.columns + c] = mean / Math.sqrt(size ** -2 + PROBIT * v);
        });
      }
      return negatedMaxima(probabilities(scaled));
    };
    return {
      parameters: { priorPrecision },
      score,
      germ(tail) {
        const units = penultimateGerms(tail);
        if (isConstant(units)) return restingGerm(score, tail);
        const u = [...toNumbers(units.slope), 0];
        const size = Math.max(...u.map(Math.abs));
        const variances = head.variances(u.map((value) => value / size));
        const ends = tail.slope.map(
          (b, c) => b.toNumber() / size / Math.sqrt(PROBIT * variances[c]),
        );
        const limit = -Math.max(...softmax(ends));
        // Of slopes that are only enclosed nothing closer is known.
        const known = units.slopeErrors === undefined;
        const off = known ? Math.max(...ends.map(Math.abs)) * relativeError(head.error()) : 2;
        // No entry of a softmax moves by more than half of what its logits do.
        const { lower, upper } = around(limit, off / 2 + 1e-14);
        return {
          ...convergingGerm(limit, { kind: 'algebraic', power: 1 }),
          constantBounds: {
            lower: Math.max(-1, lower),
            upper: Math.min(-1 / ends.length, upper),
          },
        };
      },
    };
  },
});

/** Of 1/√v, where v is off by a share of itself, and slopes were rounded. */
function relativeError(share: number): number {
  return share < 1 ? 1 / Math.sqrt(1 - share) - 1 + 1e-14 : Infinity;
}
