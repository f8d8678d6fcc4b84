import { basename } from 'node:path';
import type { Command } from 'commander';
import { auditOnThreads } from '../audit/auditOnThreads.js';
import { writeAudit } from '../audit/auditReports.js';
import type { AuditRun } from '../audit/auditRun.js';
import { auditTable } from '../audit/auditTable.js';
import { type BaselineComparison, compareAudits, openRegressions } from '../audit/baseline.js';
import { DEFAULT_FLAG_RATE } from '../audit/fittedDetectors.js';
import { guardAdvice } from '../audit/guardAdvice.js';
import { parseImageShape } from '../audit/imageShape.js';
import { estimateScaling } from '../audit/inputScaling.js';
import { parsePolicies } from '../audit/policy.js';
import { readAuditData } from '../audit/readAuditData.js';
import { readAuditRays } from '../audit/readAuditRays.js';
import { readAcceptances, readBaseline } from '../audit/readBaseline.js';
import { readBox } from '../audit/readBox.js';
import { readScaling } from '../audit/readScaling.js';
import { auditJson } from '../audit/serializeAudit.js';
import { DEFAULT_SEED } from '../check/settings.js';
import { InputError } from '../errors/inputError.js';
import { refuseForeign, withForeign } from './auditForeign.js';
import { tellContinuousIntegration } from './auditInCi.js';
import { readAuditPosterior, withPosterior } from './auditPosterior.js';
import { baselineLines } from './baselineLines.js';
import { type CommonOptions, nameList, newCommand, terminalOf, wholeNumber } from './command.js';
import { type NetworkOptions, readCommandNetwork, withNetworkOptions } from './networkOptions.js';
import { Progress } from './progress.js';
import type { Terminal } from './terminal.js';

interface AuditCommandOptions extends CommonOptions, NetworkOptions {
  readonly data?: string;
  readonly label?: string;
  readonly detectors?: string[];
  readonly exec?: string;
  readonly module?: string;
  readonly posterior?: string;
  readonly ensemble?: string[];
  readonly scaling: string;
  readonly rays?: string;
  readonly scaleAll?: boolean;
  readonly box?: string;
  readonly flagRate?: number;
  readonly rows?: number;
  readonly shape?: string;
  readonly failOn?: string;
  readonly baseline?: string;
  readonly accept?: string;
  readonly out?: string;
  readonly workers?: number;
}

/** `farfield audit`: where a network is certain for ever, and which detectors notice. */
export function auditCommand(): Command {
  const command = newCommand(
    'audit',
    'Find out which features drive a network to certainty far from its data, from which\nscale on, and whether a detector in front of it would notice.',
    'audit mnist.onnx --data mnist --detectors msp,ebo,cea-msp --out reports\n  $ farfield audit model.onnx --data id.csv --scaling standardise --fail-on "danger-distance<3,blind:msp"',
  );
  return withNetworkOptions(command)
    .argument('<network>', 'a network: .json, .onnx, .nnet or a TensorFlow.js model.json')
    .option(
      '--data <file>',
      'in-distribution data: CSV with header, ARFF, NPY, or a data set by name',
    )
    .option('--label <column>', 'the column of the data that holds the labels')
    .option('--detectors <ids>', 'detectors to fit, separated by commas, or all', nameList)
    .option(
      '--flag-rate <share>',
      'the share of in-distribution inputs that thresholds may flag (default: 0.05)',
      share,
    )
    .option('--exec <command>', 'a detector of your own, as in detect: measured, not decided')
    .option('--module <file>', 'the same, from an ES module')
    .option(
      '--posterior <file>',
      'a Gaussian head, a mixture or dropout masks (JSON): how certain it ends, per direction',
    )
    .option(
      '--ensemble <files>',
      'further members of an ensemble with the network, separated by commas: the same',
      nameList,
    )
    .option('--scaling <how>', 'none, standardise, or a JSON file {"means", "deviations"}', 'none')
    .option(
      '--rays <file>',
      'directions of a JSON file [{"direction": […], "origin": […]}, …] instead',
    )
    .option('--scale-all', "scale whole rows of the data instead (Hein et al.'s αx)")
    .option('--box <file>', 'a JSON file {"lower": […], "upper": […]} to certify bounds over')
    .option(
      '--rows <number>',
      'rows of the data that are followed and scales are taken at (default: 50)',
      positive,
    )
    .option('--shape <CxHxW>', 'the inputs are an image: channels, height, width')
    .option(
      '--fail-on <policies>',
      'end with exit code 1 if one applies: danger-scale<10, danger-distance<3, danger-bound<10,\nsaturating>5, blind:msp, … separated by commas',
    )
    .option(
      '--baseline <audit.json>',
      'an older audit: say what this one says that it did not; exit code 1 on regressions only',
    )
    .option(
      '--accept <file>',
      'regressions that are no finding: a JSON file [{"direction", "kind", "detector", "reason"}, …]',
    )
    .option(
      '--out <folder>',
      'write audit.html, audit.json, audit.md, audit.sarif and audit.junit.xml there',
    )
    .option(
      '--workers <number>',
      'threads (one per core if there is much to do); 0 uses none',
      wholeNumber,
    )
    .action(async (path: string, options: AuditCommandOptions) => {
      const terminal = terminalOf(options);
      const seed = options.seed ?? DEFAULT_SEED;
      const policies = options.failOn === undefined ? [] : parsePolicies(options.failOn);
      refuseClashes(options);
      const network = await readCommandNetwork(path, options, terminal);
      const shape = parseImageShape(options.shape, network.inputSize);
      const data =
        options.data === undefined
          ? undefined
          : await readAuditData(options.data, network, {
              seed,
              ...(options.label !== undefined && { label: options.label }),
            });
      const scaling =
        options.scaling === 'none'
          ? null
          : options.scaling === 'standardise'
            ? estimateScaling(data!.x, data!.features, data!.name)
            : await readScaling(options.scaling, network.inputSize);
      const rays =
        options.rays === undefined
          ? undefined
          : await readAuditRays(options.rays, network.inputSize, scaling);
      const box =
        options.box === undefined
          ? undefined
          : await readBox(options.box, network.inputSize, scaling);
      refuseForeign(options);
      const posterior = await readAuditPosterior({
        ...(options.posterior !== undefined && { posterior: options.posterior }),
        ...(options.ensemble && { ensemble: options.ensemble }),
        network,
        networkOptions: options,
        seed,
        terminal,
        scaleAll: options.scaleAll ?? false,
      });
      const progress = new Progress(terminal, 'directions');
      let run: AuditRun;
      try {
        run = await auditOnThreads(network, {
          name: basename(path),
          seed,
          policies,
          ...(data && { data }),
          ...(scaling && { scaling }),
          ...(rays && { rays }),
          ...(box && { box }),
          ...(options.scaleAll && { scaleAll: true }),
          ...(options.detectors && { detectors: options.detectors }),
          ...(options.flagRate !== undefined && { flagRate: options.flagRate }),
          ...(options.rows !== undefined && { rows: options.rows }),
          ...(options.workers !== undefined && { workers: options.workers }),
          onProgress: (done, total) => {
            if (done === total) progress.step(done, total, 'audited');
            else progress.within(done, total, 'auditing');
          },
        });
      } finally {
        progress.stop();
      }
      run = await withForeign(run, {
        ...(options.exec !== undefined && { exec: options.exec }),
        ...(options.module !== undefined && { module: options.module }),
        path,
        network,
        data,
        scaling,
        rays,
        flagRate: options.flagRate ?? DEFAULT_FLAG_RATE,
        seed,
      });
      run = withPosterior(run, posterior, { network, data, scaling, rays, terminal });
      if (options.out !== undefined) await writeAudit(options.out, run, { shape, network: path });
      const comparison = await comparisonOf(run.audit, options);
      await tellContinuousIntegration(run.audit, comparison, { network: path, env: process.env });
      terminal.result(
        comparison ? { ...auditJson(run.audit), baseline: comparison } : auditJson(run.audit),
        () => [
          ...auditLines(run, terminal, options.out ?? null, path),
          ...(comparison ? ['', ...baselineLines(comparison, terminal)] : []),
        ],
      );
      // Beside a baseline only what got worse is a finding.
      const findings = comparison
        ? [...openRegressions(comparison), ...comparison.policies]
        : run.audit.violations;
      process.exitCode = findings.length > 0 ? 1 : 0;
    });
}

/** The audit beside the older one of `--baseline`; null without one. */
async function comparisonOf(
  found: AuditRun['audit'],
  { baseline, accept }: AuditCommandOptions,
): Promise<BaselineComparison | null> {
  if (baseline === undefined) return null;
  const accepted = accept === undefined ? [] : await readAcceptances(accept);
  return compareAudits(await readBaseline(baseline, found), found, accepted);
}

/** The audit as lines of a terminal. */
export function auditLines(
  { audit: found }: AuditRun,
  terminal: Terminal,
  out: string | null,
  path = found.network.name,
) {
  const advice = guardAdvice(found, path);
  const table = auditTable(found, out);
  return [
    ...table.findings.map((sentence, n) => (n === 0 ? terminal.paint('bold', sentence) : sentence)),
    '',
    ...(table.rows.length > 0 ? [...terminal.table(table.rows)] : []),
    ...(table.more ? [table.more] : []),
    ...(table.rows.length > 0 ? [''] : []),
    ...(table.matrix.length > 0 ? [...terminal.table(table.matrix), ''] : []),
    ...(table.detectors.length > 0 ? [...terminal.table(table.detectors), ''] : []),
    ...table.basis.map((line) => terminal.paint('dim', line)),
    ...(found.policies.length > 0 ? ['', ...policyLines(found, terminal)] : []),
    ...(advice ? [`A guard that ends this: ${advice.command}`] : []),
    ...(out
      ? [`Reports: ${out}/audit.html, audit.json, audit.md, audit.sarif, audit.junit.xml`]
      : []),
  ];
}

function policyLines({ policies, violations }: AuditRun['audit'], terminal: Terminal): string[] {
  return policies.map((policy) => {
    const violation = violations.find((candidate) => candidate.policy === policy);
    return violation
      ? `${terminal.paint('red', 'violated')}  ${policy}: ${violation.message}`
      : `${terminal.paint('green', 'kept')}      ${policy}`;
  });
}

function refuseClashes({
  accept,
  baseline,
  rays,
  scaleAll,
  scaling,
  data,
  label,
  rows,
  flagRate,
}: AuditCommandOptions): void {
  const refuse = (path: string, rule: string, remedy: string) => {
    throw new InputError('audit', [{ code: 'inconsistent', path, rule, remedy }]);
  };
  if (accept !== undefined && baseline === undefined) {
    refuse('--accept', 'needs --baseline to accept changes since', 'give --baseline');
  }
  if (rays !== undefined && scaleAll) {
    refuse('--scale-all', 'cannot be given with --rays', 'give one of the two');
  }
  if (data !== undefined) return;
  if (scaling === 'standardise') {
    refuse('--scaling', 'standardise needs --data to estimate from', 'give --data, or a file');
  }
  if (label !== undefined) refuse('--label', 'needs --data', 'give --data');
  if (flagRate !== undefined) {
    refuse('--flag-rate', 'needs --data to set thresholds with', 'give --data');
  }
  if (rows !== undefined) refuse('--rows', 'needs --data to take rows from', 'give --data');
}

function share(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value < 1) return value;
  throw new InputError('audit', [
    {
      code: 'out_of_range',
      path: '--flag-rate',
      value: text,
      rule: 'must be a number of at least 0 and below 1',
      remedy: 'give a share, 0.05 and not 5',
    },
  ]);
}

function positive(text: string): number {
  const value = wholeNumber(text);
  if (value > 0) return value;
  throw new InputError('audit', [
    { code: 'out_of_range', path: '--rows', value, rule: 'must be at least 1', remedy: 'raise it' },
  ]);
}
