import { certaintyText } from '../ceiling/ceilingFinding.js';
import { mean } from './averages.js';
import type { EndsSummary } from './endsSummary.js';
import { certaintyOf, type EndsRow, largestCeiling, percent } from './endsTable.js';
import { CERTAIN } from './rayEnd.js';

/**
 * In words, from what was decided and measured: why one network is milder than another, and whether
 * it is certain anywhere.
 *
 * @param overconfident - the network that is compared with, by the name that sentences give it
 * @param milder - the network that is said to be milder
 * @param detector - the column whose scores are read
 */
export function mildnessFinding(
  overconfident: NamedRow,
  milder: NamedRow,
  detector: string,
): string {
  return [
    whereDirectionsEnd(overconfident, milder),
    whetherCertainAnywhere(milder),
    whatTheDetectorFinds(overconfident, milder, detector),
  ].join(' ');
}

/** A row with the name that sentences give its network. */
export interface NamedRow extends EndsRow {
  readonly name: string;
}

function certainOf({ certain }: EndsSummary): number {
  return mean(certain);
}

function whereDirectionsEnd(overconfident: NamedRow, milder: NamedRow): string {
  const [there, here] = [certainOf(overconfident.summary), certainOf(milder.summary)];
  const { shares, mostCertain } = milder.summary;
  const open = shares.unknown > 0 ? `, and of ${percent(shares.unknown)} it is not known` : '';
  const ends = `${percent(there)} of the feature directions make ${overconfident.name} 99 % certain for ever, ${percent(here)} make ${milder.name} so${open}.`;
  if (here >= there) return `${ends} It is milder for no such reason.`;
  const most = mostCertain < 1 ? `; none ends more certain than ${certaintyOf(mostCertain)}` : '';
  return `${ends} That is why it is milder: what its last norm lets through does not grow with the input${most}.`;
}

function whetherCertainAnywhere({ name, summary }: NamedRow): string {
  const doubt = largestCeiling(summary);
  if (doubt !== null && 1 - doubt < CERTAIN) {
    return `It is certain nowhere: no input whatsoever makes ${name}, of any seed, more than ${certaintyText(doubt)} certain.`;
  }
  const bound =
    doubt === null
      ? `no ceiling of ${name} is known for every seed`
      : `its ceiling, ${certaintyText(doubt)}, does not forbid it`;
  const { shares } = summary;
  const certain = shares['one-hot'] + shares.above;
  if (certain > 0)
    return `It is certain somewhere: ${percent(certain)} of the rays lead there; ${bound}.`;
  return shares.unknown > 0
    ? `Whether it is certain anywhere is open: ${bound}, and some ends are not known.`
    : `Far out along a feature it is not certain; whether some other input makes it so is open: ${bound}.`;
}

function whatTheDetectorFinds(overconfident: NamedRow, milder: NamedRow, detector: string): string {
  const [there, here] = [overconfident, milder].map(({ scores }) => scores[detector]?.decided);
  if (typeof there !== 'number' || typeof here !== 'number') {
    return `Where the AUROC of ${detector} ends is not known.`;
  }
  const words = (auroc: number) => (100 * auroc).toFixed(1);
  const ends = `The AUROC × 100 of ${detector} ends at ${words(here)} on it and at ${words(there)} on ${overconfident.name}`;
  if (here >= 0.5) return `${ends}.`;
  return `${ends}: below chance ${there < 0.5 ? 'on both' : 'there'}, for an end need not be certain to be more so than most of the data.`;
}
