import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { InputError } from '../errors/inputError.js';
import { writeTogether } from '../files/writeTogether.js';
import {
  jsonOf,
  junitOf,
  type LawReport,
  readReplay,
  replayModule,
  replayProcess,
  requestFiles,
  runModuleLaws,
  runProcessLaws,
} from '../testing/index.js';
import { requestFileOf } from '../testing/replay.js';
import { type CommonOptions, newCommand, terminalOf } from './command.js';
import { lawLines, replayLines } from './detectWords.js';

interface DetectOptions extends CommonOptions {
  readonly module?: string;
  readonly exec?: string;
  readonly like?: string;
  readonly metrics?: boolean;
  readonly replay?: string;
  readonly timeLimit?: number;
  readonly out?: string;
}

/** `farfield detect`: the detector laws against anybody's detector. */
export function detectCommand(): Command {
  return newCommand(
    'detect',
    'Put a detector of your own, in any language, under the detector laws, and see what it does far away.',
    "detect --exec 'python3 my_detector.py' --like knn",
  )
    .option('--module <file>', 'an ES module that exports the detector')
    .option('--exec <command>', 'a command that answers fit and score requests line by line')
    .option(
      '--like <name>',
      'a built-in detector it is to agree with, with options after a colon: knn, react:percent=95',
    )
    .option('--metrics', 'ask --exec for ranking metrics only')
    .option('--replay <file>', 'send the requests of one finding again, and check its law anew')
    .option('--time-limit <seconds>', 'for one law or one answer (30)', seconds)
    .option('--out <folder>', 'also write laws.json, junit.xml and the requests of every finding')
    .action(async (options: DetectOptions) => {
      const terminal = terminalOf(options);
      if (options.replay !== undefined) {
        const replayed = await replayOf(options, options.replay);
        terminal.result(plain(replayed), () => replayLines(replayed, terminal));
        process.exitCode = replayed.result.status === 'passed' ? 0 : 1;
        return;
      }
      const startedAt = new Date();
      const report = await lawsOf(options);
      if (options.out !== undefined) await write(options.out, report, startedAt);
      for (const note of report.notes) terminal.warn(note);
      terminal.result(JSON.parse(jsonOf(report)), () => lawLines(report, terminal));
      // A detector of which no law could be checked has not passed.
      process.exitCode = report.failed > 0 || report.passed === 0 ? 1 : 0;
    });
}

/** Reads a time limit: a timer holds no more than some weeks, and 0 would let nothing answer. */
function seconds(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value > 0 && value <= 86_400) return value;
  throw new InvalidArgumentError('must be a number of seconds above 0 and up to 86400, a day.');
}

function lawsOf(options: DetectOptions): Promise<LawReport> {
  const { path, limits } = subjectOf(options);
  return options.module === undefined
    ? runProcessLaws(path, { ...limits, onlyMetrics: options.metrics === true })
    : runModuleLaws(path, limits);
}

async function replayOf(options: DetectOptions, file: string) {
  const { path, limits } = subjectOf(options);
  const replay = await readReplay(file, options.like !== undefined);
  return options.module === undefined
    ? replayProcess(path, replay, limits)
    : replayModule(path, replay, limits);
}

/** The module or command, and how it is to be treated. */
function subjectOf({ module, exec, like, timeLimit }: DetectOptions) {
  const path = module ?? exec;
  if (path === undefined || (module !== undefined && exec !== undefined)) {
    throw new InputError('detect', [
      {
        code: path === undefined ? 'missing' : 'inconsistent',
        path: '--module, --exec',
        rule: 'must be given one of the two',
        remedy: "pass --module FILE, or --exec 'COMMAND'",
      },
    ]);
  }
  if (exec?.trim() === '') {
    throw new InputError('detect', [
      {
        code: 'empty',
        path: '--exec',
        value: exec,
        rule: 'must be a command',
        remedy: "write for example --exec 'python3 my_detector.py'",
      },
    ]);
  }
  const limits = {
    ...(timeLimit !== undefined && { timeLimitMs: timeLimit * 1000 }),
    ...(like !== undefined && { like }),
  };
  return { path, limits };
}

async function write(folder: string, report: LawReport, startedAt: Date): Promise<void> {
  await writeTogether(folder, [
    { name: 'laws.json', text: jsonOf(report) },
    { name: 'junit.xml', text: junitOf(report, startedAt) },
    ...requestFiles(report),
  ]);
  // What an earlier run found and this one did not must not look like a finding of this one.
  const kept = report.results.filter(({ requests }) => !requests);
  for (const { law } of kept) await rm(join(folder, requestFileOf(law)), { force: true });
}

/** A value as it is printed with `--json`: numbers JSON does not have as strings. */
function plain(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_, inner: unknown) =>
      typeof inner === 'number' && !Number.isFinite(inner) ? String(inner) : inner,
    ),
  );
}
