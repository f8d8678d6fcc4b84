/**
 * What the suite concludes about a statement.
 *
 * `refuted`: a counterexample was found and verified exactly. `holds`: enough cases met the
 * hypotheses and none failed. `vacuous`: too few cases met the hypotheses to say anything.
 * `inconclusive`: cases failed but could not be verified, or oracles disagreed. `not-run`: the
 * claim was not part of this run.
 */
export type Verdict = 'holds' | 'refuted' | 'vacuous' | 'inconclusive' | 'not-run';
