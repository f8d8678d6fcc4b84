import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import type { ClaimEvidence, Evidence, ReadingEvidence } from '../check/evidence.js';
import { DEFAULT_RUNS, DEFAULT_SEED } from '../check/settings.js';
import { verifyClaims } from '../check/verifyClaims.js';
import { isUnexpected } from '../check/warnings.js';
import { writeReports } from '../report/writeReports.js';
import { type CommonOptions, nameList, newCommand, terminalOf, wholeNumber } from './command.js';
import { Progress } from './progress.js';
import type { Terminal } from './terminal.js';

interface VerifyOptions extends CommonOptions {
  readonly claims?: string[];
  readonly runs?: number;
  readonly shard?: { index: number; of: number };
  readonly workers?: number;
  readonly out: string;
}

/** `farfield verify`: checks the claims and writes the evidence. */
export function verifyCommand(): Command {
  return newCommand(
    'verify',
    'Check every claim, as printed and as repaired, and write the evidence.',
    'verify --runs 5000 --out reports',
  )
    .option('--claims <ids>', 'only these claims, separated by commas', nameList)
    .option('--runs <number>', `cases per claim (${DEFAULT_RUNS})`, wholeNumber)
    .option('--shard <i/n>', 'only part i of n of the claims', shard)
    .option('--workers <number>', 'threads (one per core); 0 uses none', wholeNumber)
    .option('--out <folder>', 'where the reports go', 'reports')
    .action(async (options: VerifyOptions) => {
      const terminal = terminalOf(options);
      const progress = new Progress(terminal, 'claims');
      let evidence: Evidence;
      try {
        evidence = await verifyClaims({
          seed: options.seed ?? DEFAULT_SEED,
          runs: options.runs ?? DEFAULT_RUNS,
          ...(options.claims && { claims: options.claims }),
          ...(options.shard && { shard: options.shard }),
          ...(options.workers !== undefined && { workers: options.workers }),
          onClaim: (claim, done, total) => progress.step(done, total, summary(claim)),
        });
      } finally {
        progress.stop();
      }
      await writeReports(options.out, evidence);
      terminal.result(evidence, () => verdictLines(evidence, terminal, options.out));
      process.exitCode = exitCodeOf(evidence);
    });
}

/** 0 if every verdict is the expected one and no oracle contradicts a decision, else 1. */
export function exitCodeOf({ claims }: Pick<Evidence, 'claims'>): number {
  const disagrees = ({ oracles }: ClaimEvidence) => oracles.disagreements.length > 0;
  return claims.some((claim) => hasUnexpected(claim) || disagrees(claim)) ? 1 : 0;
}

/** The verdicts as a table, warnings first. */
export function verdictLines(evidence: Evidence, terminal: Terminal, out: string): string[] {
  const run = evidence.claims.filter(({ asPrinted }) => asPrinted.verdict !== 'not-run');
  const rows = run.map((claim) => [
    claim.id,
    sourceOf(claim),
    verdictOf(claim.asPrinted),
    claim.repaired ? verdictOf(claim.repaired) : '–',
    String((claim.repaired ?? claim.asPrinted).runs),
  ]);
  const refuted = run.filter(({ asPrinted }) => asPrinted.verdict === 'refuted');
  const repaired = refuted.filter(({ repaired }) => repaired?.verdict === 'holds');
  const unexpected = run.filter(hasUnexpected).length;
  const ending =
    unexpected === 0
      ? terminal.paint('green', 'Every verdict is as expected.')
      : terminal.paint('red', `${unexpected} claims came out other than expected.`);
  return [
    ...evidence.warnings.map((warning) => terminal.paint('yellow', `! ${warning}`)),
    ...terminal.table([['claim', 'source', 'as printed', 'as repaired', 'runs'], ...rows]),
    '',
    `${run.length} claims checked: ${run.filter(({ asPrinted }) => asPrinted.verdict === 'holds').length} hold as printed, ${refuted.length} are refuted as printed, ${repaired.length} of these hold as repaired. ${ending}`,
    `Evidence: ${out}/evidence.json, report.html, report.md, junit.xml`,
  ];
}

function hasUnexpected({ asPrinted, repaired }: ClaimEvidence): boolean {
  return isUnexpected(asPrinted) || (repaired !== null && isUnexpected(repaired));
}

function summary({ id, asPrinted, repaired }: ClaimEvidence): string {
  return repaired
    ? `${id}: ${asPrinted.verdict} as printed, ${repaired.verdict} as repaired`
    : `${id}: ${asPrinted.verdict}`;
}

function verdictOf(reading: ReadingEvidence): string {
  return isUnexpected(reading)
    ? `${reading.verdict} (expected ${reading.expected})`
    : reading.verdict;
}

/** "A, Lemma 4", "farfield". */
export function sourceOf({ source: { paper, label } }: Pick<ClaimEvidence, 'source'>): string {
  return `${paper}, ${label}`;
}

function shard(text: string): { index: number; of: number } {
  const parts = /^(\d+)\/(\d+)$/.exec(text);
  if (parts) return { index: Number(parts[1]), of: Number(parts[2]) };
  throw new InvalidArgumentError('must be i/n, for example 1/2.');
}
