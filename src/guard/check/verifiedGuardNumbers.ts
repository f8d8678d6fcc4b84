import { ofRational } from '../../certificate/checkParts.js';
import {
  type ExactNumber,
  listOf,
  type VerifiedChecker,
  verifiedChecker,
} from '../../certificate/verified/checker.js';
import { TRUSTED_BASE } from '../../certificate/verified/checkVerified.js';
import type { GuardNumbers } from './guardNumbers.js';
import { parseFraction } from './plainFraction.js';

/** What has to be right, beside Coq's proof, for the verified word on a guard's certificate to hold. */
export const GUARD_TRUSTED_BASE: readonly string[] = [
  TRUSTED_BASE[0].replace('CertificateSound.v', 'GuardSound.v'),
  ...TRUSTED_BASE.slice(1, 3),
  'what hands values over: proofs/extraction/bridge.ml, checker.ts of src/certificate/verified, checkParts.ts of src/certificate, verifiedGuardNumbers.ts of src/guard/check',
  'that the nodes added to the file compute the guard of these numbers, which src/guard/check tells from its bytes without a proof; of a detector’s certificate too',
  'JavaScript’s own engine',
];

/** The checker's complaints, in its order, as what is wrong. */
const COMPLAINTS: readonly ((place: number) => string)[] = [
  () => 'classes',
  (input) => `the box or the width of input ${input}`,
  () => 'kappa or mu',
  () => 'change',
  (entry) => `confidence[${entry}]`,
];

/**
 * Checks the numbers of a guard's certificate with the checker that is proved in Coq.
 *
 * If it accepts, then for every classifier p with probabilities, in real numbers: inside the box no
 * probability changes by more than `change`; wherever the excess is at least that of an entry of
 * `confidence` none exceeds its bound; the most probable classes are those of p; along every ray that
 * moves an input of the box the probabilities tend to 1/C. These are the theorems
 * `guard_uniform_certified_…` of `proofs/`.
 *
 * @returns what is wrong, or null
 */
export function wrongNumbersVerified(
  numbers: GuardNumbers,
  checker: VerifiedChecker = verifiedChecker(),
): string | null {
  const { classes, guard, change, confidence } = numbers;
  if (!Number.isSafeInteger(classes) || classes < 0) return 'classes is wrong';
  const box = guard.lower.map((lower, d) => [lower, guard.upper[d], guard.widths[d]]);
  if (box.length !== guard.upper.length || box.length !== guard.widths.length) {
    return 'the box is wrong';
  }
  const texts = [
    ...box.flat(),
    guard.kappa,
    guard.mu,
    change,
    ...confidence.flatMap(({ excess, bound }) => [excess, bound]),
  ];
  const strange = texts.find((text) => parseFraction(text) === null);
  if (strange !== undefined) return `${strange} is no fraction`;
  const number = (text: string): ExactNumber => {
    const { n, d } = parseFraction(text)!;
    // Twos of a divisor would be multiplied with each other over and over.
    const [mantissa, exponent, divisor] = ofRational(n, d);
    return checker.number(mantissa, BigInt(exponent), divisor);
  };
  const answer = checker.examine_guard(
    checker.guard(
      checker.natural(classes),
      listOf(
        box.map(([lower, upper, width]) =>
          checker.watched(number(lower), number(upper), number(width)),
        ),
        checker,
      ),
      number(guard.kappa),
      number(guard.mu),
      number(change),
      listOf(
        confidence.map(({ excess, bound }) => checker.promise(number(excess), number(bound))),
        checker,
      ),
    ),
  );
  const complaint = checker.guard_complaint(answer);
  if (complaint < 0) return null;
  return `${COMPLAINTS[complaint](checker.guard_place(answer))} is wrong`;
}
