import { clopperPearson } from '../metrics/clopperPearson.js';
import { grouped } from '../page/countWords.js';
import type { DirectionFinding } from './directionFinding.js';
import { percentText } from './numberText.js';
import { isOpen } from './openEnd.js';

/**
 * The share of all directions that end in certainty, as random ones tell it: drawn uniformly from the
 * sphere of the network's inputs.
 */
export interface RandomShare {
  readonly drawn: number;
  /** Of those drawn, how many end in certainty. */
  readonly certain: number;
  /** Of how many that is not known; the interval counts them either way. */
  readonly undecided: number;
  /** Clopper and Pearson's interval of the share of all directions, of this level. */
  readonly lower: number;
  readonly upper: number;
  readonly level: number;
}

/** The share of directions that end in certainty. @param directions - drawn at random, at least one */
export function randomShare(directions: readonly DirectionFinding[]): RandomShare {
  const drawn = directions.length;
  const certain = directions.filter(({ certainOf }) => certainOf !== null).length;
  const undecided = directions.filter(isOpen).length;
  const { lower, level } = clopperPearson(certain, drawn);
  const { upper } = clopperPearson(certain + undecided, drawn);
  return { drawn, certain, undecided, lower, upper, level };
}

/** "Of all directions 12 % to 31 % end in certainty, …" */
export function randomSentence({ drawn, lower, upper, level }: RandomShare): string {
  return `Of all directions ${percentText(lower)} to ${percentText(upper)} end in certainty, to ${percentText(level)} (Clopper and Pearson's interval of ${grouped(drawn)} drawn uniformly from the sphere of the network's inputs).`;
}
