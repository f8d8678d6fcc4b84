import { titleAtInfinity } from '../src/claims/infinity/titleAtInfinity.js';
import type { ClaimEvidence, Evidence, ReadingEvidence } from '../src/evidence/evidence.js';
import type { NetworkFile } from '../src/network/networkFile.js';

/** Text that breaks a report which forgets to escape, in any of its formats. */
export const NASTY =
  '</script><img src=x onerror=alert(1)> & < > " \' ]]> `code` $x$ | **bold** [link](x) {{x}} ∞ NaN −∞ \\frac{1}{2} -->';

/** A bias-free affine network as a file. */
export function affine(weights: readonly (readonly number[])[]): NetworkFile {
  const inputs = weights[0].length;
  const bias = weights.map(() => 0);
  return {
    format: 'farfield-network',
    version: 1,
    inputs,
    layers: [{ type: 'dense', weights, bias }],
  };
}

const HIDDEN: NetworkFile = {
  format: 'farfield-network',
  version: 1,
  inputs: 2,
  layers: [
    {
      type: 'dense',
      weights: [
        [1, 0],
        [-1, 1],
      ],
      bias: [-3, 0],
    },
    { type: 'relu' },
    {
      type: 'dense',
      weights: [
        [1, 0],
        [0, 1],
        [0, 0],
      ],
      bias: [0, 0.5, 0],
    },
  ],
};

const reading: ReadingEvidence = {
  latex: '\\max_c p_c \\ge \\tfrac{1}{C}',
  plain: 'A statement.',
  verdict: 'holds',
  expected: 'holds',
  runs: 1000,
  skipped: 12,
  undecided: 0,
  shrinks: 0,
  counterexample: null,
  verifiedExactly: false,
  controls: { told: 5, missed: [] },
};

function refuted(
  latex: string,
  plain: string,
  counterexample: NonNullable<ReadingEvidence['counterexample']>,
): ReadingEvidence {
  return {
    ...reading,
    latex,
    plain,
    verdict: 'refuted',
    expected: 'refuted',
    runs: 37,
    skipped: 14,
    undecided: 3,
    shrinks: 21,
    counterexample,
    verifiedExactly: true,
  };
}

function holds(latex: string, plain: string, more: Partial<ReadingEvidence> = {}): ReadingEvidence {
  return { ...reading, latex, plain, ...more };
}

function claim(
  more: Partial<ClaimEvidence> &
    Pick<ClaimEvidence, 'id' | 'title' | 'source' | 'kind' | 'asPrinted'>,
): ClaimEvidence {
  return {
    hypotheses: [],
    atInfinity: null,
    flaw: null,
    repaired: null,
    generic: null,
    coverage: { saturating: 412, tied: 301, flat: 275, boundary: 12 },
    oracles: {
      exact: { cases: 1025 },
      float64: { cases: 980, couldNotTell: 45 },
      highPrecision: { cases: 60, couldNotTell: 4, digits: 64 },
      disagreements: [],
    },
    proof: { asPrinted: 'none', repaired: 'none', theorems: [], axioms: [], statements: [] },
    ...more,
  };
}

const tied = affine([
  [0, 1],
  [0, 0],
  [-1, 0],
]);

/** Evidence of a run in which everything is as expected: every kind of case, verdict and proof. */
export function exampleEvidence(): Evidence {
  return {
    schemaVersion: 1,
    tool: { name: 'farfield', version: '0.1.0', fastCheck: '4.10.2', mathjs: '15.2.0' },
    seed: 42,
    runsPerClaim: 1000,
    warnings: [],
    claims: [
      claim({
        id: 'danger-scale',
        title: 'From the danger scale on, the network is 1 − ε certain for ever',
        source: { paper: 'farfield', label: 'F2' },
        kind: 'ray',
        hypotheses: ['the tail of the ray saturates'],
        asPrinted: holds(
          't \\ge t_\\varepsilon = \\max\\!\\Big(t^*, \\tfrac{1}{\\gamma}\\big(\\ln\\tfrac{(C-1)(1-\\varepsilon)}{\\varepsilon} + \\max_{c\\ne k}(a_c - a_k)\\big)\\Big) \\;\\Longrightarrow\\; p_k(x(t)) \\ge 1 - \\varepsilon',
          'Past a scale that is computed from the weights, the most probable class keeps a probability of at least 1 − ε.',
          { skipped: 588 },
        ),
        proof: {
          asPrinted: 'proved',
          repaired: 'none',
          theorems: ['danger_scale_sufficient'],
          axioms: ['functional_extensionality_dep'],
          statements: [],
        },
      }),
      claim({
        id: 'jacobian-limit',
        title: 'The softmax Jacobian vanishes when one logit grows',
        source: { paper: 'A', label: 'Lemma 2', equation: '3' },
        kind: 'logits',
        hypotheses: ['all logits but f_c stay fixed'],
        asPrinted: holds(
          "\\forall c':\\quad \\lim_{f_c \\to \\pm\\infty} \\frac{\\partial}{\\partial f_{c'}} \\bar\\sigma(f)_c = 0",
          'When one logit tends to plus or minus infinity and the others stay where they are, the probability of its class stops reacting to any logit.',
        ),
        coverage: { 'equal logits': 330, 'far apart': 335, 'one ulp apart': 335 },
        proof: {
          asPrinted: 'proved',
          repaired: 'none',
          theorems: ['jacobian_limit'],
          axioms: [],
          statements: [],
        },
      }),
      claim({
        id: 'jacobian-limit-joint',
        title: 'The softmax Jacobian vanishes when all logits move',
        source: { paper: 'A', label: 'Lemma 2, as Lemma 4 uses it' },
        kind: 'logits',
        asPrinted: refuted(
          "f_c \\to \\infty \\;\\Longrightarrow\\; \\frac{\\partial \\bar\\sigma(f)_c}{\\partial f_{c'}} \\to 0",
          'The same with all logits free to move.',
          {
            logits: [[1, 1]],
            reason: 'both logits grow together, and the derivative stays 1/4',
            explanation: [
              'f_0 = f_1 = t for every t',
              's_0(1 − s_0) = 1/2 · 1/2 = 1/4, whatever t is',
            ],
          },
        ),
        repaired: holds(
          "\\frac{\\partial s_c}{\\partial f_{c'}} \\to 0 \\text{ for all } c' \\iff s_c(1 - s_c) \\to 0",
          'The derivatives vanish exactly when the probability of the class tends to 0 or 1.',
        ),
        coverage: { 'equal logits': 330, 'far apart': 335, 'one ulp apart': 335 },
        flaw: 'Lemma 2 holds the other logits fixed; along a ray none of them is.',
      }),
      claim({
        id: 'gradient-vanishes',
        title: 'The gradient of every class probability vanishes',
        source: { paper: 'A', label: 'Lemma 4', equation: '5' },
        kind: 'ray',
        hypotheses: [
          'p is component-wise strictly monotonic on a partially unbounded interval that contains the tail of the ray (decided by the signs of row differences of V; what that test cannot settle is left out)',
          'the ray scales one coordinate that is not 0',
        ],
        asPrinted: refuted(
          "\\forall c \\in \\mathcal{C}:\\quad \\lim_{\\alpha_d \\to \\infty} \\left\\lVert \\nabla_x\\, p_\\theta(y = c \\mid x)\\big|_{x = \\alpha \\odot x'} \\right\\rVert_2 = 0",
          'If p is component-wise strictly monotonic where the ray goes, the gradient of every class probability tends to 0 as one feature is scaled up.',
          {
            network: tied,
            origin: [1, 0],
            direction: [1, 0],
            reason:
              'classes 0 and 1 are tied for the largest slope but V_0 − V_1 = (0, 1), so their gradients keep a limit that is not 0',
            explanation: [
              'f(x) = (x_2, 0, −x_1)',
              'x(t) = (1, 0) + t·(1, 0)',
              'f(x(t)) = (0, 0, −1 − t) for t ≥ 0',
              "p is strictly monotonic in every input: in each column of the Jacobian V = ((0, 1); (0, 0); (−1, 0)) every entry is the column's largest or smallest, and these differ, so all differences V_c − V_c' in ∂p_c/∂x_d = p_c Σ p_c'(V_cd − V_c'd) have one sign.",
              'The largest slope, 2 times: classes 0, 1 stay tied for ever, each with a positive limit probability.',
              'Their rows of V differ: V_0 − V_1 = (0, 1).',
              "So ∇p_0 → p_0 Σ p_c'(V_0 − V_c') over the tied classes, which is not 0.",
            ],
          },
        ),
        repaired: holds(
          "|T| = 1 \\;\\Longrightarrow\\; \\lVert \\nabla_x p_c(x(t)) \\rVert_2 \\le 2(C-1) \\max_{c'}\\lVert V_k - V_{c'}\\rVert_2\\, e^{\\max_{c'}(a_{c'} - a_k)}\\, e^{-\\gamma t} \\to 0; \\qquad \\text{in general all vanish iff the rows } V_c,\\ c \\in T, \\text{ are equal}",
          'Along a saturating tail the gradient of every class probability vanishes, exponentially at rate γ. In general the gradients vanish exactly when all tied top classes have the same Jacobian row.',
          { skipped: 601, undecided: 40 },
        ),
        generic: {
          verdict: 'holds',
          expected: 'holds',
          radius: null,
          statement: "the statement fails only for heads with (w_c − w_c')·Δ = 0.",
          runs: 1000,
          skipped: 808,
          shrinks: 0,
          witness: null,
          hyperplanes: ['(w_0 − w_1)·Δ = 0, Δ = (1, 0)'],
        },
        flaw: "The proof multiplies \"∂s_c/∂f_c' → 0\" (Lemma 2, which moves one logit and holds the others fixed) with a bounded ∇f_c'. Along the ray all logits move at once: while two of them stay level, ∂s_c/∂f_c' keeps a positive limit.",
        proof: {
          asPrinted: 'refuted-formally',
          repaired: 'proved',
          theorems: ['gradient_vanishes_refuted', 'gradient_vanishes_repaired'],
          axioms: ['functional_extensionality_dep', 'sig_forall_dec'],
          statements: [
            {
              theorem: 'gradient_vanishes_repaired',
              statement: 'forall (C n : nat) (W : nat -> nat -> R), 0 <= n -> True',
              plain: 'Along a saturating tail every gradient vanishes.',
              leavesOut: 'real numbers, not doubles',
            },
          ],
        },
      }),
      claim({
        id: 'perfect-certainty',
        title: 'All four metrics reach perfect certainty',
        source: { paper: 'A', label: 'Theorem 1' },
        kind: 'ensemble',
        asPrinted: refuted(
          '\\lim_{\\alpha_d\\to\\infty} \\max_c p_c = 1,\\quad \\mathbb{H}[\\mathbb{E}\\,p] = 0,\\quad \\mathrm{MI} = 0',
          'Far enough out an ensemble is certain by every metric.',
          {
            members: [affine([[1], [0]]), affine([[0], [1]])],
            origin: [1],
            direction: [1],
            reason:
              'the members saturate to different classes, so H and MI tend to ln 2, their maximum',
            explanation: [
              "f(x) = (x_1, 0) and f'(x) = (0, x_1)",
              'p̄ → (1/2, 1/2): H → ln 2 and MI → ln 2 − 0 = ln 2',
            ],
          },
        ),
        repaired: holds(
          '\\text{certainty is perfect} \\iff \\text{every member saturates to the same class}',
          'All four metrics converge; they reach perfect certainty exactly when all members saturate to one class.',
        ),
        generic: {
          verdict: 'refuted',
          expected: 'refuted',
          radius: '31/64',
          statement: 'two members that become certain of different classes stay so.',
          runs: 8,
          skipped: 0,
          shrinks: 7,
          witness: {
            members: [affine([[1], [0]]), affine([[0], [1]])],
            origin: [1],
            direction: [1],
            reason: 'max E[p] tends to 1/2, below 1',
            explanation: ['Member 1 becomes certain of class 0 in every network of the box.'],
          },
          hyperplanes: [],
        },
        flaw: 'That every member is certain does not make them agree.',
      }),
      claim({
        id: 'penultimate-diverges-any',
        title: 'A certain network has a diverging penultimate unit, for any network',
        source: { paper: 'B', label: 'Theorem 1' },
        kind: 'curve',
        asPrinted: refuted(
          'p_c(x(t)) \\to 1 \\;\\Longrightarrow\\; \\exists j:\\ z_j(x(t)) \\to \\infty',
          'Some penultimate unit tends to plus infinity.',
          {
            units: [
              { linear: 0.5, oscillating: 0.5 },
              { linear: -0.5, oscillating: 0.5 },
            ],
            weights: [
              [1, -1],
              [0, 0],
            ],
            bias: [0, 0],
            reason: 'the difference of the units is t, but neither has a limit',
            explanation: [
              'z_1(t) = t·(1/2 + 1/2·cos t), z_2(t) = t·(−1/2 + 1/2·cos t)',
              'f_0 − f_1 = z_1 − z_2 = t → ∞, so p_0 → 1',
              'z_1 returns to 0 at every odd multiple of π, and z_2 never exceeds 0',
            ],
          },
        ),
        repaired: holds(
          "\\max_j |z_j| \\ge \\frac{\\ln(p_c/p_{c'}) - (\\beta_c - \\beta_{c'})}{\\lVert w_c - w_{c'} \\rVert_1}",
          'The largest activation is at least a bound that grows with the log-odds.',
        ),
        coverage: { oscillating: 700, straight: 300 },
      }),
      claim({
        id: 'msp-gradient',
        title: 'The gradient of the MSP vanishes',
        source: { paper: 'A', label: 'Lemma 5' },
        kind: 'ray',
        asPrinted: refuted('\\lVert \\nabla \\max_c p_c \\rVert \\to 0', 'For the maximum.', {
          network: HIDDEN,
          origin: [0, 2],
          direction: [1, 1],
          reason: 'a made-up counterexample whose ray crosses a kink at t = 3',
          explanation: ['h = (relu(x_1 − 3), relu(−x_1 + x_2))', 'f(x) = (h_1, h_2 + 1/2, 0)'],
        }),
        repaired: holds(
          '|T| = 1 \\Rightarrow \\lVert \\nabla \\max_c p_c \\rVert \\to 0',
          'Repaired.',
        ),
      }),
      claim({
        id: 'rmds-at-infinity',
        ...titleAtInfinity({
          detector: 'RMDS',
          blindness: 'flags iff the gap of the precisions is positive along Δ',
        }),
        source: { paper: 'farfield', label: 'section 4: RMDS' },
        kind: 'detector',
        asPrinted: refuted('P_W - P_T \\succeq 0', 'The relative distance never falls.', {
          network: affine([[0], [1]]),
          train: { x: [[0], [1]], y: [0, 1] },
          validation: { x: [[0]], y: [0] },
          origin: [0],
          direction: [1],
          reason: "Δ'(P_W − P_T)Δ = −4 is negative",
          explanation: ['f(x) = (0, x_1)', 'novelty: −4·t^2 + 4·t − 1'],
        }),
        repaired: holds('q < 0 \\Rightarrow -\\infty', 'The sign of the gap along Δ decides.'),
        coverage: { 'ends blind': 145, 'ends flagged': 1402, saturating: 1547 },
        flaw: 'P_W is at least P_T only where both have one rank.',
      }),
    ],
    experiments: [],
    environment: { node: 'v20.19.0', platform: 'linux x64', workers: 2 },
    timing: {
      startedAt: '2024-05-01T12:00:00.000Z',
      durationMs: 41234.5,
      claimsMs: { 'gradient-vanishes': 1234.5, 'perfect-certainty': 800 },
    },
  };
}

/** Evidence of a run that went wrong in every way there is, with texts that need escaping. */
export function troubledEvidence(): Evidence {
  const evidence = exampleEvidence();
  const [first, , , gradient, ...rest] = evidence.claims;
  const overflowing = affine([
    [2 ** 1000, -(2 ** 1000)],
    [5e-324, 1],
    [0, 0],
  ]);
  return {
    ...evidence,
    runsPerClaim: 20,
    warnings: [`${NASTY} is a warning of the run itself`],
    claims: [
      { ...first, asPrinted: { ...first.asPrinted, verdict: 'vacuous' } },
      {
        ...gradient,
        title: NASTY,
        hypotheses: [NASTY],
        flaw: NASTY,
        source: { paper: 'A', label: NASTY, equation: NASTY },
        asPrinted: {
          ...gradient.asPrinted,
          expected: 'holds',
          latex: `\\text{${'</script>'}} \\undefinedcommand{x} & " '`,
          plain: `${NASTY}\u0000\u000b\ud800`,
          counterexample: {
            network: overflowing,
            origin: [1, 2 ** 900],
            direction: [1, 2 ** -900],
            reason: NASTY,
            explanation: [NASTY, 'line\nbreak\r\nand \u0007 bell'],
          },
        },
        repaired: { ...gradient.repaired!, runs: 1000, skipped: 990, undecided: 5 },
        generic: {
          ...gradient.generic!,
          verdict: 'inconclusive',
          statement: NASTY,
          hyperplanes: [NASTY],
        },
        coverage: { [NASTY]: 7, boundary: 0 },
        oracles: { ...gradient.oracles, disagreements: [`high-precision: ${NASTY}`] },
        proof: {
          ...gradient.proof,
          theorems: [NASTY],
          axioms: [NASTY],
          statements: [{ theorem: NASTY, statement: NASTY, plain: NASTY, leavesOut: NASTY }],
        },
      },
      ...rest.map((claim) => ({
        ...claim,
        asPrinted: {
          ...claim.asPrinted,
          verdict: 'not-run' as const,
          runs: 0,
          skipped: 0,
          undecided: 0,
          shrinks: 0,
          counterexample: null,
          verifiedExactly: false,
        },
        repaired:
          claim.repaired === null
            ? null
            : { ...claim.repaired, verdict: 'not-run' as const, runs: 0, skipped: 0, undecided: 0 },
        generic: null,
        coverage: {},
      })),
    ],
  };
}

/** A place in parsed JSON. */
export type Path = readonly (string | number)[];

/** A deep copy of JSON with the values at some places (`claims.0.title`) changed, or removed. */
export function edited(json: unknown, edits: Readonly<Record<string, unknown>>): unknown {
  return Object.entries(edits).reduce(
    (copy, [path, value]) => withValue(copy, path.split('.'), value),
    JSON.parse(JSON.stringify(json)),
  );
}

/** A deep copy of JSON with the value at one place set, or removed if undefined. */
export function withValue(json: unknown, path: Path, value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const copy = (Array.isArray(json) ? [...json] : { ...(json as object) }) as Record<
    string | number,
    unknown
  >;
  const inner = withValue(copy[key], rest, value);
  if (inner === undefined) delete copy[key];
  else copy[key] = inner;
  return copy;
}
