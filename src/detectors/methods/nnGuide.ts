import { type Batch, rowOf, selectRows, zeroBatch } from '../batch.js';
import { defineDetector } from '../defineDetector.js';
import type { VariantOptions } from '../detector.js';
import { energies, energyRounding } from '../energy.js';
import { restingGerm } from '../infinity/atRest.js';
import { farDirection } from '../infinity/farDirection.js';
import { isConstant } from '../infinity/germVector.js';
import { around, gammaOf, multiplyIntervals } from '../infinity/interval.js';
import { energyGerm } from '../infinity/logitGerms.js';
import { enclosedCoefficient, isZero } from '../infinity/noveltyGerm.js';
import { penultimateGerms } from '../infinity/scoreTail.js';
import { featureErrors, logitErrors, type Observations } from '../observations.js';
import { wholeOption } from '../options.js';
import { forEachRowProducts } from '../rowProducts.js';
import { dot, norm } from '../vectors.js';

/** The options of `nnGuide`. */
export interface NnGuideOptions extends VariantOptions {
  /** K: how many of the largest guided similarities are averaged. */
  readonly neighbours: number;
  /** How many of the training rows, from the first, make the bank; null for all. */
  readonly bankRows: number | null;
}

/** What faiss fills missing neighbours with, as a similarity: minus the largest float32. */
const MISSING = -3.4028234663852886e38;

/**
 * Nearest-neighbour guidance: novelty `−lse(z) · g`, g the mean of the K largest
 * `lse(z_i)·⟨F_i/‖F_i‖, f/‖f‖⟩` over training rows. The largest *energy-weighted* similarities.
 *
 * At infinity the similarities tend to those of the direction Δ/‖Δ‖, with mean m: the slope is
 * `−b_k·m`, so it is blind where the top logit rises and m > 0, as where all training energies are.
 *
 * Source: Park, Jung and Teoh 2023. `paper`: K is at most the number of rows. `authors`: the
 * same, fewer rows than K count as minus the largest float32. `openood`: also adds 1e-10 to every
 * component after the normalisation, so that a zero vector is NaN; its configuration (K = 100, 1 %
 * of the rows) takes one batch of rows and averages mostly fillers.
 */
export const nnGuide = defineDetector<NnGuideOptions>({
  id: 'nnguide',
  name: 'NNGuide',
  source: 'Park, Jung and Teoh 2023',
  reads: 'features',
  family: 'after 2022',
  whenCertain: 'depends',
  variants: ['paper', 'openood', 'authors'],
  defaults: { variant: 'paper', neighbours: 10, bankRows: null },
  check: ({ neighbours, bankRows }) => [
    ...wholeOption('neighbours', neighbours, 1),
    ...(bankRows === null ? [] : wholeOption('bankRows', bankRows, 1)),
  ],
  fit({ train }, { variant, neighbours, bankRows }) {
    const rows = Math.min(bankRows ?? train.features.rows, train.features.rows);
    const first = (batch: Batch) =>
      selectRows(
        batch,
        Array.from({ length: rows }, (_, i) => i),
      );
    const unitRow = variant === 'openood' ? addingAfterDividing : guarded;
    const energy = energies(first(train.logits)).map((value) => -value);
    const bank = zeroBatch(rows, train.features.columns);
    energy.forEach((value, i) => {
      bank.values.set(
        unitRow(rowOf(train.features, i)).map((share) => share * value),
        i * bank.columns,
      );
    });
    const count = variant === 'paper' ? Math.min(neighbours, rows) : neighbours;
    const score = ({ features, logits }: Observations) => {
      const out = energies(logits);
      const units = zeroBatch(features.rows, features.columns);
      for (let i = 0; i < units.rows; i++) {
        units.values.set(unitRow(rowOf(features, i)), i * units.columns);
      }
      forEachRowProducts(bank, units, (i, similarities) => {
        out[i] *= meanOf(largest(similarities, count), similarities, count);
      });
      return out;
    };
    // Energies and directions of the bank are known within their rounding, and so are similarities.
    const size = energy.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const shortest = Math.min(
      ...Array.from({ length: rows }, (_, i) => norm(rowOf(train.features, i))),
    );
    const turned = shortest > 0 ? Math.hypot(...featureErrors(train)) / shortest : 2;
    const guidanceError =
      size * (gammaOf(bank.columns + count + 16) + 2 * turned) +
      Math.max(...logitErrors(train)) +
      energyRounding(train.logits);
    return {
      parameters: { neighbours: count, bankRows: rows },
      score,
      germ(tail) {
        const x = penultimateGerms(tail);
        if (isConstant(x)) return restingGerm(score, tail);
        const { unit, length, start, along } = farDirection(x);
        const similarities = similaritiesTo(
          bank,
          variant === 'openood' ? unit.map((share) => share + 1e-10) : unit,
        );
        const turning = unit.map((share, j) => (start[j] - along * share) / length);
        const turns = similaritiesTo(bank, turning);
        const nearest = largest(similarities, count, turns);
        const guidance = meanOf(nearest, similarities, count);
        const change = nearest.reduce((sum, i) => sum + turns[i], 0) / count;
        const { terms, constant } = energyGerm(tail);
        const slope = terms[0]?.coefficient;
        const coefficient =
          slope &&
          enclosedCoefficient(
            slope.value * guidance,
            multiplyIntervals(slope.bounds, around(guidance, guidanceError)),
          );
        return {
          terms: coefficient && !isZero(coefficient) ? [{ power: 1, coefficient }] : [],
          constant: constant * guidance + (slope?.value ?? 0) * change,
          approach: { kind: 'algebraic', power: 1 },
        };
      },
    };
  },
});

function guarded(row: Float64Array): Float64Array {
  const size = Math.max(norm(row), 1e-12);
  return row.map((value) => value / size);
}

function addingAfterDividing(row: Float64Array): Float64Array {
  const size = norm(row);
  return row.map((value) => value / size + 1e-10);
}

function similaritiesTo(bank: Batch, query: Float64Array): Float64Array {
  return Float64Array.from({ length: bank.rows }, (_, i) => dot(rowOf(bank, i), query));
}

/** The indices of the `count` largest, NaN left out; of equal ones those with the larger `then`. */
function largest(values: Float64Array, count: number, then?: Float64Array): number[] {
  const kept: number[] = [];
  const comesFirst = (i: number, j: number) =>
    values[i] > values[j] || (values[i] === values[j] && then !== undefined && then[i] > then[j]);
  for (let i = 0; i < values.length; i++) {
    // NaN comes before nothing, and is left out.
    const fits = kept.length < count ? !Number.isNaN(values[i]) : comesFirst(i, kept[count - 1]);
    if (!fits) continue;
    let slot = Math.min(kept.length, count - 1);
    while (slot > 0 && comesFirst(i, kept[slot - 1])) {
      kept[slot] = kept[slot - 1];
      slot--;
    }
    kept[slot] = i;
  }
  return kept;
}

/** The mean of `count` of them, where missing ones count as faiss fills them. */
function meanOf(indices: readonly number[], values: Float64Array, count: number): number {
  const found = indices.reduce((sum, i) => sum + values[i], 0);
  return (found + (count - indices.length) * MISSING) / count;
}
