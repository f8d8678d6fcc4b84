import type { CaseKind, Cases } from '../claims/cases.js';
import type { DetectorAtInfinity, Source } from '../claims/claim.js';
import type { GenericVerdict } from '../claims/generic.js';
import type { Verdict } from '../claims/verdict.js';
import type { ExperimentEvidence } from './experimentEvidence.js';

/** The version of the evidence format; readers refuse others. */
export const EVIDENCE_VERSION = 1;

/**
 * What a run found, and all of it: every report is a pure function of this.
 *
 * Everything outside `environment` and `timing` is the same, byte for byte, for the same version,
 * seed and options, whatever the number of workers or shards. `schema/evidence.schema.json`
 * describes it for other tools.
 */
export interface Evidence {
  readonly schemaVersion: typeof EVIDENCE_VERSION;
  readonly tool: ToolVersions;
  readonly seed: number;
  readonly runsPerClaim: number;
  /** In the order of the catalogue. A claim outside this run is listed as `not-run`. */
  readonly claims: readonly ClaimEvidence[];
  /**
   * The papers' experiments, in the order of their catalogue; empty if they were not asked for. One
   * outside this run is listed as `not-run`.
   */
  readonly experiments: readonly ExperimentEvidence[];
  /** What could make a pass meaningless, in words: shown first in every report. */
  readonly warnings: readonly string[];
  readonly environment: Environment;
  readonly timing: Timing;
}

/** The versions of what made the evidence. */
export interface ToolVersions {
  readonly name: 'farfield';
  readonly version: string;
  readonly fastCheck: string;
  readonly mathjs: string;
}

/** Where it ran; not part of the reproducible evidence. */
export interface Environment {
  /** Of farfield's own checkout, with `-changed` where files differ from it; absent if installed. */
  readonly commit?: string;
  readonly node: string;
  readonly platform: string;
  readonly workers: number;
}

/** How long it took; not part of the reproducible evidence. */
export interface Timing {
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly claimsMs: Readonly<Record<string, number>>;
  /** Only where experiments were run. Parts found in the cache take no time. */
  readonly experimentsMs?: Readonly<Record<string, number>>;
}

/** What a run found about one claim. */
export interface ClaimEvidence {
  readonly id: string;
  readonly title: string;
  readonly source: Source;
  readonly kind: CaseKind;
  /** For the claim that says what a detector does at infinity; null for others. */
  readonly atInfinity: DetectorAtInfinity | null;
  readonly hypotheses: readonly string[];
  /** Why the printed proof's step fails; null if it does not. */
  readonly flaw: string | null;
  readonly asPrinted: ReadingEvidence;
  /** Null where there is nothing to repair. */
  readonly repaired: ReadingEvidence | null;
  /** Whether a refutation is robust or lives on ties; null for claims without that reading. */
  readonly generic: GenericEvidence | null;
  /**
   * How many generated cases were of each sort: regimes and `boundary` for rays and ensembles,
   * what makes logits and curves hard for the others. Of the cases that were decided, by regime, how
   * many are deep (`depthSorts`): the ray crosses kinks of two hidden layers or more.
   */
  readonly coverage: Readonly<Record<string, number>>;
  readonly oracles: OracleEvidence;
  readonly proof: ProofEvidence;
}

/** What a run found about one reading of a claim. */
export interface ReadingEvidence {
  readonly latex: string;
  readonly plain: string;
  readonly verdict: Verdict;
  readonly expected: Verdict;
  /** Cases generated for this reading: up to the counterexample where one was found. */
  readonly runs: number;
  /** Of these, cases outside the hypotheses or in which they could not be decided. */
  readonly skipped: number;
  /** Of the skipped, those in which the hypotheses could not be decided. */
  readonly undecided: number;
  /** How many smaller cases the shrinker tried and kept. */
  readonly shrinks: number;
  readonly counterexample: Counterexample | null;
  /** Whether the counterexample, read back from its recorded values, fails again exactly. */
  readonly verifiedExactly: boolean;
  /** Cases of known outcome that the check was put to first. */
  readonly controls: ControlEvidence;
}

/** What a run found about the third reading of a claim that is refuted as printed. */
export interface GenericEvidence {
  /**
   * `refuted`: robustly, with every number of the witness moved by up to `radius`; `holds`: for
   * almost every head.
   */
  readonly verdict: GenericVerdict;
  readonly expected: GenericVerdict;
  /** A fraction such as `1/64`, of the maximum norm; null unless refuted. */
  readonly radius: string | null;
  readonly statement: string;
  /** Cases generated for this reading. */
  readonly runs: number;
  /** Of these, cases outside the hypotheses or in which they could not be decided. */
  readonly skipped: number;
  readonly shrinks: number;
  /** The middle of the box; null unless refuted. */
  readonly witness: Counterexample | null;
  /** The hyperplanes of heads that the counterexample as printed lies on, as mathematics. */
  readonly hyperplanes: readonly string[];
  /** The statement in the sense that its proof argues, where that is another. */
  readonly asArgued?: ArguedEvidence;
}

/** What a run found about the sense of a statement that its proof argues. */
export interface ArguedEvidence {
  readonly statement: string;
  /** As of the third reading; null where no such box was found. */
  readonly radius: string | null;
  /** Cases tried. */
  readonly runs: number;
  /** The middle of the box; null where none was found. */
  readonly witness: Counterexample | null;
}

/** How a check did on its controls. */
export interface ControlEvidence {
  /** How many it told. */
  readonly told: number;
  /** Those it got wrong; then nothing else was asked of it. */
  readonly missed: readonly MissedControl[];
}

/** A control that a check got wrong, and how. */
export interface MissedControl {
  readonly control: string;
  readonly expected: string;
  /** What the check said instead; of one that threw, what it threw. */
  readonly found: string;
}

/** A counterexample: its values, never only a seed. */
export type Counterexample = Cases[CaseKind] & {
  /** Why it is one, in words and numbers. */
  readonly reason: string;
  /** The mathematics, step by step. */
  readonly explanation: readonly string[];
};

/**
 * How many decisions each oracle confirmed (`cases`), in how many it could not tell, and what they
 * contradicted.
 */
export interface OracleEvidence {
  readonly exact: { readonly cases: number };
  readonly float64: { readonly cases: number; readonly couldNotTell: number };
  readonly highPrecision: {
    readonly cases: number;
    readonly couldNotTell: number;
    readonly digits: number;
  };
  /** A disagreement is a fault of the suite: which oracle, on what, in words. */
  readonly disagreements: readonly string[];
}

/** The state of the formal proofs of a claim. */
export interface ProofEvidence {
  readonly asPrinted: 'proved' | 'refuted-formally' | 'none';
  readonly repaired: 'proved' | 'none';
  /** The readings of which less is proved than they say, and what no theorem says. */
  readonly weaker?: readonly WeakerProofEvidence[];
  readonly theorems: readonly string[];
  readonly axioms: readonly string[];
  /** What each theorem says, formally and in words, and what its model leaves out of the code. */
  readonly statements: readonly TheoremEvidence[];
}

/** A reading that is proved in a weaker form than it is stated. */
export interface WeakerProofEvidence {
  readonly reading: 'asPrinted' | 'repaired';
  /**
   * Proved for some constant instead of the one stated; of a part of the statement; or under an
   * assumption that the claim does not make.
   */
  readonly shortfall: 'constant' | 'part' | 'assumption';
  /** What the claim says and no theorem does. */
  readonly lacks: string;
}

/** One formal theorem about a claim. */
export interface TheoremEvidence {
  readonly theorem: string;
  /** As Coq prints it. */
  readonly statement: string;
  readonly plain: string;
  readonly leavesOut: string;
}
