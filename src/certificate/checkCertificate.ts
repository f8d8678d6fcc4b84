import type { Network } from '../network/network.js';
import { unknownOperation } from '../network/operation.js';
import { beyondPiecewiseAffine } from '../network/operations/general.js';
import type { PiecewisePolynomial } from '../network/univariate.js';
import { checkEnclosures } from './checkEnclosures.js';
import { checkModels } from './checkModels.js';
import {
  array,
  demand,
  fields,
  fraction,
  MINUS,
  type Num,
  numbers,
  ofDouble,
  ofReal,
  plus,
  quotient,
  says,
  times,
  Wrong,
  ZERO,
} from './checkParts.js';

/**
 * Checks a certificate against a network, from the definitions alone.
 *
 * A separate implementation on purpose: it shares nothing with the engine that makes certificates
 * but the network reader, works on integers only, and is short enough to be read in one sitting.
 * `checkVerified` is another one, proved in Coq; the two share how JSON is read.
 *
 * @param certificate - parsed JSON, of which nothing is assumed
 * @returns null if every statement of the certificate is right, else what is not
 */
export function checkCertificate(network: Network, certificate: unknown): string | null {
  try {
    check(network, certificate);
    return null;
  } catch (error) {
    if (error instanceof Wrong) return error.message;
    throw error;
  }
}

/** The function a + t·b, for large t. */
type Germ = { readonly a: Num; readonly b: Num };

const FIELDS = 'boundary,direction,format,from,nodes,origin,regime,top,version';

function check(network: Network, certificate: unknown): void {
  const version = (certificate as { version?: unknown } | null)?.version;
  if (version === 2 || version === 3) {
    const checkForm = version === 2 ? checkEnclosures : checkModels;
    checkForm(network, certificate);
    return;
  }
  const c = fields(certificate, FIELDS, 'certificate');
  demand(c.format === 'farfield-certificate' && c.version === 1, 'format or version');
  const origin = numbers(c.origin, network.inputSize, 'origin');
  const direction = numbers(c.direction, network.inputSize, 'direction');
  demand(!direction.every((x) => x === 0), 'direction');
  const nodes = array(c.nodes, network.nodes.length, 'nodes');
  const values: Germ[][] = [origin.map((x, i) => ({ a: ofDouble(x), b: ofDouble(direction[i]) }))];
  const offs: boolean[][] = [direction.map(() => false)];
  const crossings: { n: bigint; d: bigint }[] = [];
  let boundary = false;
  // A germ whose sign chooses a piece: its sign change counts for `from`; (0, 0) is a boundary.
  const meet = ({ a, b }: Germ) => {
    if (b[0] === 0n) boundary ||= a[0] === 0n;
    else crossings.push(quotient(times(MINUS, a), b));
  };
  network.nodes.forEach(({ operation, inputs }, k) => {
    const node = fields(nodes[k], 'intercept,pattern,slope', `nodes[${k}]`);
    const intercepts = array(node.intercept, operation.size, `nodes[${k}].intercept`);
    const slopes = array(node.slope, operation.size, `nodes[${k}].slope`);
    const affine = operation.kind === 'affine';
    const pattern = affine ? [] : numbers(node.pattern, operation.size, `nodes[${k}].pattern`);
    demand(!affine || node.pattern === null, `nodes[${k}].pattern`);
    const x = values[inputs[0]];
    const off: boolean[] = [];
    const made = Array.from({ length: operation.size }, (_, i): Germ => {
      const state = pattern[i];
      const expectState = (right: boolean) => demand(right, `nodes[${k}].pattern[${i}]`);
      off[i] = false;
      switch (operation.kind) {
        case 'affine': {
          const { bias } = operation;
          const own = bias.otherThanDouble(i);
          let germ: Germ = { a: own ? ofReal(own) : ofDouble(bias.nearest[i]), b: ZERO };
          inputs.forEach((value, m) => {
            const { columns, values: weights, others } = operation.maps[m].row(i);
            for (let j = 0; j < weights.length; j++) {
              const other = others?.[j];
              if (weights[j] === 0 && !other) continue;
              const weight = other ? ofReal(other) : ofDouble(weights[j]);
              germ = combine(germ, weight, values[value][columns[j]]);
            }
            // A moved entry of a ReLU that is off is off; so is padding, which reads nothing.
            const moved = inputs.length === 1 && weights.length < 2;
            off[i] = moved && (weights.length === 0 || offs[value][columns[0]]);
          });
          return germ;
        }
        case 'activation': {
          const f = operation.functionOf(i);
          demand(f.kind === 'piecewise', `nodes[${k}]: its function is not affine on pieces`);
          const { breakpoints, pieces } = f as PiecewisePolynomial;
          const above = breakpoints.filter((breakpoint) => {
            const over = { a: plus(x[i].a, times(MINUS, ofReal(breakpoint))), b: x[i].b };
            meet(over);
            return sign(over) > 0;
          });
          expectState(state === above.length);
          const [constant, slope, ...higher] = pieces[state].map(ofReal);
          demand(higher.length === 0, `nodes[${k}]: its function is not affine on pieces`);
          off[i] = !slope || slope[0] === 0n;
          return combine({ a: constant ?? ZERO, b: ZERO }, slope ?? ZERO, x[i]);
        }
        case 'maximum': {
          const group = [...operation.groups[i]];
          expectState(group.includes(state));
          for (const j of group) {
            if (j === state) continue;
            const lead = combine(x[state], MINUS, x[j]);
            // Of equal germs the first of the group wins.
            const tied = sign(lead) === 0 && group.indexOf(state) < group.indexOf(j);
            expectState(sign(lead) > 0 || tied);
            if (!(offs[inputs[0]][state] && offs[inputs[0]][j])) meet(lead);
          }
          return x[state];
        }
        case 'general':
          throw beyondPiecewiseAffine(operation.name, 'checkCertificate');
        default:
          return unknownOperation(operation, 'checkCertificate');
      }
    });
    made.forEach(({ a, b }, i) => {
      demand(says(intercepts[i], a), `nodes[${k}].intercept[${i}]`);
      demand(says(slopes[i], b), `nodes[${k}].slope[${i}]`);
    });
    values.push(made);
    offs.push(off);
  });
  const logits = values[network.output];
  const leads = (b: Num) => logits.every((other) => plus(b, times(MINUS, other.b))[0] >= 0n);
  const top = logits.flatMap(({ b }, i) => (leads(b) ? [i] : []));
  demand(JSON.stringify(c.top) === JSON.stringify(top), 'top');
  const unsaturated = top.length === logits.length ? 'flat' : 'tied';
  demand(c.regime === (top.length === 1 ? 'saturating' : unsaturated), 'regime');
  demand(c.boundary === boundary, 'boundary');
  const from = fraction(c.from);
  demand(from !== null && from.n >= 0n, 'from');
  // No crossing is later than `from`, and one is there unless `from` is 0.
  const later = crossings.map(({ n, d }) => n * from!.d - from!.n * d);
  demand(later.every((by) => by <= 0n) && (from!.n === 0n || later.includes(0n)), 'from');
}

/** Positive, negative or 0 as the germ is for large t. */
function sign({ a, b }: Germ): number {
  return Number((b[0] !== 0n ? b : a)[0] > 0n) - Number((b[0] !== 0n ? b : a)[0] < 0n);
}

/** x + w·y. */
function combine(x: Germ, w: Num, y: Germ): Germ {
  return { a: plus(x.a, times(w, y.a)), b: plus(x.b, times(w, y.b)) };
}
