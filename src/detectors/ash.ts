import { Rational } from '../exact/rational.js';
import { type Batch, rowOf, zeroBatch } from './batch.js';
import { defineDetector } from './defineDetector.js';
import type { VariantOptions } from './detector.js';
import { energies } from './energy.js';
import { compareGerms, mapGerms } from './infinity/germVector.js';
import { energyGerm } from './infinity/logitGerms.js';
import { penultimateGerms } from './infinity/scoreTail.js';
import { applyHead } from './linearHead.js';
import { percentOption } from './options.js';

/** The options of `ash`. */
export interface AshOptions extends VariantOptions {
  /** The percentage of activations that is pruned. */
  readonly percent: number;
}

/**
 * Activation shaping, variant B: the k largest features become `Σ_j f_j / k`, the others 0, and
 * the energy of the logits of that is the novelty.
 *
 * At infinity the slope is minus the top slope of the reshaped features under the head: which k
 * units stay is decided by their germs.
 *
 * Source: Djurisic et al. 2023, algorithm 2. `k = D − round(percent·D)`. `paper`: at least 1.
 * `cea-2024`: 0 in narrow layers (D = 4 at 90 %), where every score is the energy of the bias.
 */
export const ash = defineDetector<AshOptions>({
  id: 'ash',
  name: 'ASH',
  source: 'Djurisic et al. 2023',
  reads: 'features',
  defaults: { variant: 'paper', percent: 90 },
  check: ({ percent }) => percentOption('percent', percent),
  fit({ head }, { variant, percent }) {
    const width = head.weights.columns;
    const pruned = roundHalfToEven((width * percent) / 100);
    const kept = Math.max(variant === 'paper' ? 1 : 0, width - pruned);
    return {
      parameters: { percent, kept, width },
      score: ({ features }) => energies(applyHead(head, shaped(features, kept))),
      germ(tail) {
        const x = penultimateGerms(tail);
        const order = x.slope.map((_, j) => j).sort((a, b) => compareGerms(x, b, a) || a - b);
        const chosen = new Set(order.slice(0, kept));
        const shareOf = (values: readonly Rational[]) => {
          const sum = values.reduce((total, value) => total.add(value), Rational.zero);
          const share = kept === 0 ? Rational.zero : sum.divide(new Rational(BigInt(kept), 1n));
          return values.map((_, j) => (chosen.has(j) ? share : Rational.zero));
        };
        const rows = Array.from(head.bias, (_, c) => rowOf(head.weights, c));
        const germs = { slope: shareOf(x.slope), intercept: shareOf(x.intercept) };
        return energyGerm(mapGerms(rows, head.bias, germs));
      },
    };
  },
});

function shaped(features: Batch, kept: number): Batch {
  const { rows, columns, values } = features;
  const out = zeroBatch(rows, columns);
  if (kept === 0) return out;
  const sorted = new Float64Array(columns);
  for (let i = 0, offset = 0; i < rows; i++, offset += columns) {
    sorted.set(rowOf(features, i));
    sorted.sort();
    const threshold = sorted[columns - kept]!;
    let sum = 0;
    let above = 0;
    for (let j = 0; j < columns; j++) {
      const value = values[offset + j]!;
      sum += value;
      if (value > threshold) above++;
    }
    // Of entries equal to the threshold the first ones stay, so that exactly `kept` do.
    let ties = kept - above;
    for (let j = 0; j < columns; j++) {
      const value = values[offset + j]!;
      if (value > threshold || (value === threshold && ties-- > 0)) {
        out.values[offset + j] = sum / kept;
      }
    }
  }
  return out;
}

/** Rounds as numpy does: halves go to the even neighbour. */
function roundHalfToEven(value: number): number {
  const below = Math.floor(value);
  if (value - below !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
}
