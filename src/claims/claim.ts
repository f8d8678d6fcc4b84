import type { CaseKind, Cases } from './cases.js';
import type { Condition } from './condition.js';
import type { Confirmation } from './confirmation.js';
import type { Control } from './control.js';
import type { GenericReading } from './generic.js';
import type { Oracle } from './oracle.js';
import type { Decision, Outcome } from './outcome.js';
import type { Subjects } from './subjects.js';
import type { Verdict } from './verdict.js';

/** Where a claim is made. */
export interface Source {
  readonly paper: 'A' | 'B' | 'Hein et al. 2019' | 'farfield';
  /** "Lemma 4". */
  readonly label: string;
  /** "5". */
  readonly equation?: string;
}

/** Which detector a claim speaks of, and how that ends. */
export interface DetectorAtInfinity {
  /** The detector's name: "MSP". */
  readonly detector: string;
  /** In a few words, for the table: "always blind". */
  readonly blindness: string;
}

/** A statement in formulas and in words. */
export interface Statement {
  /** LaTeX, for KaTeX in display mode. */
  readonly latex: string;
  /** One or two sentences a newcomer can follow. */
  readonly plain: string;
}

/**
 * One reading of a claim: a statement, an exact check of it on a case, and what is expected.
 *
 * The check decides; it never samples. `confirm` asks an oracle of another arithmetic whether
 * numbers at finite t bear the decision out.
 */
export interface Reading<Kind extends CaseKind> extends Statement {
  readonly expected: Verdict;
  /** Decides the statement on one case, exactly. `guarded` makes one of hypotheses and conclusion. */
  check(subject: Subjects[Kind]): Outcome;
  /** The hypotheses that `check` asks for, in order, if it is made by `guarded`. */
  readonly given?: readonly Condition<Subjects[Kind]>[];
  /** What `check` decides of cases that meet them. */
  conclude?(subject: Subjects[Kind]): Outcome;
  /** Cases of known outcome, which `check` must tell before it may decide anything. */
  readonly controls?: readonly Control<Kind>[];
  /**
   * Confirms what `check` decided in numbers: that far out, or at the point, they show the statement
   * hold where it was decided to hold and fail where it was decided to fail. Called on cases that
   * were not skipped.
   *
   * @returns whether numbers bear the decision out; that they could not tell is no confirmation
   */
  confirm?(subject: Subjects[Kind], oracle: Oracle, decided: Decision): Confirmation;
  /**
   * For a statement that is not about networks: whether it fails on a case, by arithmetic that shares
   * nothing with `check`; null where that cannot tell. Counterexamples are verified by it. Statements about networks are checked
   * again on the file's plain evaluation instead.
   */
  failsPlainly?(source: Cases[Kind]): boolean | null;
  /** What sorts a case counts as in this claim's coverage, besides those of its kind. */
  sorts?(subject: Subjects[Kind]): readonly string[];
  /** For a statement expected to be refuted: the counterexample as mathematics, step by step. */
  explain?(subject: Subjects[Kind]): readonly string[];
}

/**
 * A claim of the theory, executable.
 *
 * Holds no generator: `kind` says what cases it is about, and the runner supplies them. Add one by
 * writing a file like those beside this one and listing it in the registry.
 *
 * @example
 * ```ts
 * const claim: Claim<'logits'> = {
 *   id: 'maximum-at-least-uniform', title: 'MSP is at least 1/C', kind: 'logits',
 *   source: { paper: 'farfield', label: 'an example' }, hypotheses: [],
 *   asPrinted: {
 *     latex: '\\max_c p_c \\ge 1/C', plain: 'The largest of C numbers that sum to 1.',
 *     expected: 'holds',
 *     check: ({ logits }) => holdsIf(Math.max(...softmax(logits[0]!)) >= 1 / logits[0]!.length - 1e-15, 'below 1/C'),
 *   },
 *   repaired: null,
 * };
 * ```
 */
export interface Claim<Kind extends CaseKind = CaseKind> {
  /** Content slug, for ever: names the property, the proof and the report row too. */
  readonly id: string;
  /** A few words for headings. */
  readonly title: string;
  readonly source: Source;
  readonly kind: Kind;
  /** For the claim that says what a detector does at infinity: its row in the table of detectors. */
  readonly atInfinity?: DetectorAtInfinity;
  /** In plain words, one a line; which are decided exactly and what is left undecided. */
  readonly hypotheses: readonly string[];
  readonly asPrinted: Reading<Kind>;
  /** Null where there is nothing to repair. */
  readonly repaired: Reading<Kind> | null;
  /** Why the printed proof's step fails, for claims refuted as printed. */
  readonly flaw?: string;
  /** For claims refuted as printed: whether that is so of an open set of networks, or on ties only. */
  readonly generic?: GenericReading<Kind>;
}

/** A claim of any kind, as the registry lists them. */
export type AnyClaim = { [Kind in CaseKind]: Claim<Kind> }[CaseKind];
