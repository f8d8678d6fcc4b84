import type { DirectionFinding } from './directionFinding.js';

/** Whether it is open how a direction ends: it may end in certainty, from some row at least. */
export function isOpen({ regime, certainOf }: DirectionFinding): boolean {
  return certainOf === null && (regime === 'unknown' || regime === 'varies');
}
