import type { CaseKind } from '../claims/cases.js';
import type { Reading } from '../claims/claim.js';
import type { Oracle } from '../claims/oracle.js';
import type { Decision, Outcome } from '../claims/outcome.js';
import { EnsembleAnalysis, RayAnalysis } from '../claims/rayAnalysis.js';
import type { Subjects } from '../claims/subjects.js';
import type { OracleEvidence } from '../evidence/evidence.js';
import { FLOAT64_CASES, PRECISE_CASES, PRECISE_DIGITS } from './settings.js';

/** More contradictions than this are counted, not listed. */
const LISTED = 20;

/** What one oracle said of the decisions it was asked about. */
interface Tally {
  confirmed: number;
  couldNotTell: number;
}

/**
 * Has decisions confirmed by oracles of another arithmetic, and counts. A decision is confirmed only
 * where the oracle could tell; where it could not, that is counted beside.
 *
 * Float64 confirms the first decisions and every sixteenth after; high precision the first few;
 * both every counterexample. The certified float64 engine must decide each of these tails as the
 * exact one did. What an oracle contradicts is recorded: it is a fault of the suite, and leaves the
 * reading's verdict inconclusive.
 */
export class Confirmations {
  private exactCases = 0;
  private readonly float64Tally: Tally = { confirmed: 0, couldNotTell: 0 };
  private readonly preciseTally: Tally = { confirmed: 0, couldNotTell: 0 };
  private contradictions = 0;
  private readonly disagreements: string[] = [];

  constructor(
    private readonly claim: string,
    private readonly float64: Oracle,
    private readonly precise: Oracle,
  ) {}

  /** What is to be called with each case of a search, in order. */
  of<Kind extends CaseKind>(
    reading: Reading<Kind>,
  ): (subject: Subjects[Kind], outcome: Outcome) => void {
    let decided = 0;
    return (subject, outcome) => {
      if (outcome.status === 'skipped') return;
      this.exactCases++;
      if (decided < FLOAT64_CASES || decided % 16 === 0) {
        this.compareEngines(subject);
        this.confirm(reading, subject, this.float64, outcome.status);
      }
      if (decided < PRECISE_CASES) {
        this.confirm(reading, subject, this.precise, outcome.status);
      }
      decided++;
    };
  }

  /** Confirms by both oracles that the reading fails on a counterexample: one more decision. */
  confirmCounterexample<Kind extends CaseKind>(
    reading: Reading<Kind>,
    subject: Subjects[Kind],
  ): void {
    this.exactCases++;
    this.compareEngines(subject);
    this.confirm(reading, subject, this.float64, 'fails');
    this.confirm(reading, subject, this.precise, 'fails');
  }

  /** How many contradictions there are so far, listed or not. */
  get contradicted(): number {
    return this.contradictions;
  }

  /** The counts and contradictions so far. */
  get evidence(): OracleEvidence {
    return {
      exact: { cases: this.exactCases },
      float64: evidenceOf(this.float64Tally),
      highPrecision: { ...evidenceOf(this.preciseTally), digits: PRECISE_DIGITS },
      disagreements: this.disagreements,
    };
  }

  private confirm<Kind extends CaseKind>(
    reading: Reading<Kind>,
    subject: Subjects[Kind],
    oracle: Oracle,
    decided: Decision,
  ): void {
    if (!reading.confirm) return;
    const tally = oracle.name === 'float64' ? this.float64Tally : this.preciseTally;
    const confirmation = reading.confirm(subject, oracle, decided);
    if (confirmation.verdict === 'confirmed') tally.confirmed++;
    else if (confirmation.verdict === 'could-not-tell') tally.couldNotTell++;
    else this.report(oracle.name, confirmation.what, subject);
  }

  /** Compares the certified engine's decisions with the exact engine's. */
  private compareEngines(subject: Subjects[CaseKind]): void {
    const rays =
      subject instanceof EnsembleAnalysis
        ? subject.members
        : subject instanceof RayAnalysis
          ? [subject]
          : [];
    for (const ray of rays) {
      const { tail, certified } = ray;
      const agree =
        tail.regime === certified.regime &&
        tail.boundary === certified.boundary &&
        tail.top.join() === certified.top.join();
      if (!agree) {
        this.report(
          'certified float64',
          `tail ${certified.regime} [${certified.top}] boundary ${certified.boundary}, but exactly ${tail.regime} [${tail.top}] boundary ${tail.boundary}`,
          subject,
        );
      }
    }
  }

  private report(oracle: string, what: string, subject: Subjects[CaseKind]): void {
    this.contradictions++;
    if (this.disagreements.length >= LISTED) return;
    const source =
      subject instanceof RayAnalysis
        ? { network: subject.file, origin: subject.origin, direction: subject.direction }
        : 'source' in subject
          ? subject.source
          : subject;
    this.disagreements.push(`${this.claim}: ${oracle}: ${what}; case ${JSON.stringify(source)}`);
  }
}

function evidenceOf({ confirmed, couldNotTell }: Tally): { cases: number; couldNotTell: number } {
  return { cases: confirmed, couldNotTell };
}
