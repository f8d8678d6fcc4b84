import { counted, grouped } from '../page/countWords.js';
import { percentText, scaleText } from './numberText.js';

/**
 * A detector of somebody else's beside an audit: its scores are measured along the directions that
 * end in certainty. Nothing about it is decided.
 */
export interface MeasuredDetector {
  readonly name: string;
  /** Inputs with novelty above it are flagged. */
  readonly threshold: number;
  /** The share of the rows it was set with that the threshold may flag. */
  readonly flagRate: number;
  readonly trainRows: number;
  readonly validationRows: number;
  /** Rows each direction starts from. */
  readonly rows: number;
  /** The largest scale that was scored. */
  readonly scale: number;
  readonly directions: readonly MeasuredDirection[];
}

/** What was measured along a direction, at worst over the rows it was followed from. */
export interface MeasuredDirection {
  /** The place among the directions audited. */
  readonly index: number;
  readonly label: string;
  /** From this scale on every score was above the threshold; null if the last one is not. */
  readonly flagsFrom: number | null;
  /** The score at the largest scale, from the row where it is lowest; null if one is NaN. */
  readonly score: number | null;
}

/** What a table says of a direction. */
export function measuredText(measured: MeasuredDetector, index: number): string {
  const found = measured.directions.find((direction) => direction.index === index);
  if (!found) return '–';
  return found.flagsFrom === null ? 'not flagged' : scaleText(found.flagsFrom);
}

/** What was measured, as a sentence. */
export function measuredSentence(measured: MeasuredDetector): string {
  const { name, rows, scale, directions, trainRows, validationRows, flagRate } = measured;
  const silent = directions.filter(({ flagsFrom }) => flagsFrom === null).length;
  return `${name} is measured, not decided: along ${counted(directions.length, 'direction')} that end in certainty, from ${counted(rows, 'row')} each, it was scored at scales to ${scale.toExponential()}, fitted on ${counted(trainRows, 'row')}, its threshold flagging at most ${percentText(flagRate)} of ${grouped(validationRows)} others. In ${grouped(silent)} of them it does not flag at the last scale from some row; elsewhere it flags at every scale scored from the one given on.`;
}
