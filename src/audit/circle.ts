import type { Network } from '../network/network.js';
import { counted } from '../page/countWords.js';
import { circleArcs, type DirectionArc } from '../tail/circleArcs.js';
import { percentText } from './numberText.js';

/** All directions of a network of two inputs, as arcs. */
export interface Circle {
  /** Bounds of the share of directions that saturate. */
  readonly lower: number;
  readonly upper: number;
  readonly arcs: readonly CircleArc[];
}

/** One of them; its ends as fractions, on the square max(|x|, |y|) = 1 in the network's units. */
export type CircleArc = Omit<DirectionArc, 'from' | 'to'> & {
  readonly from: readonly [string, string];
  readonly to: readonly [string, string];
};

/** The arcs of a network's directions; null where `circleArcs` has none. */
export function circleOf(network: Network): Circle | null {
  const found = circleArcs(network);
  if (found === null) return null;
  const certain = found.filter(({ regime }) => regime === 'saturating');
  const share = (bound: 'lower' | 'upper') =>
    Math.min(
      1,
      certain.reduce((sum, arc) => sum + arc[bound], 0),
    );
  return {
    lower: share('lower'),
    upper: share('upper'),
    arcs: found.map((arc) => ({ ...arc, from: written(arc.from), to: written(arc.to) })),
  };
}

function written([x, y]: DirectionArc['from']): readonly [string, string] {
  return [x.toString(), y.toString()];
}

/** "Exactly: 62.5 % of all directions saturate, in 2 of 3 arcs." */
export function circleSentence({ lower, upper, arcs }: Circle): string {
  const certain = arcs.filter(({ regime }) => regime === 'saturating').length;
  return `Decided for all directions of the two inputs: ${percentText((lower + upper) / 2)} of them end in certainty, in ${certain} of ${counted(arcs.length, 'arc')} (audit.json has their ends).`;
}
