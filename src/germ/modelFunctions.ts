import { unknownKind } from '../errors/unknownKind.js';
import { Interval } from '../exact/interval.js';
import { Rational } from '../exact/rational.js';
import { Real } from '../exact/real.js';
import { Coefficient } from './coefficient.js';
import { boundsOfFunction } from './elementaryBounds.js';
import { combineRows, type Expansion } from './expansion.js';
import type { End, FunctionAtInfinity } from './functionAtInfinity.js';
import { composeModel, exponentialModel, powerOfModel } from './modelSeries.js';
import {
  constantModel,
  grows,
  leadOf,
  type Model,
  type ModelContext,
  multiplyModels,
  NOTHING,
  OpenModel,
  raised,
  restModel,
  sizeOf,
  splitModel,
  timesMonomial,
  truncated,
  withRest,
} from './taylorModel.js';

/** Models and their weights in a sum. */
export interface ModelRow {
  readonly weights: ArrayLike<number>;
  /** For each weight the place of its value; null where they are in order. */
  readonly columns: ArrayLike<number> | null;
  readonly values: ArrayLike<Model>;
}

/** Σ weight·value over rows. */
export function combineModels(rows: readonly ModelRow[], context: ModelContext): Model {
  let rest = 0;
  let power = -Infinity;
  const polynomials = rows.map(({ weights, columns, values }) => {
    const read: Expansion[] = [];
    for (let n = 0; n < weights.length; n++) {
      const x = values[columns ? columns[n] : n];
      read.push(x.polynomial);
      if (weights[n] === 0 || x.rest === 0) continue;
      rest += Math.abs(weights[n]) * x.rest;
      if (x.power > power) power = x.power;
    }
    return { weights, columns: null, values: read };
  });
  const polynomial = combineRows(polynomials, { depth: Infinity });
  // As many roundings as there are weights.
  const count = rows.reduce((sum, { weights }) => sum + weights.length, 0);
  const whole = rest === 0 ? 0 : raised(rest * (1 + count * 2 ** -52));
  return truncated({ polynomial, rest: whole, power }, context);
}

export function addModels(x: Model, y: Model, context: ModelContext): Model {
  return combineModels([{ weights: [1, 1], columns: null, values: [x, y] }], context);
}

/** x − y; of one object and itself exactly 0. */
function subtractModels(x: Model, y: Model, context: ModelContext): Model {
  if (x === y) return NOTHING;
  return combineModels([{ weights: [1, -1], columns: null, values: [x, y] }], context);
}

/** f(x) for a function with asymptotes. */
export function applyToModel(f: FunctionAtInfinity, x: Model, context: ModelContext): Model {
  if (grows(x)) return alongAsymptote(f, x, context);
  const { constant, moving } = splitModel(x);
  return nearConstant(f, constant ?? Coefficient.zero, moving, context);
}

/** Rests that fall exponentially are stated as powers of t this far below what is kept. */
const BELOW = 1;

/**
 * How e^(−rate·y) goes where y ≥ least·(t/from)^power, beside what it is at `from`: at most
 * factor·(t/from)^(−fall). With s = (t/from)^power it is e^(−rate·least·(s − 1)), and
 * s^m·e^(−c·(s − 1)) is largest at s = max(1, m/c).
 */
function decay(rate: number, least: number, power: number, extra: number, fall: number): number {
  const m = fall / power + extra;
  const c = rate * least;
  const s = Math.max(1, m / c);
  return Math.exp(m * Math.log(s) - c * (s - 1)) * (1 + 2 ** -30);
}

function alongAsymptote(f: FunctionAtInfinity, x: Model, context: ModelContext): Model {
  const { sign, least, power } = leadOf(x, context)!;
  const end: End = sign > 0 ? f.right : f.left;
  const line = addModels(
    timesMonomial(x, Coefficient.ofReal(end.slope), 0, context),
    constantModel(Coefficient.ofReal(end.intercept)),
    context,
  );
  const { rest } = end;
  switch (rest.kind) {
    case 'none':
      return line;
    case 'exponential': {
      if (rest.rate * least < 2)
        throw new OpenModel('how far a function is from its asymptote', 'rest');
      const fall = context.depth + BELOW;
      const off = f.distance(least) * decay(rest.rate, least, power, 1, fall);
      return withRest(line, raised(off * (1 + 2 ** -40)), -fall);
    }
    case 'algebraic': {
      const inverse = powerOfModel(x, new Rational(-1n, 1n), context);
      const series = {
        coefficient: (k: number) =>
          k === 0 ? Coefficient.zero : Coefficient.ofReal(rest.coefficient(k)),
        // No coefficient is more than 1.
        left: (_: number, size: number) => {
          if (size > 0.75) throw new OpenModel('how far a function is from its asymptote', 'rest');
          return 1 / (1 - size);
        },
      };
      return addModels(line, composeModel(series, inverse, context), context);
    }
    default:
      return unknownKind(rest);
  }
}

/** Taylor coefficients are bounded this far around a point. */
const AROUND = Real.of(-0.5).hull(Real.of(0.5));

function nearConstant(
  f: FunctionAtInfinity,
  constant: Coefficient,
  moving: Model,
  context: ModelContext,
): Model {
  const { atoms } = context;
  const value = atoms.of(f.name, constant, f.enclose, boundsOfFunction(f));
  const { size, power } = sizeOf(moving, context);
  if (size === 0) return constantModel(value);
  const chord = () => withRest(constantModel(value), raised(f.lipschitz * size), power);
  if (size > 0.5 || context.byChords) return chord();
  const around = constant.toNarrowReal().add(AROUND);
  if (f.hasKink(around)) return chord();
  return composeModel(
    {
      coefficient: (k) =>
        k === 0 ? value : atoms.of(`${f.name} ${k} 1`, constant, (a) => f.taylor(a, k + 1, 1)![k]),
      // Lagrange: the derivative at some point between.
      left: (n) =>
        boundOf(
          atoms.of(`${f.name} ${n} around`, constant, (a) => f.taylor(a.add(AROUND), n + 1, 1)![n]),
        ),
    },
    moving,
    context,
  );
}

function boundOf({ lower, upper }: Coefficient): number {
  return Math.max(Math.abs(lower), Math.abs(upper));
}

/** A continuous function of polynomial pieces. */
interface Pieces {
  readonly breakpoints: readonly Real[];
  readonly pieces: readonly (readonly Real[])[];
}

/** A continuous function of polynomial pieces of x, by the piece on which x is from `from` on. */
export function applyPiecesToModel(f: Pieces, x: Model, context: ModelContext): Model {
  if (f.breakpoints.length > 0 && !grows(x)) {
    const { constant, moving } = splitModel(x);
    const open = f.breakpoints.some((breakpoint) => {
      const apart = (constant ?? Coefficient.zero).subtract(Coefficient.ofReal(breakpoint));
      const stays = moving.polynomial.terms.length === 0 && moving.rest !== 0;
      return apart.sign === null || (apart.sign === 0 && stays);
    });
    if (open) return nearBreakpoint(f, constant ?? Coefficient.zero, moving, context);
  }
  let piece = 0;
  for (const breakpoint of f.breakpoints) {
    const apart = subtractModels(x, constantModel(Coefficient.ofReal(breakpoint)), context);
    if (leadOf(apart, context)?.sign === 1) piece++;
  }
  return f.pieces[piece].reduceRight(
    (value: Model, coefficient) =>
      addModels(
        multiplyModels(value, x, context),
        constantModel(Coefficient.ofReal(coefficient)),
        context,
      ),
    NOTHING,
  );
}

/**
 * Of an x whose constant is on a breakpoint, or not known to be on either side of it: the value
 * there, between those at the ends of what is known, and the steepest slope times what moves.
 */
function nearBreakpoint(
  { breakpoints, pieces }: Pieces,
  constant: Coefficient,
  moving: Model,
  context: ModelContext,
): Model {
  if (pieces.some(({ length }) => length > 2)) {
    throw new OpenModel('on which piece a value is', 'piece');
  }
  const sides = breakpoints.map(
    (breakpoint) => constant.subtract(Coefficient.ofReal(breakpoint)).sign,
  );
  const onPiece = (piece: number, x: Coefficient) => {
    const [at = Real.zero, slope = Real.zero] = pieces[piece];
    return Coefficient.ofReal(slope).multiply(x).add(Coefficient.ofReal(at));
  };
  const first = sides.filter((sign) => sign === 1).length;
  const last = sides.filter((sign) => sign !== -1 && sign !== 0).length;
  let value = onPiece(first, constant);
  if (last > first) {
    // The pieces meet at the breakpoints that the constant may be on either side of.
    const { lower, upper } = constant.toReal();
    const ends = [
      onPiece(first, Coefficient.ofRational(lower)),
      onPiece(last, Coefficient.ofRational(upper)),
      ...breakpoints.slice(first, last).map((at, k) => onPiece(first + k, Coefficient.ofReal(at))),
    ];
    const hull = ends.map((end) => end.toReal()).reduce((x, y) => x.hull(y));
    value = Coefficient.atom(Interval.ofReal(hull));
  }
  const steepest = Math.max(
    ...pieces.map(([, linear = Real.zero]) => boundOf(Coefficient.ofReal(linear))),
  );
  const { size, power } = sizeOf(moving, context);
  return withRest(constantModel(value), raised(steepest * size), power);
}

/** The largest of several functions from `from` on. */
export function maximumOfModels(x: readonly Model[], context: ModelContext): Model {
  return x.reduce((best, candidate) => {
    const apart = subtractModels(candidate, best, context);
    if (apart.polynomial.terms.length === 0) return withRest(best, apart.rest, apart.power);
    return leadOf(apart, context)!.sign > 0 ? candidate : best;
  });
}

/** Softmax over models: as over expansions, with bounds of all that vanishes. */
export function softmaxOfModels(scores: readonly Model[], context: ModelContext): Model[] {
  const reference = fastest(scores, context);
  const exponentials = scores.map((score) => {
    const apart = subtractModels(score, reference, context);
    return grows(apart) ? decaying(apart, context) : exponentialModel(apart, context);
  });
  const weights = exponentials.map(() => 1);
  const sum = combineModels([{ weights, columns: null, values: exponentials }], context);
  const inverse = powerOfModel(sum, new Rational(-1n, 1n), context);
  return exponentials.map((x) => multiplyModels(x, inverse, context));
}

/** Whether each score keeps a share of a softmax for ever, however small: no other outgrows it. */
export function keepShares(scores: readonly Model[], context: ModelContext): boolean[] {
  const reference = fastest(scores, context);
  return scores.map((score) => !grows(subtractModels(score, reference, context)));
}

/** e^x of an x that falls for ever. */
export function decaying(x: Model, context: ModelContext): Model {
  const { sign, least, power } = leadOf(x, context)!;
  if (sign > 0) throw new OpenModel('an exponential', 'exponential');
  const fall = context.depth + BELOW;
  const size = Math.exp(-least) * decay(1, least, power, 0, fall);
  return restModel(raised(size * (1 + 2 ** -40)), -fall);
}

/** A score that no other outgrows. */
function fastest(scores: readonly Model[], context: ModelContext): Model {
  return scores.reduce((best, score) => {
    const apart = subtractModels(score, best, context);
    if (grows(apart)) return apart.polynomial.terms[0].coefficient.sign === 1 ? score : best;
    // Of equally fast ones that with the largest constant: exponentials are then no large numbers.
    return (splitModel(apart).constant?.lower ?? 0) > 0 ? score : best;
  });
}
