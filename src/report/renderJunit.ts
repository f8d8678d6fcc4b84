import type { ClaimEvidence, Evidence, ReadingEvidence } from '../evidence/evidence.js';
import {
  contradictsTheory,
  type EmpiricalClaimEvidence,
  type ExperimentEvidence,
} from '../evidence/experimentEvidence.js';
import { isUnexpectedGeneric } from '../evidence/warnings.js';
import { attributes, escapeXml } from '../page/xmlText.js';
import { readingsOf } from './concerns.js';
import { settingsWords } from './settingsWords.js';
import { intervalWords, isAsExpected, measuredWords, proofWords, verdictWords } from './words.js';

/** One test case of a suite. */
interface TestCase {
  readonly name: string;
  /** Why it failed; null if it passed. */
  readonly failure: {
    readonly type: string;
    readonly message: string;
    readonly text: string;
  } | null;
}

/**
 * Writes the report as JUnit XML: a suite a claim, a case for each reading, one for "not vacuous"
 * and one for "oracles agree". A verdict other than the expected one is a failure; a claim outside
 * the run is skipped.
 *
 * Experiments are one suite, `experiments`, a case for each of their claims: one that contradicts the
 * exact theory is a failure, an inconclusive one is skipped, and any other passes with its verdict in
 * its output, for what data say of an empirical statement is a result. So is an experiment outside
 * the run skipped.
 *
 * @example
 * ```ts
 * renderJunit(evidence).includes('<testsuite name="gradient-vanishes"'); // true
 * ```
 */
export function renderJunit(evidence: Evidence): string {
  const suites = [
    ...evidence.claims.map((claim) => suiteOf(claim, evidence)),
    ...(evidence.experiments.length > 0 ? [experimentSuite(evidence)] : []),
  ];
  const total = (count: (suite: Suite) => number) => suites.reduce((sum, s) => sum + count(s), 0);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${attributes({
      name: 'farfield',
      tests: total(({ tests }) => tests),
      failures: total(({ failures }) => failures),
      errors: 0,
      skipped: total(({ skipped }) => skipped),
      time: seconds(evidence.timing.durationMs),
    })}>`,
    ...suites.map(({ xml }) => xml),
    '</testsuites>',
    '',
  ].join('\n');
}

interface Suite {
  readonly tests: number;
  readonly failures: number;
  readonly skipped: number;
  readonly xml: string;
}

/** A case of a suite, written out. */
interface Case {
  readonly kind: 'passed' | 'failure' | 'skipped';
  readonly xml: string;
}

function suiteWith(
  name: string,
  cases: readonly Case[],
  properties: Readonly<Record<string, string | number>>,
  timestamp: string,
  milliseconds: number,
): Suite {
  const tests = cases.length;
  const failures = cases.filter(({ kind }) => kind === 'failure').length;
  const skipped = cases.filter(({ kind }) => kind === 'skipped').length;
  const time = seconds(milliseconds);
  return {
    tests,
    failures,
    skipped,
    xml: [
      `  <testsuite ${attributes({ name, tests, failures, errors: 0, skipped, timestamp, time })}>`,
      '    <properties>',
      ...Object.entries(properties).map(
        ([property, value]) => `      <property ${attributes({ name: property, value })}/>`,
      ),
      '    </properties>',
      ...cases.map(({ xml }) => xml),
      '  </testsuite>',
    ].join('\n'),
  };
}

function suiteOf(claim: ClaimEvidence, evidence: Evidence): Suite {
  const notRun = claim.asPrinted.verdict === 'not-run';
  const cases = casesOf(claim).map(({ name, failure }): Case => {
    const head = `    <testcase ${attributes({ classname: `farfield.${claim.id}`, name })}`;
    if (notRun) {
      return {
        kind: 'skipped',
        xml: `${head}><skipped message="not part of this run"/></testcase>`,
      };
    }
    if (failure === null) return { kind: 'passed', xml: `${head}/>` };
    const { type, message, text } = failure;
    return {
      kind: 'failure',
      xml: `${head}><failure ${attributes({ message, type })}>${escapeXml(text)}</failure></testcase>`,
    };
  });
  const { startedAt, claimsMs } = evidence.timing;
  const spent = claimsMs[claim.id] ?? 0;
  return suiteWith(claim.id, cases, propertiesOf(claim, evidence), startedAt, spent);
}

function experimentSuite({ experiments, seed, tool, timing }: Evidence): Suite {
  const cases = experiments.flatMap((experiment) =>
    experiment.status === 'run'
      ? experiment.claims.map((claim) => empiricalCase(experiment, claim))
      : [notRunCase(experiment)],
  );
  const settings = experiments
    .filter(({ status }) => status === 'run')
    .map((experiment) => [experiment.name, settingsWords(experiment)]);
  const properties = { seed, version: tool.version, ...Object.fromEntries(settings) };
  const spent = Object.values(timing.experimentsMs ?? {}).reduce((sum, ms) => sum + ms, 0);
  return suiteWith('experiments', cases, properties, timing.startedAt, spent);
}

function empiricalCase({ name }: ExperimentEvidence, claim: EmpiricalClaimEvidence): Case {
  const { id, statement, scope, verdict, quantity, estimate, remark } = claim;
  const head = `    <testcase ${attributes({
    classname: `farfield.experiments.${name}`,
    name: `${id} [${scope}]: ${statement}`,
  })}>`;
  const output = [
    verdict,
    `${quantity}: ${measuredWords(estimate)} (${intervalWords(claim)})`,
    ...(remark === null ? [] : [remark]),
  ].join('\n');
  if (contradictsTheory(claim)) {
    const message = `the verdict is ${verdict}, expected: ${claim.expected}`;
    return {
      kind: 'failure',
      xml: `${head}<failure ${attributes({ message, type: 'contradicts-theory' })}>${escapeXml(output)}</failure></testcase>`,
    };
  }
  const inconclusive = verdict === 'inconclusive';
  const skipped = inconclusive ? `<skipped ${attributes({ message: verdict })}/>` : '';
  return {
    kind: inconclusive ? 'skipped' : 'passed',
    xml: `${head}${skipped}<system-out>${escapeXml(output)}</system-out></testcase>`,
  };
}

function notRunCase({ name, title, missing }: ExperimentEvidence): Case {
  const why = missing.map(({ dataSet, remedy }) => `${dataSet} is not here: ${remedy}`).join('; ');
  const message = why === '' ? 'not part of this run' : why;
  return {
    kind: 'skipped',
    xml: `    <testcase ${attributes({ classname: `farfield.experiments.${name}`, name: title })}><skipped ${attributes({ message })}/></testcase>`,
  };
}

function casesOf(claim: ClaimEvidence): TestCase[] {
  const readings = readingsOf(claim);
  const vacuous = readings.filter(({ reading }) => reading.verdict === 'vacuous');
  const { disagreements } = claim.oracles;
  return [
    ...readings.map(({ name, reading }) => ({
      name: `${name}: ${claim.id} ${expectation(reading)}`,
      failure: isAsExpected(reading)
        ? null
        : {
            type: 'unexpected-verdict',
            message: `the verdict is ${verdictWords(reading.verdict)}, expected: ${verdictWords(reading.expected)}`,
            text: detailOf(reading),
          },
    })),
    ...genericCase(claim),
    {
      name: `not vacuous: enough cases meet the hypotheses of ${claim.id}`,
      failure:
        vacuous.length === 0
          ? null
          : {
              type: 'vacuous',
              message: 'too few cases met the hypotheses',
              text: vacuous
                .map(
                  ({ name, reading: { runs, skipped } }) => `${name}: ${runs - skipped} of ${runs}`,
                )
                .join('\n'),
            },
    },
    {
      name: `oracles agree on ${claim.id}`,
      failure:
        disagreements.length === 0
          ? null
          : {
              type: 'oracle-disagreement',
              message: disagreements[0],
              text: disagreements.join('\n'),
            },
    },
  ];
}

/** The third reading, for claims that have one. */
function genericCase({ id, generic }: ClaimEvidence): TestCase[] {
  if (generic === null) return [];
  const { expected, verdict, statement, runs, skipped } = generic;
  const words = expected === 'refuted' ? 'is refuted robustly' : 'holds for almost every head';
  return [
    {
      name: `in general: ${id} ${expected === 'inconclusive' ? 'is inconclusive' : words} as expected`,
      failure: isUnexpectedGeneric(generic)
        ? {
            type: 'unexpected-verdict',
            message: `the verdict is ${verdict}, expected: ${expected}`,
            text: `${statement}\n${runs} cases, ${skipped} of them skipped`,
          }
        : null,
    },
  ];
}

function expectation({ expected }: ReadingEvidence): string {
  return `${expected === 'holds' ? 'holds' : `is ${verdictWords(expected)}`} as expected`;
}

function detailOf({ plain, runs, skipped, counterexample }: ReadingEvidence): string {
  const lines = [plain, `${runs} cases, ${skipped} of them skipped`];
  if (counterexample === null) return lines.join('\n');
  const { reason, explanation, ...values } = counterexample;
  return [...lines, reason, ...explanation, JSON.stringify(values)].join('\n');
}

function propertiesOf(
  { asPrinted, repaired, generic, source, proof }: ClaimEvidence,
  { seed, runsPerClaim, tool }: Evidence,
): Record<string, string | number> {
  return {
    seed,
    runsPerClaim,
    version: tool.version,
    source: `${source.paper} ${source.label}`,
    proof: proofWords(proof, repaired === null),
    'asPrinted.runs': asPrinted.runs,
    'asPrinted.skipped': asPrinted.skipped,
    ...(repaired === null
      ? {}
      : { 'repaired.runs': repaired.runs, 'repaired.skipped': repaired.skipped }),
    ...(generic === null
      ? {}
      : {
          generic: generic.verdict,
          ...(generic.radius !== null && { 'generic.radius': generic.radius }),
          'generic.runs': generic.runs,
        }),
  };
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}
