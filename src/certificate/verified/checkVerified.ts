import { Rational } from '../../exact/rational.js';
import type { Network } from '../../network/network.js';
import { Wrong } from '../checkParts.js';
import { TOOLS } from './checker.generated.js';
import { type ExactNumber, type Verdict, verifiedChecker } from './checker.js';
import { exactCertificate } from './exactCertificate.js';
import { exactNetwork, type Places, placesOf } from './exactNetwork.js';
import { INTEGER_OPERATIONS } from './integers.js';

/** What the verified checker says of a certificate. */
export interface VerifiedVerdict {
  readonly accepted: boolean;
  /** What is not right; null if accepted. */
  readonly wrong: string | null;
  /**
   * Of a saturating tail of two or more classes: its γ and the largest intercept of another class
   * over the top class's, fractions `"p/q"`. For every ε the top class has probability 1 − ε or
   * more from `max(from, (ln((C − 1)(1 − ε)/ε) + lead)/gap)` on.
   */
  readonly margin: { readonly gap: string; readonly lead: string } | null;
}

/** What has to be right, beside Coq's proof, for the verified checker's word to hold. */
export const TRUSTED_BASE: readonly string[] = [
  'Coq’s kernel, which checked that accepted certificates are right (proofs/CertificateSound.v)',
  `Coq’s extraction to OCaml, and the compilers that made JavaScript of it (${TOOLS})`,
  `${Object.keys(INTEGER_OPERATIONS).length} operations on whole numbers that are BigInt’s (src/certificate/verified/integers.ts)`,
  'what hands values over: proofs/extraction/bridge.ml, exactNetwork.ts, exactCertificate.ts and checker.ts of src/certificate/verified, checkParts.ts of src/certificate',
  'the reader of the network’s file, and JavaScript’s own engine',
];

/** The checker's complaints, in its order, as what is wrong. */
const COMPLAINTS: readonly ((unit: string, index: string) => string)[] = [
  () => 'origin or direction',
  (unit) => `${unit}: the network`,
  (unit, index) => `${unit}.pattern[${index}]`,
  (unit, index) => `${unit}.intercept[${index}]`,
  (unit, index) => `${unit}.slope[${index}]`,
  () => 'from',
  () => 'boundary',
  () => 'top',
  () => 'regime',
  () => 'nodes',
];

/**
 * Checks a certificate with the checker that is proved in Coq.
 *
 * If it accepts, then for the real-number function of the network's constants, along the ray, from
 * `from` on: every value is the line that the certificate gives; no choice of a piece changes later
 * than `from`, and one does there; regime, top classes and boundary are right; the probabilities
 * tend to their limit; and the margin gives danger scale and rate. These are the theorems
 * `…_certified` of `proofs/`. `TRUSTED_BASE` lists what is not proved.
 *
 * @param certificate - parsed JSON, of which nothing is assumed
 * @throws InputError `unsupported`, by name, for networks that are not piecewise affine or have
 *   constants that are only enclosed
 */
export function checkVerified(network: Network, certificate: unknown): VerifiedVerdict {
  const places = placesOf(network);
  const exact = exactNetwork(network, places);
  const checker = verifiedChecker();
  let verdict: Verdict;
  try {
    verdict = checker.examine(exact, exactCertificate(network, certificate, places));
  } catch (error) {
    if (!(error instanceof Wrong)) throw error;
    return { accepted: false, wrong: error.message, margin: null };
  }
  if (checker.is_accepted(verdict)) return { accepted: true, wrong: null, margin: margin(verdict) };
  return { accepted: false, wrong: `${wrongOf(verdict, places)} is wrong`, margin: null };
}

function wrongOf(verdict: Verdict, places: Places): string {
  const { complaint, refused_at } = verifiedChecker();
  const origin = places.origin(refused_at(verdict));
  return COMPLAINTS[complaint(verdict)](`nodes[${origin?.node}]`, String(origin?.unit));
}

function margin(verdict: Verdict): VerifiedVerdict['margin'] {
  const { has_margin, gap, lead } = verifiedChecker();
  if (!has_margin(verdict)) return null;
  return { gap: fractionOf(gap(verdict)), lead: fractionOf(lead(verdict)) };
}

function fractionOf(number: ExactNumber): string {
  const { mantissa, exponent, divisor } = verifiedChecker();
  const e = exponent(number);
  const [up, down] = e > 0n ? [e, 0n] : [0n, -e];
  return new Rational(mantissa(number) << up, divisor(number) << down).toString();
}
