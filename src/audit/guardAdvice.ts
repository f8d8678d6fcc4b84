import type { Audit } from './auditRun.js';

/** The guard that an audit recommends, and the line that makes it. */
export interface GuardAdvice {
  /** How far beyond the data confidence is to be lost, in standard deviations. */
  readonly uncertainAt: number;
  readonly command: string;
}

/** What `farfield guard` takes if nothing is said. */
const USUAL_DISTANCE = 3;

/**
 * The guard for a network that ends in certainty somewhere; null where it ends in none. Where
 * certainty is created nearer than three standard deviations beyond the data, it is to be lost there.
 *
 * @param network - the path of the network as given
 */
export function guardAdvice(audit: Audit, network: string): GuardAdvice | null {
  if (audit.summary.certain === 0) return null;
  const nearest = audit.directions.reduce(
    (least, { seen }) =>
      seen?.verdict === 'created' ? Math.min(least, seen.distance ?? Infinity) : least,
    USUAL_DISTANCE,
  );
  // Rounded down to two digits; what is created at the very edge is out of a guard's reach.
  const uncertainAt = Math.max(0.1, Number((Math.floor(nearest * 20) / 20).toPrecision(3)));
  const data = audit.data ? `--data ${quoted(audit.data.name)}` : '--data ID.csv';
  const how = uncertainAt === USUAL_DISTANCE ? '' : ` --uncertain-at ${uncertainAt}`;
  return {
    uncertainAt,
    command: `farfield guard ${quoted(network)} ${data}${how} --out guarded.onnx`,
  };
}

/** A word of a command line; one with other characters in quotes. */
function quoted(word: string): string {
  return /^[\w./:@-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** What the recommended guard does, in a sentence before its line. */
export function adviceSentence({ uncertainAt }: GuardAdvice): string {
  return `A guard ends this: the same most probable class at every input, no probability changed by more than 1e-6 within the range of the data, none above 90 % from ${uncertainAt} standard deviations beyond it on, and uniform in the end, in every direction. Certified, as an ONNX file:`;
}
