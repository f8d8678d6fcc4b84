import { Rational } from '../../exact/rational.js';
import { Real } from '../../exact/real.js';
import type { AnyLayer } from '../../network/networkFile.js';
import { activated, type UnitLayer } from './activationFormulas.js';
import { asymptotesOf, endTowards } from './asymptotes.js';
import { ENCLOSURES } from './enclosures.js';
import { epsilonOf, type NormLayer, shiftOf } from './walkAnyFile.js';

/**
 * What a unit is along a ray: `intercept + t·slope` up to `rest`, a bound at one t.
 *
 * Without a norm the rest falls with t: it is a bound from that t on.
 */
export interface PlainGerm {
  readonly slope: Rational;
  readonly intercept: Real;
  /** In float64, rounded up; Infinity where nothing is known at this t. */
  readonly rest: number;
}

/** The germs of the inputs. */
export function inputGerms(
  origin: readonly number[],
  direction: readonly number[],
): readonly PlainGerm[] {
  return origin.map((x, d) => ({
    slope: Rational.of(direction[d]),
    intercept: Real.of(x),
    rest: 0,
  }));
}

/**
 * Pushes germs through layers, by section 7's rules: weighted sums of germs, an asymptote where a
 * slope is not 0, the function itself where it is, the largest slope of a maximum, a norm's limit.
 *
 * A second implementation, of the file and not of the graph, with another table of activations: what
 * the engines' slopes, intercepts and remainders are compared with.
 *
 * @param t - where the rests are bounds, positive
 */
export function plainGerms(
  layers: readonly AnyLayer[],
  input: readonly PlainGerm[],
  t: number,
): readonly PlainGerm[] {
  return layers.reduce((germs, layer) => through(layer, germs, t), input);
}

function through(layer: AnyLayer, germs: readonly PlainGerm[], t: number): readonly PlainGerm[] {
  switch (layer.type) {
    case 'dense':
      return layer.weights.map((row, o) => sumOf(row, germs, layer.bias[o]));
    case 'maximum':
      return layer.groups.map((group) =>
        largestOf(
          group.map((i) => germs[i]),
          t,
        ),
      );
    case 'residual':
      return plainGerms(layer.layers, germs, t).map((germ, i) => ({
        slope: germ.slope.add(germs[i].slope),
        intercept: germ.intercept.add(germs[i].intercept),
        rest: up(germ.rest + germs[i].rest),
      }));
    case 'layer-norm':
    case 'rms-norm':
      return normalised(layer, germs, t);
    default:
      return germs.map((germ) => activatedGerm(layer, germ, t));
  }
}

/** For the rounding of rests themselves, and for what underflows. */
function up(rest: number): number {
  return rest === 0 ? 0 : rest * (1 + 2 ** -40) + Number.MIN_VALUE;
}

function sumOf(weights: readonly number[], germs: readonly PlainGerm[], bias: number): PlainGerm {
  let slope = Rational.zero;
  let intercept = Real.of(bias);
  let rest = 0;
  weights.forEach((weight, i) => {
    if (weight === 0) return;
    const factor = Rational.of(weight);
    slope = slope.add(germs[i].slope.multiply(factor));
    intercept = intercept.add(germs[i].intercept.multiply(Real.ofRational(factor)));
    rest += Math.abs(weight) * germs[i].rest;
  });
  return { slope, intercept, rest: up(rest) };
}

/** σ(a + bt ± r): on its asymptote but for the distance from there on; σ itself where b = 0. */
function activatedGerm(layer: UnitLayer, germ: PlainGerm, t: number): PlainGerm {
  const { distance, lipschitz } = asymptotesOf(layer);
  const { slope, intercept, rest } = germ;
  if (slope.sign === 0) {
    const value = activated(ENCLOSURES, layer, intercept);
    return { slope, intercept: value, rest: up(lipschitz * rest) };
  }
  const line = endTowards(layer, slope.sign === 1 ? 1 : -1);
  // How far the unit is on the side it goes to, at t and later.
  const reached =
    slope.sign * (intercept.toNumber() + slope.toNumber() * t) * (1 - 2 ** -40) - rest;
  return {
    slope: line.slope.multiply(slope),
    intercept: intercept.multiply(Real.ofRational(line.slope)).add(Real.ofRational(line.intercept)),
    rest: reached > 0 ? up(Math.abs(line.slope.toNumber()) * rest + distance(reached)) : Infinity,
  };
}

/** The largest slope; of those the largest intercept. */
function largestOf(germs: readonly PlainGerm[], t: number): PlainGerm {
  const slope = germs.reduce(
    (best, germ) => (germ.slope.compare(best) > 0 ? germ.slope : best),
    germs[0].slope,
  );
  const leading = germs.filter((germ) => germ.slope.compare(slope) === 0);
  const intercept = leading.map((germ) => germ.intercept).reduce((x, y) => x.maximum(y));
  const rest = Math.max(...leading.map((germ) => germ.rest));
  const lead = (germ: PlainGerm) =>
    (intercept.toNumber() - germ.intercept.toNumber() + slope.subtract(germ.slope).toNumber() * t) *
      (1 - 2 ** -40) -
    rest -
    germ.rest;
  const overtaken = germs.every((germ) => leading.includes(germ) || lead(germ) > 0);
  return { slope, intercept, rest: overtaken ? rest : Infinity };
}

/**
 * A norm: of the slopes where they are not all alike (for an RMS norm: not all 0), up to O(1/t); else
 * of the intercepts.
 *
 * With u the values that are normalised and h a bound of what is off, in both rms ρ and entries:
 * |N(u + h) − N(u)| ≤ (h + √n·h')/(ρ − h'), h' the larger of h and what √ε adds, as entries are at most
 * √n·ρ.
 */
function normalised(layer: NormLayer, germs: readonly PlainGerm[], t: number): PlainGerm[] {
  const centring = layer.type === 'layer-norm';
  const slopes = germs.map(({ slope }) => Real.ofRational(slope));
  const centred = centring ? aboutMean(slopes) : slopes;
  const moves = centred.some((value) => !value.isZero);
  const values = moves ? centred : germs.map(({ intercept }) => intercept);
  const shifted = moves || !centring ? values : aboutMean(values);
  const epsilon = moves ? Real.zero : Real.of(epsilonOf(layer));
  const squares = shifted.map((x) => x.absolute()).map((x) => x.multiply(x));
  const count = Real.of(germs.length);
  const spread = squares.reduce((x, y) => x.add(y)).divide(count);
  const root = spread.add(epsilon).squareRoot();
  // Without ε nothing is to be divided by where all that is normalised is 0.
  if (root.sign !== 1) return germs.map(() => NOTHING_KNOWN);
  const rests = Math.max(...germs.map(({ rest }) => rest));
  const size = Math.max(...germs.map(({ intercept }) => Math.abs(intercept.toNumber())));
  const off = moves ? (2 * (size * (1 + 2 ** -40) + rests)) / t : 2 * rests;
  const offRoot = moves ? off + Math.sqrt(epsilonOf(layer)) / t : off;
  const rho = root.toNumber() * (1 - 2 ** -40) - offRoot;
  const rest =
    off === 0 && offRoot === 0
      ? 0
      : rho > 0
        ? (off + Math.sqrt(germs.length) * offRoot) / rho
        : Infinity;
  return shifted.map((x, i) => {
    const gain = layer.scale?.[i] ?? 1;
    return {
      slope: Rational.zero,
      intercept: x
        .divide(root)
        .multiply(Real.of(gain))
        .add(Real.of(shiftOf(layer)?.[i] ?? 0)),
      rest: up(Math.abs(gain) * rest),
    };
  });
}

const NOTHING_KNOWN: PlainGerm = { slope: Rational.zero, intercept: Real.zero, rest: Infinity };

function aboutMean(values: readonly Real[]): Real[] {
  const mean = values.reduce((x, y) => x.add(y)).divide(Real.of(values.length));
  return values.map((x) => x.subtract(mean));
}
