import type { GuardCertificate } from '../guardCertificate.js';
import { type DetectorSeen, detectorSeen } from './detectorPattern.js';
import {
  atMost,
  equal,
  exponentialBelow,
  minus,
  type PlainFraction,
  parseFraction,
  plus,
  times,
  whole,
} from './plainFraction.js';
import { isRectified, type PlainHead, plainHead } from './plainHead.js';
import type { PlainGraph, PlainNode } from './plainOnnx.js';

/**
 * Checks what a certificate says of a detector: that the added nodes compute its novelty from the
 * activations and logits of the original, and that its reach and ceiling follow from its numbers and
 * the weights of the last layer. Where flags were measured is not checked.
 *
 * @returns what is wrong, or null
 * @throws NoGuard where nodes are others
 */
export function checkDetector(
  guarded: PlainGraph,
  {
    count,
    added,
    original,
  }: {
    readonly count: number;
    readonly added: readonly PlainNode[];
    readonly original: readonly string[];
  },
  { detector, output, classes }: GuardCertificate,
): string | null {
  const more = [...guarded.outputs.keys()].slice(original.length);
  if (!detector) {
    return more.length === 0 ? null : `outputs were added: ${more.join(', ')}`;
  }
  const { novelty, flagged } = detector.outputs;
  if (more.join('\n') !== [novelty, flagged].join('\n')) {
    return 'the outputs that were added are not those of the detector';
  }
  const seen = detectorSeen(added, detector.outputs);
  const before = { ...guarded, nodes: guarded.nodes.slice(0, count) };
  for (const name of ['base', 'features', 'logits'] as const) {
    if (seen[name] !== detector[name]) return `${name} of the detector is ${seen[name]}`;
  }
  if (seen.classes !== classes) return 'the detector is of another number of classes';
  if (!leadsTo(before, seen.logits, output.zipped ?? output.original)) {
    return 'the logits of the detector are not those of the output';
  }
  for (const name of ['lambda', 'tau', 'threshold'] as const) {
    const said = parseFraction(detector[name]);
    if (!said || !equal(said, seen[name])) return `${name} of the detector is not that of the file`;
  }
  const head = plainHead(before, seen.logits, seen.features);
  if (head.weights.length !== classes || head.weights[0].length !== seen.width) {
    return 'the detector does not read all activations';
  }
  if (detector.reach === null || detector.ceiling === null) {
    return detector.ceiling === null ? null : 'a ceiling without a reach';
  }
  if (!isRectified(before, seen.features)) return 'a ceiling of activations that may be negative';
  const [reach, ceiling] = [detector.reach, detector.ceiling].map(parseFraction);
  if (!reach || !ceiling) return 'the reach or the ceiling is no fraction';
  return reachHolds(seen, head, reach) ?? ceilingHolds(seen, head, reach, ceiling);
}

/** Whether an output is a tensor, or made of it by a softmax. */
function leadsTo({ nodes }: PlainGraph, logits: string, output: string): boolean {
  let name = output;
  for (let steps = 0; steps <= nodes.length; steps++) {
    if (name === logits) return true;
    const node = nodes.find(({ outputs }) => outputs[0] === name);
    if (!node || !['Softmax', 'LogSoftmax', 'Identity'].includes(node.operator)) return false;
    name = node.inputs[0];
  }
  return false;
}

/** Whether λ‖(z − τ)₊‖ ≤ λG wherever the novelty is below the threshold. */
function reachHolds(seen: DetectorSeen, head: PlainHead, reach: PlainFraction): string | null {
  const { base, lambda, threshold, tau } = seen;
  const wrong = 'activations may exceed tau by more than is said';
  if (lambda.n <= 0n || reach.n < 0n) return wrong;
  if (base === 'msp') {
    // λG ≥ θ + 1.
    return atMost(plus(threshold, whole(1)), times(lambda, reach)) ? null : wrong;
  }
  // (λ − ‖w_c⁺‖)G ≥ θ + ln C + τ⁺Σw_c⁺ + β_c for every class serves as well.
  const classes = logarithmAbove(head.bias.length);
  const holds = head.weights.every((row, c) => {
    const { sum, norm } = positivePart(row);
    const level = plus(times(positive(tau), sum), head.bias[c]);
    const needed = plus(plus(threshold, classes), level);
    if (atMost(lambda, norm)) return false;
    return atMost(plus(needed, times(norm, reach)), times(lambda, reach));
  });
  return holds ? null : wrong;
}

/** Whether 1 − ceiling ≤ S/(1 + S), S not above Σ_k e^(−D_ck), for every class c. */
function ceilingHolds(
  { tau }: DetectorSeen,
  { weights, bias }: PlainHead,
  reach: PlainFraction,
  ceiling: PlainFraction,
): string | null {
  const lost = minus(whole(1), ceiling);
  for (const [c, row] of weights.entries()) {
    let others = whole(0);
    for (const [k, other] of weights.entries()) {
      if (k === c) continue;
      const { sum, norm } = positivePart(row.map((w, j) => minus(w, other[j])));
      const lead = plus(
        plus(times(positive(tau), sum), times(reach, norm)),
        minus(bias[c], bias[k]),
      );
      others = rounded(plus(others, exponentialBelow(minus(whole(0), rounded(lead, true)))));
    }
    if (!atMost(times(lost, plus(whole(1), others)), others)) {
      return `inputs that pass may have more than the ceiling in class ${c}`;
    }
  }
  return null;
}

const positive = (x: PlainFraction): PlainFraction => (x.n > 0n ? x : whole(0));

/** Σ d_j⁺, and a number that is not below ‖d⁺‖₂. */
function positivePart(d: readonly PlainFraction[]): { sum: PlainFraction; norm: PlainFraction } {
  let [sum, squares] = [whole(0), whole(0)];
  for (const value of d) {
    if (value.n <= 0n) continue;
    sum = onGrid(plus(onGrid(value), sum));
    const square = times(onGrid(value), onGrid(value));
    squares = { n: squares.n * (square.d / squares.d) + square.n, d: square.d };
  }
  if (squares.n === 0n) return { sum, norm: whole(0) };
  // √(n/d) ≤ (⌊√(n·d)⌋ + 1)/d.
  const norm = { n: rootOf(squares.n * squares.d) + 1n, d: squares.d };
  return { sum, norm };
}

/** Float32 numbers and their differences over one denominator. */
function onGrid({ n, d }: PlainFraction): PlainFraction {
  return { n: (n * GRID) / d, d: GRID };
}

const GRID = 1n << 160n;

/** A fraction of fewer digits next to another: not above it, or not below it. */
function rounded({ n, d }: PlainFraction, up = false): PlainFraction {
  // Division cuts off towards 0.
  const cut = (n << 512n) / d;
  return { n: up && n > 0n ? cut + 1n : !up && n < 0n ? cut - 1n : cut, d: 1n << 512n };
}

/** A number that is not below ln C: one whose exponential is not below C. */
function logarithmAbove(count: number): PlainFraction {
  for (let extra = 1n; ; extra *= 2n) {
    const near = { n: BigInt(Math.ceil(Math.log(count) * 2 ** 40)) + extra, d: 1n << 40n };
    if (atMost(whole(count), exponentialBelow(near))) return near;
  }
}

/** ⌊√n⌋, by Newton's iteration from above. */
function rootOf(n: bigint): bigint {
  if (n < 2n) return n;
  let x = 1n << BigInt((n.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (x + n / x) >> 1n;
    if (next >= x) return x;
    x = next;
  }
}
