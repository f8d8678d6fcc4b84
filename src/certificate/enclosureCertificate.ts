import { InputError } from '../errors/inputError.js';
import { unknownKind } from '../errors/unknownKind.js';
import { Rational } from '../exact/rational.js';
import { Real } from '../exact/real.js';
import type { Domain, UnitPlace } from '../network/domain.js';
import type { Network } from '../network/network.js';
import { beyondPiecewiseAffine } from '../network/operations/general.js';
import {
  type PiecewisePolynomial,
  polynomialAt,
  type SmoothFunction,
  type UnivariateFunction,
} from '../network/univariate.js';
import { inputGerms } from '../tail/exactGerms.js';
import { type Germ, signOfGerm, subtractGerms } from '../tail/germ.js';
import { limitOfTail } from '../tail/limitOfTail.js';
import { type DecidedRegime, regimeOf } from '../tail/regime.js';
import type { Ray } from '../tail/tail.js';

/** A number as text: the fraction `"p/q"` that it is, or two between which it lies. */
export type Bounds = string | readonly [lower: string, upper: string];

/**
 * What a network with smooth activations, or with constants that are only enclosed, does at infinity
 * along one ray: values are intercept + t·slope + o(1).
 */
export interface EnclosureCertificate {
  readonly format: 'farfield-certificate';
  readonly version: 2;
  /** Shape [D]. */
  readonly origin: readonly number[];
  /** Shape [D]. */
  readonly direction: readonly number[];
  readonly regime: DecidedRegime;
  /** The classes with the largest slope, ascending. */
  readonly top: readonly number[];
  /** Shape [C]: the limits of the class probabilities. */
  readonly limit: readonly Bounds[];
  /** One per node of the network's graph, in order. */
  readonly nodes: readonly EnclosureNode[];
}

/** The claim about one node. */
export interface EnclosureNode {
  /**
   * Null for an affine operation; for a maximum the entry that wins; for a function of pieces the
   * piece; for a smooth one 0 or 1 on its left or right asymptote, 2 where it rests.
   */
  readonly pattern: readonly number[] | null;
  readonly intercept: readonly Bounds[];
  readonly slope: readonly Bounds[];
}

/** A unit on a smooth function that does not move: neither asymptote. */
const AT_REST = 2;

/**
 * Certifies a tail in enclosures.
 *
 * @throws InputError `unsupported` if the network holds products, norms, attention or trees, or if
 *   enclosures leave open on which piece a unit ends
 */
export function certifyEnclosures(
  network: Network,
  { origin, direction }: Ray,
): EnclosureCertificate {
  const domain = new CertifyingGerms(network);
  const values: Germ[][] = [inputGerms(origin, direction)];
  network.nodes.forEach(({ operation, inputs }, node) => {
    if (operation.kind === 'general') throw beyondPiecewiseAffine(operation.name, 'certify');
    const read = inputs.map((value) => values[value]);
    values.push(
      Array.from({ length: operation.size }, (_, i) => operation.output(i, read, domain, node)),
    );
  });
  const logits = values[network.output];
  const top = logits.flatMap(({ slope }, c) => {
    const orders = logits.map((other) => other.slope.compare(slope));
    if (orders.includes(null)) throw notKnown('logits', `the slope of class ${c}`);
    return orders.includes(1) ? [] : [c];
  });
  const regime = regimeOf({ top, known: true }, logits.length) as DecidedRegime;
  // As wide as all intercepts together: a share depends on each of them.
  const spread = top
    .map((c) => logits[c].intercept)
    .reduce((sum, { lower, upper }) => {
      return sum.add(Real.between(Rational.zero, upper.subtract(lower)));
    }, Real.zero);
  const limit = limitOfTail(
    top,
    logits.map(({ intercept }) => intercept),
  );
  return {
    format: 'farfield-certificate',
    version: 2,
    origin: Array.from(origin),
    direction: Array.from(direction),
    regime,
    top,
    limit: limit.map((value, c) =>
      textOf(top.length > 1 && top.includes(c) ? widened(value, spread) : value),
    ),
    nodes: network.nodes.map(({ operation }, node) => ({
      pattern: operation.kind === 'affine' ? null : (domain.pattern[node] ?? []),
      intercept: values[node + 1].map(({ intercept }) => textOf(intercept)),
      slope: values[node + 1].map(({ slope }) => textOf(slope)),
    })),
  };
}

/** Germs with every choice noted; a choice that is not known ends the walk. */
class CertifyingGerms implements Domain<Germ> {
  readonly pattern: number[][] = [];

  constructor(private readonly network: Network) {}

  constant(nearest: number, other: Real | null): Germ {
    return { intercept: other ?? Real.of(nearest), slope: Real.zero };
  }

  addScaled(sum: Germ, x: Germ, weight: number, other: Real | null): Germ {
    const factor = other ?? Real.of(weight);
    return {
      intercept: sum.intercept.add(factor.multiply(x.intercept)),
      slope: sum.slope.add(factor.multiply(x.slope)),
    };
  }

  apply(f: UnivariateFunction, x: Germ, place: UnitPlace): Germ {
    const { sign } = x.slope;
    if (sign === null && !(f.kind === 'piecewise' && f.breakpoints.length === 0)) {
      throw notKnown(this.network.nodes[place.node].label, `the slope of unit ${place.unit}`);
    }
    return f.kind === 'smooth'
      ? this.onSmooth(f, x, sign!, place)
      : this.onPiece(f, x, sign ?? 1, place);
  }

  maximum(group: Int32Array, x: ArrayLike<Germ>, place: UnitPlace): Germ {
    let winner = group[0];
    for (const i of group) if (signOfGerm(subtractGerms(x[i], x[winner])) === 1) winner = i;
    for (const i of group) {
      if (signOfGerm(subtractGerms(x[i], x[winner])) === null) {
        throw notKnown(this.network.nodes[place.node].label, `the largest of unit ${place.unit}`);
      }
    }
    this.note(place, winner);
    return x[winner];
  }

  private onSmooth(f: SmoothFunction, x: Germ, sign: -1 | 0 | 1, place: UnitPlace): Germ {
    if (sign !== 0) {
      const end = sign > 0 ? f.right : f.left;
      this.note(place, sign > 0 ? 1 : 0);
      return {
        intercept: end.slope.multiply(x.intercept).add(end.intercept),
        slope: end.slope.multiply(x.slope),
      };
    }
    this.note(place, AT_REST);
    const value = f.enclose(x.intercept);
    const exact = isExactAt(f, x.intercept);
    return { intercept: exact ? value : widened(value, x.intercept), slope: Real.zero };
  }

  private onPiece(f: PiecewisePolynomial, x: Germ, sign: -1 | 0 | 1, place: UnitPlace): Germ {
    let piece = sign > 0 ? f.breakpoints.length : 0;
    if (sign === 0) {
      for (const breakpoint of f.breakpoints) {
        const order = x.intercept.compare(breakpoint);
        if (order === null) {
          throw notKnown(this.network.nodes[place.node].label, `the piece of unit ${place.unit}`);
        }
        if (order > 0) piece++;
      }
    }
    this.note(place, piece);
    const [, linear = Real.zero, ...higher] = f.pieces[piece];
    if (sign !== 0 && higher.some((coefficient) => !coefficient.isZero)) {
      throw beyondPiecewiseAffine(f.name, 'certify');
    }
    return {
      intercept: polynomialAt(f.pieces[piece], x.intercept),
      slope: linear.multiply(x.slope),
    };
  }

  private note({ node, unit }: UnitPlace, state: number): void {
    (this.pattern[node] ??= [])[unit] = state;
  }
}

/** Whether a value is taken over as the fraction it is: the checker knows these cases by itself. */
function isExactAt({ formula }: SmoothFunction, x: Real): boolean {
  switch (formula.kind) {
    case 'softplus':
    case 'log-sigmoid':
      return false;
    case 'exponential-unit':
      return x.rational !== null && x.rational.sign >= 0;
    case 'softsign':
      return x.rational !== null;
    case 'sigmoid':
    case 'tanh':
    case 'erf':
    case 'gelu':
    case 'gelu-tanh':
    case 'silu':
    case 'mish':
      return x.isZero;
    default:
      return unknownKind(formula);
  }
}

/** Room for another way of rounding: the checker works in units of 2^-400. */
const ROOM = new Rational(1n, 1n << 120n);
/** Forms such as x·Φ(x) widen an enclosure by less than this. */
const SPREAD = new Rational(16n, 1n);

function widened(value: Real, x: Real): Real {
  const room = x.upper.subtract(x.lower).multiply(SPREAD).add(ROOM);
  return Real.between(value.lower.subtract(room), value.upper.add(room));
}

function textOf(value: Real): Bounds {
  return value.rational ? String(value.rational) : [String(value.lower), String(value.upper)];
}

function notKnown(path: string, what: string): InputError {
  return new InputError('certify', [
    {
      code: 'unsupported',
      path,
      rule: `leaves ${what} open: enclosures of the network's constants do not decide it`,
      remedy: 'certify another ray, or a network with rational constants',
    },
  ]);
}
