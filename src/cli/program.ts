import { createRequire } from 'node:module';
import { Command } from 'commander';
import { adapterCommand } from './adapter.js';
import { auditCommand } from './audit.js';
import { benchCommand } from './bench.js';
import { certifyCommand } from './certify.js';
import { checkCertificateCommand } from './checkCertificate.js';
import { dataCommand } from './data.js';
import { detectCommand } from './detect.js';
import { experimentCommand } from './experiment.js';
import { explainCommand } from './explain.js';
import { listCommand } from './list.js';
import { mergeCommand } from './merge.js';
import { refuteCommand } from './refute.js';
import { replayCommand } from './replay.js';
import { tailCommand } from './tail.js';
import { verifyCommand } from './verify.js';

/** The whole command line; throws instead of ending the process. */
export function createProgram(): Command {
  const { version } = createRequire(import.meta.url)('../../package.json');
  const program = new Command('farfield')
    .description(
      'Decides, exactly, what piecewise-affine classifiers and their out-of-distribution\ndetectors do infinitely far from the data, and checks every claim of the theory.',
    )
    .version(version)
    .addHelpText(
      'after',
      '\nExit codes: 0 as expected, 1 a finding, 2 bad input or usage, 3 internal error.\n\nExample:\n  $ farfield verify --out reports',
    );
  for (const command of [
    verifyCommand(),
    mergeCommand(),
    refuteCommand(),
    replayCommand(),
    listCommand(),
    explainCommand(),
    tailCommand(),
    auditCommand(),
    certifyCommand(),
    checkCertificateCommand(),
    detectCommand(),
    adapterCommand(),
    experimentCommand(),
    dataCommand(),
    benchCommand(),
  ]) {
    program.addCommand(command);
  }
  throwInsteadOfExit(program);
  return program;
}

function throwInsteadOfExit(command: Command): void {
  command.exitOverride().showHelpAfterError();
  for (const inner of command.commands) throwInsteadOfExit(inner);
}
