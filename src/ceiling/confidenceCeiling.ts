import { checkNetwork } from '../network/checkNetwork.js';
import type { Network } from '../network/network.js';
import { LinearForm } from './linearForm.js';
import { below, type Range } from './range.js';
import { type Cause, Reach } from './reach.js';

/** How certain a network can get of any class, over all inputs there are. */
export type ConfidenceCeiling = Ceiling | NoCeiling;

/** A bound below 1. */
export interface Ceiling {
  readonly kind: 'ceiling';
  /** No input makes the largest class probability exceed this. Rounded up: may be 1 in float64. */
  readonly ceiling: number;
  /** Shape [C]: the same of each class alone. */
  readonly ceilings: readonly number[];
  /** What the largest class probability always lacks to 1, at least: positive. Rounded down. */
  readonly doubt: number;
  /** Shape [C][C], nats: f_c − f_k is at most `leads[c][k]` for every input; null for probabilities. */
  readonly leads: readonly (readonly number[])[] | null;
  /** What bounds the logits. */
  readonly causes: readonly Cause[];
}

/** Why no bound below 1 is known. */
export interface NoCeiling {
  readonly kind: 'no-ceiling';
  /**
   * `one-output`: there are no classes. `unbounded`: some class leads all others by as much as one
   * likes, as far as is known. `too-close`: bounded, but the bound is 1 even as 1 − 10^-300.
   */
  readonly reason: 'one-output' | 'unbounded' | 'too-close';
  /** The class that is not bounded; null where there are none. */
  readonly class: number | null;
  /** Where what is not bounded comes from: a layer's place in its file, or `input`. */
  readonly at: string | null;
}

/**
 * A bound on a network's confidence that holds for every input of R^D at once.
 *
 * A final LayerNorm, RMSNorm or other division by a norm, written as one layer or as squares, roots
 * and quotients, bounds every difference of logits: f_c − f_k ≤ √n·‖P((w_c − w_k)∘g)‖ + …; so does a
 * last layer of bounded units, by their ranges. Then
 *
 *   max_c p_c ≤ max_c 1/(1 + Σ_{k≠c} e^−B_ck) < 1.
 *
 * Arithmetic: float64, rounded towards the weaker statement.
 *
 * Source: claims `layer-norm-ceiling` and `bounded-ceiling`.
 *
 * @example
 * ```ts
 * const network = readNetwork({ format: 'farfield-network', version: 1, inputs: 1,
 *   layers: [{ type: 'tanh' }, { type: 'dense', weights: [[1], [-1]], bias: [0, 0] }] });
 * confidenceCeiling(network); // ceiling 1/(1 + e^−2) = 0.8808
 * ```
 */
export function confidenceCeiling(network: Network): ConfidenceCeiling {
  checkNetwork('confidenceCeiling', network);
  const known = cache.get(network);
  if (known) return known;
  const found = ceilingOf(network);
  cache.set(network, found);
  return found;
}

const cache = new WeakMap<Network, ConfidenceCeiling>();

function ceilingOf(network: Network): ConfidenceCeiling {
  const classes = network.outputSize;
  if (classes < 2) return { kind: 'no-ceiling', reason: 'one-output', class: null, at: null };
  const reach = new Reach(network);
  const forms = Array.from({ length: classes }, (_, c) =>
    LinearForm.entry(network, network.output, c).pullBack(),
  );
  return network.outputs === 'probabilities'
    ? ofProbabilities(network, reach)
    : ofLogits(network, reach, forms);
}

function ofLogits(network: Network, reach: Reach, forms: readonly LinearForm[]): ConfidenceCeiling {
  const leads: number[][] = [];
  const doubts: number[] = [];
  for (let c = 0; c < forms.length; c++) {
    leads.push(forms.map((form, k) => (k === c ? 0 : reach.support(forms[c].minus(form)))));
    const doubt = doubtOf(leads[c].filter((_, k) => k !== c));
    if (!(doubt > 0)) {
      const bounded = leads[c].some((lead, k) => k !== c && lead < Infinity);
      return none(network, reach, bounded ? 'too-close' : 'unbounded', c);
    }
    doubts.push(doubt);
  }
  return ceilingFrom(doubts, leads, reach);
}

function ofProbabilities(network: Network, reach: Reach): ConfidenceCeiling {
  const doubts: number[] = [];
  for (let c = 0; c < network.outputSize; c++) {
    const { upper }: Range = reach.range(network.output, c);
    // The difference of two doubles near each other is exact.
    if (!(upper < 1)) return none(network, reach, upper < Infinity ? 'too-close' : 'unbounded', c);
    doubts.push(below(1 - upper));
  }
  return ceilingFrom(doubts, null, reach);
}

/** S/(1 + S) for S = Σ e^−lead: what a class lacks to 1 at least. Rounded down. */
function doubtOf(leads: readonly number[]): number {
  // Math.exp and the sum are off by less than 2^-40 of their value.
  const rivals = leads.reduce((sum, lead) => sum + Math.exp(-lead), 0) * (1 - 2 ** -40);
  return rivals === Infinity ? 1 - 2 ** -40 : below(below(rivals) / (1 + rivals));
}

function ceilingFrom(
  doubts: readonly number[],
  leads: Ceiling['leads'],
  reach: Reach,
): ConfidenceCeiling {
  const ceilings = doubts.map((doubt) => Math.min(1, (1 - doubt) * (1 + 2 ** -52)));
  return {
    kind: 'ceiling',
    ceiling: Math.max(...ceilings),
    ceilings,
    doubt: Math.min(...doubts),
    leads,
    causes: [...reach.causes],
  };
}

function none(
  network: Network,
  { unbounded }: Reach,
  reason: NoCeiling['reason'],
  label: number,
): NoCeiling {
  const node = unbounded === null ? null : network.nodes[unbounded - 1];
  const at = unbounded === null ? null : (node?.label ?? 'input');
  return { kind: 'no-ceiling', reason, class: label, at };
}
