import type { DetectorRequest } from './detectorRequest.js';
import type { Law } from './law.js';
import type { ObservedDetector } from './observedDetector.js';
import { ProtocolFault } from './protocolFault.js';
import { Incomparable, SubjectError } from './scoring.js';
import { StartFailure } from './startFailure.js';

/** What became of one law. */
export interface LawResult {
  readonly law: string;
  readonly statement: string;
  readonly status: 'passed' | 'failed' | 'not-checked';
  /** What happened, or why the law was not checked; empty if it passed. */
  readonly message: string;
  /** The smallest input that shows a failure. */
  readonly input?: unknown;
  /** What is usually wrong where the law is broken; absent where the subject's own words say it. */
  readonly likelyCause?: string;
  /** How long it took. */
  readonly milliseconds: number;
  /** What a detector was asked, of a law it broke: enough to show the failure again. */
  readonly requests?: readonly DetectorRequest[];
}

/** What checking a law needs to know besides its subject. */
export interface CheckContext {
  /** The same subject, with its memory of what it was asked. */
  readonly observed?: ObservedDetector;
  readonly onFault?: (fault: ProtocolFault) => void;
}

/**
 * Checks one law.
 *
 * @throws StartFailure if the subject is a process or module that did not start
 */
export async function checkLaw<Subject>(
  law: Law<Subject>,
  subject: Subject,
  { observed, onFault }: CheckContext = {},
): Promise<LawResult> {
  const started = performance.now();
  observed?.begin();
  const outcome = await outcomeOf(law, subject, onFault);
  const milliseconds = Math.round(performance.now() - started);
  const result = { law: law.id, statement: law.statement, ...outcome, milliseconds };
  return outcome.status === 'failed' && observed && observed.requests.length > 0
    ? { ...result, requests: observed.requests }
    : result;
}

/** A law that was not checked, and why. */
export function notChecked<Subject>(law: Law<Subject>, why: string): LawResult {
  const { id, statement } = law;
  return { law: id, statement, status: 'not-checked', message: why, milliseconds: 0 };
}

type Outcome = Pick<LawResult, 'status' | 'message' | 'input' | 'likelyCause'>;

async function outcomeOf<Subject>(
  law: Law<Subject>,
  subject: Subject,
  onFault?: (fault: ProtocolFault) => void,
): Promise<Outcome> {
  try {
    const outcome = law.applies?.(subject) ?? (await law.check(subject));
    if (outcome === null) return { status: 'passed', message: '' };
    if ('notChecked' in outcome) return { status: 'not-checked', message: outcome.notChecked };
    const { message, input } = outcome;
    return { status: 'failed', message, input, likelyCause: law.likelyCause };
  } catch (error) {
    if (error instanceof StartFailure) throw error;
    if (error instanceof Incomparable) return { status: 'not-checked', message: error.message };
    if (error instanceof ProtocolFault) {
      onFault?.(error);
      const { message, line, likelyCause } = error;
      return { status: 'failed', message, input: { line }, likelyCause };
    }
    // Why it threw is in its own words; what usually breaks the law need not be the cause.
    const message = error instanceof Error ? error.message : String(error);
    const verb = error instanceof SubjectError && error.deliberate ? 'refused' : 'threw';
    const input = error instanceof SubjectError ? error.input : null;
    return { status: 'failed', message: `it ${verb}: ${message}`, input };
  }
}
