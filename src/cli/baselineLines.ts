import { type BaselineComparison, type Change, openRegressions } from '../audit/baseline.js';
import { scaleText } from '../audit/numberText.js';
import { unknownKind } from '../errors/unknownKind.js';
import { counted } from '../page/countWords.js';
import type { Terminal } from './terminal.js';

/** Regressions listed; the rest is counted, and in the JSON. */
const LISTED = 20;

/** What an audit says that its baseline did not, as lines of a terminal. */
export function baselineLines(comparison: BaselineComparison, terminal: Terminal): string[] {
  const open = openRegressions(comparison);
  const { regressions, improvements, unchanged, added, gone, thresholds, unused } = comparison;
  const accepted = regressions.length - open.length;
  return [
    `Against the baseline (${comparison.baseline.network}, farfield ${comparison.baseline.version}): ${counted(open.length, 'regression')}${accepted > 0 ? `, ${accepted} more accepted` : ''}, ${counted(improvements, 'improvement')}; ${counted(unchanged, 'direction')} unchanged, ${added.length} new, ${gone.length} gone.`,
    ...open
      .slice(0, LISTED)
      .map((change) => terminal.paint('red', `regression  ${changeWords(change)}`)),
    ...(open.length > LISTED ? [`… and ${open.length - LISTED} more, see --json`] : []),
    ...thresholds.map(
      ({ id, before, after }) =>
        `threshold   ${id}: ${before === null ? 'not fitted' : scaleText(before)} → ${after === null ? 'not fitted' : scaleText(after)}`,
    ),
    ...unused.map(
      ({ direction, reason }) =>
        `not needed  ${direction} is accepted (${reason}), and is no regression`,
    ),
  ];
}

/** A regression in a sentence. */
export function changeWords({ kind, direction, detector, before, after }: Change): string {
  switch (kind) {
    case 'certain':
      return `${direction} ends in certainty now, 99 % from ${scaleText(after)} on`;
    case 'new':
      return `${direction} is new and ends in certainty, 99 % from ${scaleText(after)} on`;
    case 'nearer':
      return `${direction} is 99 % certain from ${scaleText(after)} on, before from ${scaleText(before)}`;
    case 'blind':
      return `${detector} is blind along ${direction} now`;
    case 'not-known':
      return detector === null
        ? `how ${direction} ends is not known any more`
        : `whether ${detector} is blind along ${direction} is not known any more`;
    default:
      return unknownKind(kind);
  }
}
