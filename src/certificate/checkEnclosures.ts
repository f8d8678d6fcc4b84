import { unknownKind } from '../errors/unknownKind.js';
import type { Network } from '../network/network.js';
import type { Operation } from '../network/operation.js';
import { beyondPiecewiseAffine } from '../network/operations/general.js';
import type { PiecewisePolynomial, UnivariateFunction } from '../network/univariate.js';
import { asymptote, valueAt } from './checkFormulas.js';
import { divide, exponential, type Fixed, fixedOf } from './checkFunctions.js';
import {
  constant,
  type Interval,
  isZero,
  numberOf,
  point,
  product,
  same,
  sign,
  sum,
  ZERO_INTERVAL,
} from './checkIntervals.js';
import {
  array,
  compare,
  demand,
  fields,
  fraction,
  MINUS,
  numbers,
  ofDouble,
  ofRational,
} from './checkParts.js';

/** The function a + t·b + o(1) for large t. */
interface Germ {
  readonly a: Interval;
  readonly b: Interval;
}

const ZERO_SHARE: Fixed = [0n, 0n];
const FIELDS = 'direction,format,limit,nodes,origin,regime,top,version';

/**
 * Checks a certificate of enclosures node by node: what the definition makes of the intervals stated
 * for the inputs has to lie in the interval stated for the output.
 *
 * Arithmetic: rational intervals; smooth functions in integers that count units of 2^-400.
 */
export function checkEnclosures(network: Network, certificate: unknown): void {
  const c = fields(certificate, FIELDS, 'certificate');
  demand(c.format === 'farfield-certificate' && c.version === 2, 'format or version');
  const origin = numbers(c.origin, network.inputSize, 'origin');
  const direction = numbers(c.direction, network.inputSize, 'direction');
  demand(!direction.every((x) => x === 0), 'direction');
  const nodes = array(c.nodes, network.nodes.length, 'nodes');
  const values: Germ[][] = [
    origin.map((x, i) => ({ a: point(ofDouble(x)), b: point(ofDouble(direction[i])) })),
  ];
  network.nodes.forEach(({ operation, inputs }, k) => {
    const node = fields(nodes[k], 'intercept,pattern,slope', `nodes[${k}]`);
    const intercepts = array(node.intercept, operation.size, `nodes[${k}].intercept`);
    const slopes = array(node.slope, operation.size, `nodes[${k}].slope`);
    const affine = operation.kind === 'affine';
    const pattern = affine ? [] : numbers(node.pattern, operation.size, `nodes[${k}].pattern`);
    demand(!affine || node.pattern === null, `nodes[${k}].pattern`);
    const read = inputs.map((value) => values[value]);
    values.push(
      intercepts.map((text, i) => {
        const made = outputOf(operation, i, read, pattern[i], `nodes[${k}].pattern[${i}]`);
        return {
          a: stated(text, made.a, `nodes[${k}].intercept[${i}]`),
          b: stated(slopes[i], made.b, `nodes[${k}].slope[${i}]`),
        };
      }),
    );
  });
  checkEnd(c, values[network.output]);
}

/** What the definition makes of stated inputs. */
function outputOf(
  operation: Operation,
  i: number,
  read: readonly Germ[][],
  state: number,
  where: string,
): Germ {
  const [x] = read;
  switch (operation.kind) {
    case 'affine': {
      let germ: Germ = { a: constant(operation.bias.at(i)), b: ZERO_INTERVAL };
      operation.maps.forEach((map, m) => {
        const { columns, values, others } = map.row(i);
        for (let j = 0; j < columns.length; j++) {
          const other = others?.[j];
          const weight = other ? constant(other) : point(ofDouble(values[j]));
          const { a, b } = read[m][columns[j]];
          germ = { a: sum(germ.a, product(weight, a)), b: sum(germ.b, product(weight, b)) };
        }
      });
      return germ;
    }
    case 'activation':
      return activated(operation.functionOf(i), x[i], state, where);
    case 'maximum': {
      const group = [...operation.groups[i]];
      demand(group.includes(state), where);
      for (const j of group) {
        if (j === state) continue;
        const b = sum(x[state].b, product(point(MINUS), x[j].b));
        const a = sum(x[state].a, product(point(MINUS), x[j].a));
        const ahead = sign(b) === 1 || (isZero(b) && sign(a) === 1);
        // Of equal germs the first of the group wins.
        const tied = isZero(b) && isZero(a) && group.indexOf(state) < group.indexOf(j);
        demand(ahead || tied, where);
      }
      return x[state];
    }
    case 'general':
      throw beyondPiecewiseAffine(operation.name, 'checkCertificate');
    default:
      return unknownKind(operation);
  }
}

function activated(f: UnivariateFunction, x: Germ, state: number, where: string): Germ {
  if (f.kind === 'piecewise') return onPiece(f, x, state, where);
  if (state === 2) {
    demand(isZero(x.b), where);
    return { a: valueAt(f.formula, x.a), b: ZERO_INTERVAL };
  }
  demand(sign(x.b) === (state === 1 ? 1 : -1), where);
  const end = state === 1 ? f.right : f.left;
  const { slope, intercept } = asymptote(f.formula, state === 1 ? 1 : -1);
  // The function's own asymptotes have to be those of its formula.
  demand(same(slope, constant(end.slope)) && same(intercept, constant(end.intercept)), where);
  return { a: sum(product(slope, x.a), intercept), b: product(slope, x.b) };
}

function onPiece(f: PiecewisePolynomial, x: Germ, state: number, where: string): Germ {
  const last = f.breakpoints.length;
  demand(Number.isInteger(state) && state >= 0 && state <= last, where);
  const rests = isZero(x.b);
  if (rests) {
    f.breakpoints.forEach((breakpoint, k) => {
      const over = sum(x.a, product(point(MINUS), constant(breakpoint)));
      demand(state > k ? sign(over) === 1 : isZero(over) || sign(over) === -1, where);
    });
  } else if (last > 0) {
    demand(state === (sign(x.b) === 1 ? last : 0) && sign(x.b) !== 0, where);
  }
  const coefficients = f.pieces[state].map(constant);
  demand(rests || coefficients.length <= 2, where);
  const a = coefficients.reduceRight((value, c) => sum(product(value, x.a), c), ZERO_INTERVAL);
  return { a, b: product(coefficients[1] ?? ZERO_INTERVAL, x.b) };
}

/** The classes with the largest slope, and the softmax of their intercepts. */
function checkEnd(c: Record<string, unknown>, logits: readonly Germ[]): void {
  const top = numbers(c.top, (c.top as unknown[] | null)?.length ?? -1, 'top');
  const isTop = logits.map((_, k) => top.includes(k));
  demand(
    JSON.stringify(top) === JSON.stringify(logits.flatMap((_, k) => (isTop[k] ? [k] : []))),
    'top',
  );
  demand(top.length > 0, 'top');
  const leader = logits[top[0]].b;
  logits.forEach(({ b }, k) => {
    const behind = sum(leader, product(point(MINUS), b));
    demand(k === top[0] || (isTop[k] ? isZero(behind) : sign(behind) === 1), 'top');
  });
  const unsaturated = top.length === logits.length ? 'flat' : 'tied';
  demand(c.regime === (top.length === 1 ? 'saturating' : unsaturated), 'regime');
  // Beside the largest, no share has more digits before the point than behind it.
  const largest = top.reduce((best, k) =>
    compare(logits[k].a[0], logits[best].a[0]) > 0 ? k : best,
  );
  const shares = top.map((k) => {
    const apart = sum(logits[k].a, product(point(MINUS), logits[largest].a));
    return k === largest
      ? exponential([0n, 0n])
      : exponential([fixedOf(apart[0])[0], fixedOf(apart[1])[1]]);
  });
  const total = shares.reduce((a, b): Fixed => [a[0] + b[0], a[1] + b[1]]);
  array(c.limit, logits.length, 'limit').forEach((text, k) => {
    const at = top.indexOf(k);
    const alone = top.length === 1 ? point(ofDouble(1)) : null;
    const [least, most] = at < 0 ? ZERO_SHARE : divide(shares[at], total);
    const share = at < 0 ? ZERO_INTERVAL : (alone ?? numberOf([least - 1n, most + 1n]));
    stated(text, share, `limit[${k}]`);
  });
}

/** The interval that a certificate states, which has to hold all that was made. */
function stated(text: unknown, [lower, upper]: Interval, where: string): Interval {
  const ends = Array.isArray(text) ? array(text, 2, where) : [text, text];
  const [low, high] = ends.map((end) => {
    const found = fraction(end);
    demand(found !== null, where);
    return ofRational(found!.n, found!.d);
  });
  const holds = compare(low, lower) <= 0 && compare(upper, high) <= 0;
  // A fraction is stated as one, and as nothing wider.
  const isPoint = compare(lower, upper) === 0;
  demand(holds && isPoint === !Array.isArray(text), where);
  return [low, high];
}
