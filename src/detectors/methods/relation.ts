import { type Batch, rowOf, zeroBatch } from '../batch.js';
import { defineDetector } from '../defineDetector.js';
import type { VariantOptions } from '../detector.js';
import { restingGerm } from '../infinity/atRest.js';
import { farDirection } from '../infinity/farDirection.js';
import { isConstant } from '../infinity/germVector.js';
import { limitProbabilities } from '../infinity/logitGerms.js';
import { constantGerm, convergingGerm } from '../infinity/noveltyGerm.js';
import { penultimateGerms } from '../infinity/scoreTail.js';
import type { Observations } from '../observations.js';
import { positiveOption } from '../options.js';
import { probabilities } from '../probabilities.js';
import { forEachRowProducts } from '../rowProducts.js';
import { dot } from '../vectors.js';

/** The options of `relation`. */
export interface RelationOptions extends VariantOptions {
  /** The power that relations are raised to. */
  readonly power: number;
}

/** Weaker relations do not count. */
const LEAST_RELATION = 0.03;

/** A relation this close to the least one, relative, is on neither side for certain. */
const ROUNDING = 1e-9;

/**
 * Neural relation graph: novelty `−Σ_i r_i^power` over training rows with a relation
 * `r_i = max(cos(f, F_i), 0)·⟨p, p_i⟩` above 0.03. A sum: it grows with the training set.
 *
 * At infinity directions and probabilities settle, so it converges: bounded, decided by the limit. A
 * relation that ends at 0.03 may end on either side; then bounds are given.
 *
 * Source: Kim, Jung and Song 2023. No difference between the variants.
 */
export const relation = defineDetector<RelationOptions>({
  id: 'relation',
  name: 'Relation',
  source: 'Kim, Jung and Song 2023',
  reads: 'features',
  family: 'after 2022',
  whenCertain: 'depends',
  variants: ['paper', 'openood'],
  defaults: { variant: 'paper', power: 1 },
  check: ({ power }) => positiveOption('power', power),
  fit({ train }, { power }) {
    const bank = unitRows(train.features);
    const shares = probabilities(train.logits);
    const relations = (unit: Float64Array, p: Float64Array) =>
      Float64Array.from(
        { length: bank.rows },
        (_, i) => Math.max(dot(unit, rowOf(bank, i)), 0) * dot(p, rowOf(shares, i)),
      );
    const novelty = (related: Float64Array, least = LEAST_RELATION) =>
      -related.reduce((sum, r) => sum + (r > least ? r ** power : 0), 0);
    const score = ({ features, logits }: Observations) => {
      const units = unitRows(features);
      const p = probabilities(logits);
      const out = new Float64Array(units.rows);
      forEachRowProducts(bank, units, (i, products) => {
        const own = rowOf(p, i);
        const related = products.map(
          (product, k) => Math.max(product, 0) * dot(own, rowOf(shares, k)),
        );
        out[i] = novelty(related);
      });
      return out;
    };
    return {
      parameters: { power, trainingRows: bank.rows },
      score,
      germ(tail) {
        const x = penultimateGerms(tail);
        if (isConstant(x)) return restingGerm(score, tail);
        const related = relations(farDirection(x).unit, limitProbabilities(tail));
        const [lower, upper] = [-ROUNDING, ROUNDING].map((shift) =>
          novelty(related, LEAST_RELATION * (1 + shift)),
        ) as [number, number];
        if (lower === upper) return convergingGerm(lower, { kind: 'algebraic', power: 1 });
        return {
          ...constantGerm(Number.NaN, 'a relation ends at the least one that counts'),
          constantBounds: { lower, upper },
        };
      },
    };
  },
});

/** v/√(‖v‖² + 1e-10) of every row. */
function unitRows(batch: Batch): Batch {
  const out = zeroBatch(batch.rows, batch.columns);
  for (let i = 0; i < batch.rows; i++) {
    const row = rowOf(batch, i);
    const size = Math.sqrt(dot(row, row) + 1e-10);
    out.values.set(
      row.map((value) => value / size),
      i * batch.columns,
    );
  }
  return out;
}
