import type { ClaimEvidence, ReadingEvidence } from './evidence.js';

/** With fewer runs than this a pass says little. */
const FEW_RUNS = 100;

/** What could make a pass meaningless, in words, most serious first. */
export function warningsAbout(claims: readonly ClaimEvidence[], runs: number): string[] {
  const warnings: string[] = [];
  for (const { id, asPrinted, repaired } of claims) {
    for (const [name, reading] of readings(asPrinted, repaired)) {
      if (isUnexpected(reading)) {
        warnings.push(
          `${id} ${name}: the verdict is ${reading.verdict}, but ${reading.expected} was expected.`,
        );
      }
    }
  }
  for (const { oracles } of claims) {
    for (const disagreement of oracles.disagreements) {
      warnings.push(`Oracles disagree, a fault of the suite: ${disagreement}`);
    }
  }
  const skipped = claims.filter(({ asPrinted }) => asPrinted.verdict === 'not-run');
  if (skipped.length > 0) {
    warnings.push(
      `${skipped.length} of ${claims.length} claims were not part of this run: ${skipped.map(({ id }) => id).join(', ')}.`,
    );
  }
  if (runs < FEW_RUNS) {
    warnings.push(`Only ${runs} runs a claim: rare cases may not have been met.`);
  }
  return warnings;
}

/** Whether a reading was run and came out other than expected. */
export function isUnexpected({ verdict, expected }: ReadingEvidence): boolean {
  return verdict !== 'not-run' && verdict !== expected;
}

function readings(
  asPrinted: ReadingEvidence,
  repaired: ReadingEvidence | null,
): [string, ReadingEvidence][] {
  return repaired
    ? [
        ['as printed', asPrinted],
        ['as repaired', repaired],
      ]
    : [['as printed', asPrinted]];
}
