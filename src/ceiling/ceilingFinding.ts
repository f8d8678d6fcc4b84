import type { Network } from '../network/network.js';
import { confidenceCeiling } from './confidenceCeiling.js';
import { Reach } from './reach.js';

/** How certain a network can get over all inputs, as commands print it. */
export interface CeilingFinding {
  /** No input makes a class more probable than this, rounded up; null where no bound is known. */
  readonly confidence: number | null;
  /** What the largest probability lacks to 1 at least, rounded down; null without a bound. */
  readonly doubt: number | null;
  /** Shape [C]: the bound of each class alone; null without a bound. */
  readonly classes: readonly number[] | null;
  /** What bounds it; empty without a bound. */
  readonly causes: readonly ('normalisation' | 'bounded units')[];
  /** Why no bound below 1 is known; null where one is. */
  readonly reason: 'one-output' | 'unbounded' | 'too-close' | null;
}

/** The ceiling of a network, in plain data. */
export function ceilingFinding(network: Network): CeilingFinding {
  const found = confidenceCeiling(network);
  if (found.kind === 'no-ceiling') {
    return { confidence: null, doubt: null, classes: null, causes: [], reason: found.reason };
  }
  const { ceiling: confidence, doubt, ceilings: classes, causes } = found;
  return { confidence, doubt, classes, causes, reason: null };
}

/** "No input whatsoever makes this network more than 97.3 % certain …"; null without a bound. */
export function ceilingSentence({
  confidence,
  doubt,
  causes,
}: Omit<CeilingFinding, 'classes'>): string | null {
  if (confidence === null || doubt === null) return null;
  const by = causes.map((cause) => CAUSE_WORDS[cause]).join(' and ');
  return `No input whatsoever makes this network more than ${certaintyText(doubt)} certain of a class${by === '' ? '' : `: ${by} bound${causes.length === 1 ? 's' : ''} its logits`}.`;
}

const CAUSE_WORDS = {
  normalisation: 'its last normalisation',
  'bounded units': 'the range of its units',
} as const;

/** 1 − doubt in per cent, rounded up but never to 100; as it is where it is too near that. */
export function certaintyText(doubt: number): string {
  const digits = Math.max(1, 1 - Math.floor(Math.log10(100 * doubt)));
  const share = Math.ceil((1 - doubt) * 100 * 10 ** digits) / 10 ** digits;
  return doubt < 1e-9 || share >= 100 ? `1 − ${Number(doubt.toPrecision(2))}` : `${share} %`;
}

/** Whether every entry of a value is bounded over all inputs there are. */
export function isBounded(network: Network, value: number): boolean {
  const reach = new Reach(network);
  const size = value === 0 ? network.inputSize : network.nodes[value - 1].operation.size;
  for (let i = 0; i < size; i++) {
    const { lower, upper } = reach.range(value, i);
    if (!(lower > -Infinity && upper < Infinity)) return false;
  }
  return true;
}
