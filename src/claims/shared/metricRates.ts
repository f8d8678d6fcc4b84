import type { Oracle } from '../oracle.js';
import type { EnsembleAnalysis } from '../rayAnalysis.js';
import { type Finding, showsFailing, showsHolding } from './finding.js';
import { isTelling, relativeLogits } from './rounding.js';
import { settlingTimeOf } from './settling.js';

/** Beyond the time from which all but the top class have so little. */
const TOLERANCE = 1e-4;
/** What rounding may add to sums of a few doubles, relative to what is added up. */
const SLACK = 1e-9;

/**
 * Whether numbers show the rates at which the metrics of an ensemble become certain whose members all
 * saturate to one class k, at two times far out.
 *
 * With r_m = Σ_{c≠k} e^{f_c − f_k} of member m and R the largest, which falls like e^{−γt}, γ the least
 * of the members' leads: 1 − p_k of a member is r/(1 + r), so that q = 1 − max_c p̄_c lies between
 * R/(K(1 + R)) and R; every p_c is within R of its limit, so that the class variance is at most R²;
 * H is between −q ln q and R(1 + ln(C − 1) − ln R); and MI, the mean of KL(p_m ‖ p̄) with p_m ≤ K p̄, is
 * at most R(2 + ln K) for R ≤ 1/4. So rates γ, at least 2γ, γ (as t·e^{−γt}) and at least γ. The r_m are
 * those of the exact tails, the metrics the oracle's.
 */
export function findMetricRates(subject: EnsembleAnalysis, oracle: Oracle): Finding {
  const { members, size } = subject;
  const k = members[0].tail.top[0];
  const alike = members.every(({ tail }) => tail.regime === 'saturating' && tail.top[0] === k);
  const settled = settlingTimeOf(subject, TOLERANCE);
  if (!alike || settled === null || members[0].classes < 2) return null;
  const along = oracle.along(subject);
  for (const t of [settled + 1, 1.5 * settled + 2]) {
    const rounding = along.rounding(t);
    if (!isTelling(rounding)) return null;
    const rests = members.map((member) =>
      relativeLogits(member, t).reduce((sum, f, c) => (c === k ? sum : sum + Math.exp(f)), 0),
    );
    const rest = Math.max(...rests);
    // Numbers that small are lost beside 1.
    if (!(rest > 1e-12 && rest < 0.25)) return null;
    const found = along.at(t);
    const missing = Array.from(found.logMeanProbability).reduce(
      (sum, value, c) => (c === k ? sum : sum + Math.exp(value)),
      0,
    );
    const more = 1 + 4 * rounding + SLACK;
    const least = rest / (size * (1 + rest)) / more;
    const classes = Math.log(members[0].classes - 1);
    const bounds = {
      '1 − max E[p]': [missing, least, rest * more],
      // What rounding leaves of differences of numbers next to 1.
      'class variance': [found.classVariance, 0, rest * rest * more + 1e-14 * rest + 1e-30],
      H: [
        found.predictiveEntropy,
        -least * Math.log(least) - 1e-14,
        rest * (1 + classes - Math.log(rest)) * more + 1e-14,
      ],
      MI: [found.mutualInformation, -1e-14, rest * (2 + Math.log(size)) * more + 1e-14],
    };
    for (const [name, [value, lower, upper]] of Object.entries(bounds)) {
      if (value >= lower && value <= upper) continue;
      return showsFailing(
        `${name} = ${value} at t = ${t}, outside [${lower}, ${upper}], while the members' rests are at most R = ${rest}`,
      );
    }
  }
  return showsHolding('1 − max E[p], H, MI and the class variance fall as fast as γ says');
}
