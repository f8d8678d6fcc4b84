import { Rational } from '../exact/rational.js';
import { headOf } from '../network/penultimate.js';
import type { Claim } from './claim.js';
import { guarded } from './condition.js';
import { HAS_LINEAR_HEAD, SATURATES, SEVERAL_CLASSES } from './conditions.js';
import { FLAT, KINKED, NO_HEAD, ONE_CLASS, STILL } from './controls/cases.js';
import { aboutTail, oneMore, saturatingTo0 } from './controls/lies.js';
import type { Oracle } from './oracle.js';
import { fails, HOLDS, type Outcome } from './outcome.js';
import type { RayAnalysis } from './rayAnalysis.js';
import { short } from './shared/describe.js';
import { entryOf } from './shared/exactEvaluation.js';
import { confirmationOf, type Finding } from './shared/finding.js';
import { findLogOddsBoundOnRay } from './shared/logOddsBound.js';
import { tailEvaluation } from './shared/tailEvaluation.js';
import { isRectified } from './shared/tailLines.js';

/**
 * Paper B, appendix C, Theorem 1, for piecewise-affine networks.
 *
 * Decided on z evaluated exactly at t* and t* + 1, where every unit is on its last piece: its slopes
 * Δ must be those of the tail; some Δ_j is not 0; and if all units are rectified (ReLU), some Δ_j is
 * positive, as the theorem has it (units that can be negative may go to −∞ instead). Proof:
 * (w_k − w_c')·Δ = b_k − b_c' > 0.
 */
export const penultimateDiverges: Claim<'ray'> = {
  id: 'penultimate-diverges',
  title: 'A certain network has a penultimate unit that diverges',
  source: { paper: 'B', label: 'Appendix C, Theorem 1, piecewise-affine networks', equation: '13' },
  kind: 'ray',
  hypotheses: [
    'the logits are an affine map of the penultimate activations z',
    'some probability tends to 1 along the ray',
    'at least two classes',
  ],
  asPrinted: {
    latex:
      'f = W z + \\beta,\\quad \\lim_{t \\to \\infty} p_c(x(t)) = 1 \\;\\Longrightarrow\\; \\exists\\, j:\\ \\lim_{t \\to \\infty} |z_j(x(t))| = \\infty, \\quad z_j \\to +\\infty \\text{ if } z \\ge 0',
    plain:
      'If the network becomes certain along a ray, some penultimate unit grows without bound: upwards where units are rectified. The converse is false: units may grow while classes stay tied.',
    expected: 'holds',
    ...guarded([HAS_LINEAR_HEAD, SATURATES, SEVERAL_CLASSES], conclude),
    controls: [
      { name: 'a unit that rises', source: KINKED, expected: 'holds' },
      { name: 'a network that ends in a ReLU', source: NO_HEAD, expected: 'skipped' },
      { name: 'units that all stay', source: FLAT, expected: 'skipped' },
      { name: 'a network of one class', source: ONE_CLASS, expected: 'skipped' },
      {
        name: 'units that all stay, said to make a class certain',
        source: STILL,
        lie: aboutTail(saturatingTo0),
        expected: 'fails',
      },
      {
        name: 'a unit said to grow faster than it does',
        source: KINKED,
        lie: aboutTail(({ penultimate }) => ({
          penultimate: { ...penultimate!, slope: oneMore(penultimate!.slope) },
        })),
        expected: 'fails',
      },
    ],
    confirm: (subject, oracle, decided) => confirmationOf(find(subject, oracle), decided),
  },
  repaired: null,
};

function conclude(subject: RayAnalysis): Outcome {
  const { tail, network } = subject;
  const { penultimate: value } = headOf(network);
  const { start, later } = tailEvaluation(subject);
  const slope = tail.penultimate!.slope.map((_, j) =>
    entryOf(later, value, j).subtract(entryOf(start, value, j)),
  );
  const off = slope.findIndex((delta, j) => delta.compare(tail.penultimate!.slope[j]) !== 0);
  if (off !== -1) return fails(`unit ${off} grows by ${short(slope[off])}, not as its germ says`);
  if (slope.every(({ sign }) => sign === 0)) return fails('no penultimate unit grows');
  const rectified = isRectified(subject, value);
  return rectified && !slope.some(({ sign }) => sign > 0)
    ? fails('rectified units, of which none grows upwards')
    : HOLDS;
}

/** max_j |z_j| ≥ (ln(p_k/p_c') − (β_k − β_c')) / ‖w_k − w_c'‖₁, with the oracle's probabilities. */
function find(subject: RayAnalysis, oracle: Oracle): Finding {
  const { penultimate } = subject.tail;
  if (!penultimate) return null;
  const { map, bias } = headOf(subject.network);
  const rows = Array.from({ length: subject.classes }, (_, c) => {
    const { columns, values } = map.row(c);
    const row = new Float64Array(map.columns);
    for (let n = 0; n < values.length; n++) row[columns[n]] += values[n];
    return row;
  });
  return findLogOddsBoundOnRay(
    subject,
    oracle,
    'max |z_j|',
    (t) =>
      Math.max(
        ...penultimate.slope.map((delta, j) =>
          Math.abs(delta.multiply(Rational.of(t)).add(penultimate.intercept[j]).toNumber()),
        ),
      ),
    (other, { certainClass: k, logProbabilities }) => ({
      factor: rows[k].reduce((sum, weight, j) => sum + Math.abs(weight - rows[other][j]), 0),
      shift: bias.nearest[k] - bias.nearest[other],
      room:
        1e-9 *
        (1 +
          Math.abs(logProbabilities[other]) +
          Math.abs(bias.nearest[k]) +
          Math.abs(bias.nearest[other])),
      words: `its bound from class ${other}`,
    }),
  );
}
