import { type Command, InvalidArgumentError, Option } from 'commander';
import { DATA_SETS, parseTableName, tableName } from '../data/index.js';
import { InputError } from '../errors/inputError.js';
import { contradictsTheory } from '../evidence/experimentEvidence.js';
import { EXPERIMENT_LIST } from '../experiments/catalogue/experimentList.js';
import type { ExperimentReport } from '../experiments/index.js';
import { checkTrainingPackages } from '../training/trainingPackages.js';
import { type CommonOptions, nameList, newCommand, terminalOf, wholeNumber } from './command.js';
import { experimentSeeds } from './experimentSeeds.js';
import { Progress } from './progress.js';
import type { Terminal } from './terminal.js';
import { writeIndex } from './writeIndex.js';

interface ExperimentOptions extends CommonOptions {
  readonly data?: string[];
  readonly label?: string;
  readonly variant?: 'paper' | 'cea-2024';
  readonly seeds?: number;
  readonly epochs?: number;
  readonly rows?: number;
  readonly reduced?: boolean;
  readonly workers?: number;
  readonly cache?: string;
  readonly out: string;
}

/** `farfield experiment`: one of the papers' experiments. */
export function experimentCommand(): Command {
  const list = EXPERIMENT_LIST.map(({ name, source }) => `  ${name.padEnd(14)} ${source}`).join(
    '\n',
  );
  return newCommand(
    'experiment',
    "Run one of the papers' experiments and write tables and figures.",
    'experiment cea-tabular --data dry-bean --seeds 1 --out reports',
  )
    .argument('<name>', 'the experiment')
    .option(
      '--data <names>',
      'only these data sets, separated by commas, or a table of your own: a CSV file, with --label',
      dataSetNames,
    )
    .option('--label <column>', 'of your own table: the column of class labels')
    .addOption(
      new Option(
        '--variant <name>',
        'of cea-tabular: score one definition of detectors alone',
      ).choices(['paper', 'cea-2024']),
    )
    .option(
      '--seeds <number>',
      'repetitions (5), with seeds counting from --seed; fewer than five decide nothing',
      wholeNumber,
    )
    .option('--epochs <number>', 'epochs of training (10)', wholeNumber)
    .option('--rows <number>', 'use only so many rows of each data set', wholeNumber)
    .option(
      '--reduced',
      "of architectures: train a small FT-Transformer, which is not the paper's, in the place of the paper's",
    )
    .option('--workers <number>', 'threads (one per core); 0 uses none', wholeNumber)
    .option('--cache <folder>', 'where finished parts are kept, to be resumed')
    .option('--out <folder>', 'where tables and figures go', 'reports')
    .addHelpText('after', `\nExperiments:\n${list}\n\nData sets:\n${dataSetList()}`)
    .action(async (name: string, options: ExperimentOptions) => {
      // Loads TensorFlow.js and the plotting library, which other commands need not wait for.
      checkTrainingPackages();
      const { runExperiment, withoutPixels, writeExperiment } = await import(
        '../experiments/index.js'
      );
      const terminal = terminalOf(options);
      const progress = new Progress(terminal, 'parts');
      const seeds =
        options.seeds === undefined && options.seed === undefined
          ? undefined
          : experimentSeeds('experiment', options.seeds ?? DEFAULT_SEEDS, options.seed);
      const dataSets = options.data && dataSetsFrom(options.data, options.label);
      if (options.label !== undefined && !dataSets?.some(isTable)) throw labelOfNothing();
      let report: ExperimentReport;
      try {
        report = await runExperiment(name, {
          ...(seeds && { seeds }),
          ...(dataSets && { dataSets }),
          ...(options.variant && { variant: options.variant }),
          ...(options.epochs !== undefined && { epochs: options.epochs }),
          ...(options.rows !== undefined && { rows: options.rows }),
          ...(options.reduced && { fullSize: false }),
          ...(options.workers !== undefined && { workers: options.workers }),
          ...(options.cache && { cache: options.cache }),
          onCell: (done, total, what) => progress.step(done, total, what),
          onShare: (done, total, what) => progress.within(done, total, what),
        });
      } finally {
        progress.stop();
      }
      const files = await writeExperiment(options.out, report);
      await writeIndex(options.out);
      terminal.result(withoutPixels(report), () => summaryLines(report, terminal, files));
      process.exitCode = exitCodeOf(report);
    });
}

/** With fewer, nothing is decided. */
const DEFAULT_SEEDS = 5;

/** The data sets by name, for the help. */
function dataSetList(): string {
  return DATA_SETS.map(({ name, title }) => `  ${name.padEnd(24)} ${title}`).join('\n');
}

/** Names as experiments know them: a file with its label becomes the name of a table. */
function dataSetsFrom(names: readonly string[], label: string | undefined): string[] {
  return names.map((name) => {
    if (!/\.(csv|tsv|txt|data)(\.gz)?$/i.test(name)) return name;
    if (label !== undefined) return tableName(name, label);
    throw new InputError('experiment', [
      {
        code: 'missing',
        path: 'label',
        rule: `must name the column of class labels of ${name}`,
        remedy: 'add --label COLUMN',
      },
    ]);
  });
}

function isTable(name: string): boolean {
  return parseTableName(name) !== null;
}

function labelOfNothing(): InputError {
  return new InputError('experiment', [
    {
      code: 'inconsistent',
      path: 'label',
      rule: 'has no effect without a table of your own',
      remedy: 'name a CSV file with --data, or leave --label out',
    },
  ]);
}

/** No name is no choice: an experiment on no data would check nothing. */
function dataSetNames(text: string): string[] {
  const names = nameList(text);
  if (names.length > 0) return names;
  throw new InvalidArgumentError('must name a data set; leave it out for all.');
}

/**
 * 1 if a limit that was decided is not what was measured: then the theory or the code is wrong. An
 * empirical claim that the data refute is a result like any other.
 */
export function exitCodeOf({ claims }: Pick<ExperimentReport, 'claims'>): number {
  const contradicts = claims.some(({ expected = null, verdict }) =>
    contradictsTheory({ expected, verdict }),
  );
  return contradicts ? 1 : 0;
}

/** Tables, verdicts and files, for people. */
export function summaryLines(
  report: ExperimentReport,
  terminal: Terminal,
  files: readonly string[],
): string[] {
  const lines: string[] = [];
  for (const { title, head, rows, note } of report.tables) {
    if (rows.length === 0) continue;
    lines.push(terminal.paint('bold', title), ...terminal.table([head, ...rows]), '');
    if (note) lines.push(note, '');
  }
  for (const { verdict, statement, scope, estimate, interval, basis, remark } of report.claims) {
    const color = verdict === 'holds' ? 'green' : verdict === 'refuted' ? 'red' : 'yellow';
    lines.push(
      `${terminal.paint(color, verdict)}: ${statement} [${scope}] ${estimate.toFixed(4)} (${interval.lower.toFixed(4)} … ${interval.upper.toFixed(4)}${basis === 'rows' ? ', rows only' : ''})${remark ? `; ${remark}` : ''}`,
    );
  }
  if (report.claims.length > 0) lines.push('');
  for (const note of report.notes) lines.push(terminal.paint('dim', `Note: ${note}.`));
  lines.push(
    ...speedLines(report),
    `${report.timing.cells} parts, ${report.timing.fromCache} of them from the cache, ${report.timing.seconds.toFixed(1)} s.`,
    `Written: ${files.join(', ')}`,
  );
  return lines;
}

function speedLines({ timing: { rowsPerSecond } }: ExperimentReport): string[] {
  const { training, scoring } = rowsPerSecond;
  const words = [
    ...(training === null ? [] : [`${Math.round(training)} rows/s trained`]),
    ...(scoring === null ? [] : [`${Math.round(scoring)} rows/s scored by all detectors`]),
  ];
  return words.length > 0 ? [`Speed of a thread: ${words.join(', ')}.`] : [];
}
