import type { Law } from './law.js';
import { type LawReport, type LawResult, lawReport } from './lawReport.js';
import { ProtocolFault } from './protocolFault.js';

/**
 * Checks laws over a subject, one after the other, and reports each. Never rejects: an exception
 * of the subject is a finding.
 *
 * @param laws - for example `DETECTOR_LAWS`
 *
 * @example
 * ```ts
 * (await runLaws('EBO', subjectOf(ebo), DETECTOR_LAWS)).failed; // 0
 * ```
 */
export async function runLaws<Subject>(
  name: string,
  subject: Subject,
  laws: readonly Law<Subject>[],
): Promise<LawReport> {
  const results: LawResult[] = [];
  const faults: ProtocolFault[] = [];
  for (const law of laws) {
    const ended = faults.find(({ final }) => final);
    results.push(
      ended
        ? notChecked(law, `the process had ended: ${ended.message}`)
        : await checkLaw(law, subject, (fault) => faults.push(fault)),
    );
  }
  return lawReport(name, results);
}

/** Checks one law. */
export async function checkLaw<Subject>(
  law: Law<Subject>,
  subject: Subject,
  onFault: (fault: ProtocolFault) => void = () => {},
): Promise<LawResult> {
  try {
    const outcome = await law.check(subject);
    if (outcome === null) return { ...named(law), status: 'passed', message: '' };
    if ('notChecked' in outcome) return notChecked(law, outcome.notChecked);
    return failed(law, outcome.message, outcome.input, law.likelyCause);
  } catch (error) {
    if (error instanceof ProtocolFault) {
      onFault(error);
      return failed(law, error.message, { line: error.line }, error.likelyCause);
    }
    const message = error instanceof Error ? error.message : String(error);
    return failed(law, `it threw: ${message}`, inputOf(error), law.likelyCause);
  }
}

function named<Subject>({ id, statement }: Law<Subject>) {
  return { law: id, statement };
}

function notChecked<Subject>(law: Law<Subject>, why: string): LawResult {
  return { ...named(law), status: 'not-checked', message: why };
}

function failed<Subject>(
  law: Law<Subject>,
  message: string,
  input: unknown,
  likelyCause: string,
): LawResult {
  return { ...named(law), status: 'failed', message, input, likelyCause };
}

function inputOf(error: unknown): unknown {
  return error instanceof Error && 'input' in error ? error.input : null;
}
