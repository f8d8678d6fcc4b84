import type { Command } from 'commander';
import { DEFAULT_RUNS, DEFAULT_SEED } from '../check/settings.js';
import { verifyClaims } from '../check/verifyClaims.js';
import { withExperiments } from '../check/withExperiments.js';
import { InputError } from '../errors/inputError.js';
import type { ClaimEvidence, Evidence, ReadingEvidence } from '../evidence/evidence.js';
import { contradictsTheory, type EmpiricalClaimEvidence } from '../evidence/experimentEvidence.js';
import { isUnexpected, isUnexpectedGeneric } from '../evidence/warnings.js';
import { counted, grouped } from '../page/countWords.js';
import { writeReports } from '../report/evidenceReports.js';
import { experimentTally } from '../report/experimentTally.js';
import { genericSentences, genericWords } from '../report/genericWords.js';
import { decidedWords, intervalWords, measuredWords } from '../report/words.js';
import { checkTrainingPackages } from '../training/trainingPackages.js';
import { type CommonOptions, nameList, newCommand, terminalOf, wholeNumber } from './command.js';
import { compileLater } from './compileLater.js';
import { experimentSeeds } from './experimentSeeds.js';
import { Progress } from './progress.js';
import { shardOption } from './shardOption.js';
import { sourceOf } from './sourceOf.js';
import type { Terminal } from './terminal.js';
import { writeIndex } from './writeIndex.js';

interface VerifyOptions extends CommonOptions {
  readonly claims?: string[];
  readonly runs?: number;
  readonly shard?: { index: number; of: number };
  readonly workers?: number;
  /** Names of experiments, or true for all. */
  readonly withData?: true | string[];
  readonly seeds?: number;
  readonly epochs?: number;
  readonly rows?: number;
  readonly cache?: string;
  readonly out: string;
}

/** `farfield verify`: checks the claims and writes the evidence. */
export function verifyCommand(): Command {
  return newCommand(
    'verify',
    "Check every claim, as printed and as repaired, and write the evidence; with --with-data run the papers' experiments too.",
    'verify --with-data cea-tabular,norms --out reports',
  )
    .option('--claims <ids>', 'only these claims, separated by commas', nameList)
    .option('--runs <number>', `cases per claim (${DEFAULT_RUNS})`, wholeNumber)
    .option('--shard <i/n>', 'only part i of n of the claims and experiments', shardOption)
    .option('--workers <number>', 'threads (one per core); 0 uses none', wholeNumber)
    .option(
      '--with-data [experiments]',
      "run the papers' experiments on data too: those named, separated by commas, or all whose data is here; see farfield experiment --help",
      nameList,
    )
    .option(
      '--seeds <number>',
      'of experiments: repetitions (5; fewer decide nothing), with seeds counting from --seed if given, else from 0',
      wholeNumber,
    )
    .option('--epochs <number>', 'of experiments: epochs of training (10)', wholeNumber)
    .option('--rows <number>', 'of experiments: rows used of each data set (all)', wholeNumber)
    .option('--cache <folder>', 'of experiments: where finished parts are kept, to be resumed')
    .option('--out <folder>', 'where the reports go', 'reports')
    .action(async (options: VerifyOptions) => {
      const terminal = terminalOf(options);
      compileLater();
      const runExperiments = options.withData ? await prepareExperiments(options, terminal) : null;
      if (!runExperiments) refuseExperimentOptions(options);
      const claims = await checkClaims(options, terminal);
      const evidence = runExperiments ? await runExperiments(claims) : claims;
      await writeReports(options.out, evidence);
      await writeIndex(options.out);
      terminal.result(evidence, () => verdictLines(evidence, terminal, options.out));
      process.exitCode = exitCodeOf(evidence);
    });
}

async function checkClaims(options: VerifyOptions, terminal: Terminal): Promise<Evidence> {
  const progress = new Progress(terminal, 'claims');
  try {
    return await verifyClaims({
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
}

/** Finds fault with settings and data now, before the claims are checked; runs nothing yet. */
async function prepareExperiments(
  options: VerifyOptions,
  terminal: Terminal,
): Promise<(claims: Evidence) => Promise<Evidence>> {
  // Loads TensorFlow.js and the plotting library, which a run without experiments need not wait for.
  checkTrainingPackages();
  const { planExperiments, runExperiments, settingsFrom } = await import('../experiments/index.js');
  const settings = experimentOptions(options);
  settingsFrom(settings);
  const plan = await planExperiments({
    ...(Array.isArray(options.withData) && { names: options.withData }),
    ...(options.shard && { shard: options.shard }),
  });
  for (const { experiment, missing } of plan) {
    for (const { dataSet, remedy } of missing) {
      terminal.warn(`${experiment.name}: not checked on ${dataSet}, which is not here; ${remedy}`);
    }
  }
  return async (claims) => {
    const progress = new Progress(terminal, 'parts');
    try {
      const { experiments, experimentsMs } = await runExperiments(plan, {
        ...settings,
        onCell: (name, done, total, what) => {
          progress.step(done, total, `${name}: ${what}`);
          if (done === total) progress.stop();
        },
        onShare: (name, done, total, what) => progress.within(done, total, `${name}: ${what}`),
      });
      return withExperiments(claims, experiments, experimentsMs);
    } finally {
      progress.stop();
    }
  };
}

/**
 * The options of experiments. Their seeds count from --seed only if it is given: else they are those of
 * `farfield experiment`, which finds what this has finished, and the other way round.
 */
export function experimentOptions(
  options: Pick<VerifyOptions, 'seed' | 'seeds' | 'epochs' | 'rows' | 'workers' | 'cache'>,
) {
  return {
    seeds: experimentSeeds('verify', options.seeds ?? 5, options.seed),
    ...(options.epochs !== undefined && { epochs: options.epochs }),
    ...(options.rows !== undefined && { rows: options.rows }),
    ...(options.workers !== undefined && { workers: options.workers }),
    ...(options.cache !== undefined && { cache: options.cache }),
  };
}

/** An option that has no effect is a mistake. */
function refuseExperimentOptions(options: VerifyOptions): void {
  const idle = (['seeds', 'epochs', 'rows', 'cache'] as const).filter(
    (name) => options[name] !== undefined,
  );
  if (idle.length === 0) return;
  throw new InputError(
    'verify',
    idle.map((name) => ({
      code: 'inconsistent' as const,
      path: name,
      value: options[name],
      rule: 'is for experiments, and none are asked for',
      remedy: 'add --with-data',
    })),
  );
}

/**
 * 0 if every verdict is the expected one, no oracle contradicts a decision, and no experiment
 * contradicts the exact theory, else 1.
 */
export function exitCodeOf({
  claims,
  experiments = [],
}: Pick<Evidence, 'claims'> & Partial<Pick<Evidence, 'experiments'>>): number {
  const disagrees = ({ oracles }: ClaimEvidence) => oracles.disagreements.length > 0;
  const found =
    claims.some((claim) => hasUnexpected(claim) || disagrees(claim)) ||
    experiments.some((experiment) => experiment.claims.some(contradictsTheory));
  return found ? 1 : 0;
}

/** The verdicts as a table, warnings first. */
export function verdictLines(evidence: Evidence, terminal: Terminal, out: string): string[] {
  const run = evidence.claims.filter(({ asPrinted }) => asPrinted.verdict !== 'not-run');
  const rows = run.map((claim) => [
    claim.id,
    sourceOf(claim),
    verdictOf(claim.asPrinted),
    claim.repaired ? verdictOf(claim.repaired) : '–',
    claim.generic ? genericWords(claim.generic) : '–',
    decidedWords(claim.repaired ?? claim.asPrinted),
  ]);
  const holding = run.filter(({ asPrinted }) => asPrinted.verdict === 'holds');
  const refuted = run.filter(({ asPrinted }) => asPrinted.verdict === 'refuted');
  const repaired = refuted.filter(({ repaired }) => repaired?.verdict === 'holds');
  const unexpected = run.filter(hasUnexpected).length;
  const ending =
    unexpected === 0
      ? terminal.paint('green', 'Every verdict is as expected.')
      : terminal.paint('red', `${unexpected} claims came out other than expected.`);
  return [
    ...evidence.warnings.map((warning) => terminal.paint('yellow', `! ${warning}`)),
    ...terminal.table([
      ['claim', 'source', 'as printed', 'as repaired', 'in general', 'cases decided'],
      ...rows,
    ]),
    '',
    `${counted(run.length, 'claim')} checked: ${does(holding.length, 'holds', 'hold')} as printed, ${does(refuted.length, 'is', 'are')} refuted as printed, ${repaired.length} of these ${repaired.length === 1 ? 'holds' : 'hold'} as repaired. ${ending}`,
    ...genericSentences(evidence),
    ...experimentLines(evidence, terminal),
    `Evidence: ${out}/evidence.json, report.html, report.md, junit.xml`,
  ];
}

/** What the data say of each empirical claim, and a sentence that counts; nothing without data. */
function experimentLines({ experiments }: Evidence, terminal: Terminal): string[] {
  const rows = experiments.flatMap(({ name, claims }) =>
    claims.map((claim) => [
      name,
      verdictWord(claim),
      `${claim.statement} [${claim.scope}]`,
      measuredWords(claim.estimate),
      intervalWords(claim),
    ]),
  );
  const contradicted = experiments.some(({ claims }) => claims.some(contradictsTheory));
  return [
    ...(rows.length === 0
      ? []
      : [
          '',
          ...terminal.table([
            ['experiment', 'verdict', 'statement', 'estimate', '95 % interval'],
            ...rows,
          ]),
          '',
        ]),
    ...experimentTally(experiments).map((sentence) =>
      contradicted ? terminal.paint('red', sentence) : sentence,
    ),
  ];
}

function verdictWord(claim: EmpiricalClaimEvidence): string {
  return contradictsTheory(claim) ? `${claim.verdict} (expected ${claim.expected})` : claim.verdict;
}

function hasUnexpected({ asPrinted, repaired, generic }: ClaimEvidence): boolean {
  return (
    isUnexpected(asPrinted) ||
    (repaired !== null && isUnexpected(repaired)) ||
    isUnexpectedGeneric(generic)
  );
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

/** "1 is", "2 are". */
function does(count: number, singular: string, plural: string): string {
  return `${grouped(count)} ${count === 1 ? singular : plural}`;
}
