import { type Command, InvalidArgumentError } from 'commander';
import { InputError } from '../errors/inputError.js';
import { writeTogether } from '../files/writeTogether.js';
import {
  describeFailure,
  jsonOf,
  junitOf,
  type LawReport,
  runModuleLaws,
  runProcessLaws,
} from '../testing/index.js';
import { type CommonOptions, newCommand, terminalOf } from './command.js';
import type { Terminal } from './terminal.js';

interface DetectOptions extends CommonOptions {
  readonly module?: string;
  readonly exec?: string;
  readonly timeLimit?: number;
  readonly out?: string;
}

/** `farfield detect`: the detector laws against anybody's detector. */
export function detectCommand(): Command {
  return newCommand(
    'detect',
    'Put a detector of your own, in any language, under the detector laws.',
    "detect --exec 'python3 my_detector.py'",
  )
    .option('--module <file>', 'an ES module that exports the detector')
    .option('--exec <command>', 'a command that answers fit and score requests line by line')
    .option('--time-limit <seconds>', 'for one law or one answer (30)', seconds)
    .option('--out <folder>', 'also write laws.json and junit.xml there')
    .action(async (options: DetectOptions) => {
      const terminal = terminalOf(options);
      const report = await lawsOf(options);
      if (options.out) {
        await writeTogether(options.out, [
          { name: 'laws.json', text: jsonOf(report) },
          { name: 'junit.xml', text: junitOf(report) },
        ]);
      }
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

function lawsOf({ module, exec, timeLimit }: DetectOptions): Promise<LawReport> {
  if ((module === undefined) === (exec === undefined)) {
    throw new InputError('detect', [
      {
        code: module === undefined ? 'missing' : 'inconsistent',
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
  const limits = timeLimit === undefined ? {} : { timeLimitMs: timeLimit * 1000 };
  return module === undefined ? runProcessLaws(exec!, limits) : runModuleLaws(module, limits);
}

function lawLines(report: LawReport, terminal: Terminal): string[] {
  const { passed, failed, notChecked, results } = report;
  const counts = `${passed} laws kept, ${failed} broken, ${notChecked} not checked.`;
  return [
    ...results.flatMap((result) => {
      if (result.status === 'passed') {
        return [`${terminal.paint('green', 'kept')}         ${result.law}`];
      }
      if (result.status === 'not-checked') {
        return [`not checked  ${result.law}: ${result.message}`];
      }
      return [`${terminal.paint('red', 'broken')}       ${describeFailure(result)}`];
    }),
    '',
    failed > 0 ? terminal.paint('red', counts) : counts,
  ];
}
