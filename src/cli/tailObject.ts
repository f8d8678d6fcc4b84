import { type CeilingFinding, ceilingFinding, ceilingSentence } from '../ceiling/ceilingFinding.js';
import { Rational } from '../exact/rational.js';
import { Real } from '../exact/real.js';
import { capabilityOf } from '../network/capability.js';
import { checkPoint } from '../network/evaluate.js';
import type { Network } from '../network/network.js';
import { lowerBound, upperBound } from '../tail/certifiedVector.js';
import type { ExactTail } from '../tail/exactTail.js';
import { type ExpandedTail, expandedTail } from '../tail/expandedTail.js';
import { limitOfTail } from '../tail/limitOfTail.js';
import { doubleAbove, doubleBelow } from '../tail/outwardDouble.js';
import { roundedTail } from '../tail/roundedTail.js';
import { checkDirection, type Ray, type Tail, tails } from '../tail/tail.js';

/** Bounds of numbers, one each a class. */
interface Bounds {
  readonly lower: readonly number[];
  readonly upper: readonly number[];
}

/**
 * A tail as the interface fixes it. With `exact`, plain numbers are the doubles nearest to the exact
 * ones; without, certified doubles, and the bounds beside them enclose the exact ones.
 */
export interface TailObject {
  readonly from: number | null;
  readonly slope: readonly number[] | null;
  readonly intercept: readonly number[] | null;
  readonly regime: string | null;
  readonly top: readonly number[] | null;
  readonly boundary: boolean | null;
  readonly exact?: {
    readonly from: string | null;
    readonly slope: readonly string[] | null;
    readonly intercept: readonly string[] | null;
  };
  /** Of certified doubles; bounds are left out where none are known. */
  readonly fromBounds?: { readonly lower: number; readonly upper: number };
  readonly slopeBounds?: Bounds;
  readonly interceptBounds?: Bounds;
  /** How each output grows where it is not a straight line: coefficient·t^power·(log t)^log. */
  readonly growth?: readonly (GrowthObject | null)[];
  /** Enclosures of the class probabilities at infinity. */
  readonly limit: Bounds | null;
  /** How certain the network can get over all inputs there are; null for a network of one output. */
  readonly ceiling: TailCeiling | null;
  /** From where on every probability is within ε of its limit; null where it is not known. */
  readonly settles?: { readonly within: number; readonly from: number | null };
}

/** A ceiling, without that of each class: it stands beside every ray. */
type TailCeiling = Omit<CeilingFinding, 'classes'>;

interface GrowthObject {
  readonly power: number | null;
  readonly log: number;
  readonly coefficient: { readonly lower: number; readonly upper: number };
}

/**
 * The tails of a network along rays.
 *
 * @param exactly - with fractions, which cost a forward pass in integers a ray
 * @throws InputError as `tails` does
 */
export function tailObjects(
  network: Network,
  rays: readonly Ray[],
  exactly: boolean,
): TailObject[] {
  const { piecewiseAffine, constants } = capabilityOf(network);
  const isLogits = network.outputs !== 'probabilities';
  const ceiling = ceilingOf(network);
  if (piecewiseAffine && constants !== 'enclosures' && isLogits) {
    return tails(network, rays).map((tail) =>
      exactly ? exactObject(tail.exact, ceiling) : certifiedObject(tail, ceiling),
    );
  }
  return rays.map(({ origin, direction }, r) => {
    const name = rays.length === 1 ? '' : `rays[${r}].`;
    checkPoint('tail', `${name}origin`, origin, network.inputSize);
    checkDirection(`${name}direction`, direction, network.inputSize);
    const { exact, ...object } = expandedObject(expandedTail(network, origin, direction), ceiling);
    return exactly ? { ...object, exact } : object;
  });
}

function ceilingOf(network: Network): TailCeiling | null {
  if (network.outputSize < 2) return null;
  const { classes: _, ...ceiling } = ceilingFinding(network);
  return ceiling;
}

/** A tail in certified doubles. */
function certifiedObject(tail: Tail, ceiling: TailCeiling | null): TailObject {
  const { from, fromBounds, regime, top, boundary } = tail;
  const isClassifier = tail.slope.length > 1;
  const slope = boundsWithin(tail.slope, tail.slopeError);
  const intercept = boundsWithin(tail.intercept, tail.interceptError);
  // Where nothing is known of an intercept, a share may be anything.
  const known = top.every((c) => Number.isFinite(intercept.lower[c] + intercept.upper[c]));
  const enclosed = intercept.lower.map((lower, c) =>
    Number.isFinite(lower + intercept.upper[c])
      ? Real.between(Rational.of(lower), Rational.of(intercept.upper[c]))
      : Real.zero,
  );
  const limit =
    known || top.length === 1
      ? boundsOf(limitOfTail(top, enclosed))
      : { lower: intercept.lower.map(() => 0), upper: intercept.lower.map(() => 1) };
  return {
    from: Number.isFinite(from) ? from : null,
    slope: Array.from(tail.slope),
    intercept: Array.from(tail.intercept),
    regime: isClassifier ? regime : null,
    top: isClassifier ? top : null,
    boundary,
    limit: isClassifier ? limit : null,
    ceiling,
    ...(Number.isFinite(fromBounds.upper) ? { fromBounds } : {}),
    ...(areFinite(slope) ? { slopeBounds: slope } : {}),
    ...(areFinite(intercept) ? { interceptBounds: intercept } : {}),
  };
}

function areFinite({ lower, upper }: Bounds): boolean {
  return [...lower, ...upper].every(Number.isFinite);
}

function boundsWithin(values: Float64Array, errors: Float64Array): Bounds {
  return {
    lower: Array.from(values, (value, c) =>
      errors[c] === 0 ? value : lowerBound(value, errors[c]),
    ),
    upper: Array.from(values, (value, c) =>
      errors[c] === 0 ? value : upperBound(value, errors[c]),
    ),
  };
}

/** The tail of a network whose constants are rational. */
function exactObject(exact: ExactTail, ceiling: TailCeiling | null): TailObject {
  const { from, slope, intercept, regime, top, boundary } = roundedTail(exact);
  const isClassifier = slope.length > 1;
  const limit = limitOfTail(exact.top, exact.intercept.map(Real.ofRational));
  return {
    from,
    slope,
    intercept,
    regime: isClassifier ? regime : null,
    top: isClassifier ? top : null,
    boundary,
    limit: isClassifier ? boundsOf(limit) : null,
    ceiling,
    exact: {
      from: String(exact.from),
      slope: exact.slope.map(String),
      intercept: exact.intercept.map(String),
    },
  };
}

function expandedObject(
  tail: ExpandedTail,
  ceiling: TailCeiling | null,
): TailObject & Required<Pick<TailObject, 'exact'>> {
  const { slope, intercept, growth, regime, top, limit, boundary } = tail;
  const isRational = slope?.every((value) => value.rational !== null) ?? false;
  const isStraight = slope !== null;
  return {
    from: null,
    slope: slope?.map((value) => value.toNumber()) ?? null,
    intercept: intercept?.map((value) => value.toNumber()) ?? null,
    regime,
    top,
    boundary,
    limit: limit && boundsOf(limit),
    ceiling,
    exact: {
      from: null,
      slope: slope && isRational ? slope.map((value) => String(value.rational)) : null,
      intercept: null,
    },
    ...(slope && !isRational ? { slopeBounds: boundsOf(slope) } : {}),
    ...(intercept ? { interceptBounds: boundsOf(intercept) } : {}),
    ...(isStraight
      ? {}
      : {
          growth: growth.map(
            (value) =>
              value && {
                power: value.power,
                log: value.log,
                coefficient: {
                  lower: doubleBelow(value.coefficient.lower),
                  upper: doubleAbove(value.coefficient.upper),
                },
              },
          ),
        }),
  };
}

function boundsOf(values: readonly Real[]): Bounds {
  return {
    lower: values.map(({ lower }) => doubleBelow(lower)),
    upper: values.map(({ upper }) => doubleAbove(upper)),
  };
}

/** A tail in words, for a terminal. */
export function tailLines(tail: TailObject): string[] {
  const { exact, regime, top, limit } = tail;
  const lines =
    regime === null
      ? []
      : [`regime     ${regime}, ${limit ? 'positive limit' : 'largest'}: class ${top?.join(', ')}`];
  if (exact?.from != null) lines.push(`from       ${exact.from} = ${tail.from}`);
  else if (tail.from !== null) lines.push(`from       ≈ ${tail.from}`);
  const count = tail.slope?.length ?? tail.growth?.length ?? 0;
  for (let c = 0; c < count; c++) {
    lines.push(`class ${String(c).padEnd(4)} ${outputText(tail, c)}`);
  }
  if (limit) {
    const middle = limit.lower.map((lower, c) => (lower + limit.upper[c]) / 2);
    const width = Math.max(...limit.lower.map((lower, c) => limit.upper[c] - lower));
    lines.push(`limit      ${middle.map(String).join(', ')} (enclosed within ${width})`);
  }
  if (tail.settles) {
    const { within, from } = tail.settles;
    lines.push(
      `settles    within ${within} ${from === null ? 'not known' : `from t = ${from} on`}`,
    );
  }
  if (tail.boundary) {
    lines.push('boundary   a unit stays on its kink for ever: the Jacobian is one-sided');
  }
  return lines;
}

/** What holds of the network whatever the ray, said once. */
export function ceilingLines({ ceiling }: TailObject): string[] {
  const sentence = ceiling && ceilingSentence(ceiling);
  return sentence ? [`ceiling    ${sentence}`] : [];
}

function outputText({ exact, slope, intercept, growth }: TailObject, c: number): string {
  const plain = slope && `${intercept ? intercept[c] : '…'} + t·${slope[c]}`;
  if (exact?.slope && exact.intercept) {
    return `${exact.intercept[c]} + t·${exact.slope[c]} ≈ ${plain}`;
  }
  if (plain) return `≈ ${plain}`;
  const value = growth?.[c];
  if (!value) return 'not known';
  const log = value.log === 0 ? '' : `·(log t)^${value.log}`;
  const { lower, upper } = value.coefficient;
  return `≈ ${(lower + upper) / 2}·t^${value.power ?? '(exponential)'}${log} + …`;
}
