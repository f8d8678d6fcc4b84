import { basename } from 'node:path';
import type { Command } from 'commander';
import { auditOnThreads } from '../audit/auditOnThreads.js';
import type { AuditRun } from '../audit/auditRun.js';
import { DEFAULT_FLAG_RATE } from '../audit/fittedDetectors.js';
import { parseImageShape } from '../audit/imageShape.js';
import { estimateScaling } from '../audit/inputScaling.js';
import { parsePolicies } from '../audit/policy.js';
import { randomRays } from '../audit/randomRays.js';
import { readAuditData } from '../audit/readAuditData.js';
import { readAuditRays } from '../audit/readAuditRays.js';
import { readBox } from '../audit/readBox.js';
import { readScaling } from '../audit/readScaling.js';
import { DEFAULT_SEED } from '../check/settings.js';
import { InputError } from '../errors/inputError.js';
import { refuseForeign, withForeign } from './auditForeign.js';
import { readAuditPosterior, withPosterior } from './auditPosterior.js';
import { collectSooner } from './collectSooner.js';
import { type CommonOptions, nameList, newCommand, terminalOf, wholeNumber } from './command.js';
import { CONFIG_NAME, readAuditConfig } from './configFile.js';
import { type DirectionsOption, directionsOption } from './directionsOption.js';
import { finishAudit } from './finishAudit.js';
import { type NetworkOptions, readCommandNetwork, withNetworkOptions } from './networkOptions.js';
import { Progress } from './progress.js';
import { shardOption } from './shardOption.js';
import { withConfig } from './withConfig.js';

interface AuditCommandOptions extends CommonOptions, NetworkOptions {
  readonly data?: string;
  readonly label?: string;
  readonly detectors?: string[];
  readonly exec?: string;
  readonly module?: string;
  readonly posterior?: string;
  readonly ensemble?: string[];
  readonly scaling: string;
  readonly directions?: DirectionsOption;
  readonly shard?: { readonly index: number; readonly of: number };
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
  readonly config?: string;
}

/** `farfield audit`: where a network is certain for ever, and which detectors notice. */
export function auditCommand(): Command {
  const command = newCommand(
    'audit',
    'Find out which features drive a network to certainty far from its data, from which scale on, and whether a detector in front of it would notice.',
    'audit mnist.onnx --data mnist --detectors msp,ebo,cea-msp --out reports\n  $ farfield audit model.onnx --data id.csv --scaling standardise --fail-on "danger-distance<3,blind:msp"',
  );
  return withNetworkOptions(command)
    .argument(
      '[network]',
      'a network: .json, .onnx, .nnet or a TensorFlow.js model.json (needed unless a configuration names it)',
    )
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
      '--directions <which>',
      'axes (every feature, both ways; the default), random:N (N drawn uniformly from the sphere, and the share of all that end in certainty with its interval), or a JSON file [{"direction": […], "origin": […]}, …]',
      directionsOption,
    )
    .option('--rays <file>', 'the same as --directions with a file')
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
      'end with exit code 1 if one applies: danger-scale<10, danger-distance<3, danger-bound<10, saturating>5, blind:msp, … separated by commas',
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
      '--shard <i/n>',
      'audit only part i of n of the directions; `farfield merge` joins the parts and judges the policies',
      shardOption,
    )
    .option(
      '--workers <number>',
      'threads (one per core if there is much to do); 0 uses none',
      wholeNumber,
    )
    .option(
      '--config <file>',
      `options that are not given here (default: ${CONFIG_NAME} of this folder, if it is there)`,
    )
    .action(async (given: string | undefined, typed: AuditCommandOptions, made: Command) => {
      const config = await readAuditConfig(typed.config);
      const options = config
        ? withConfig<AuditCommandOptions>(made, config.options, config.from)
        : typed;
      const terminal = terminalOf(options);
      if (config) terminal.note(`Options of ${config.from}`);
      const path = given ?? config?.options.network;
      if (path === undefined) return made.error("error: missing required argument 'network'");
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
      const { directions, shard } = options;
      const file = directions?.kind === 'file' ? directions.path : options.rays;
      const drawn = directions?.kind === 'random' ? directions.count : null;
      const rays =
        file === undefined ? undefined : await readAuditRays(file, network.inputSize, scaling);
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
      collectSooner();
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
          ...(drawn !== null && { randomDirections: drawn }),
          ...(shard && { shard }),
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
      const followed = drawn === null ? rays : randomRays(network.inputSize, drawn, seed);
      run = await withForeign(run, {
        ...(options.exec !== undefined && { exec: options.exec }),
        ...(options.module !== undefined && { module: options.module }),
        path,
        network,
        data,
        scaling,
        rays: followed,
        flagRate: options.flagRate ?? DEFAULT_FLAG_RATE,
        seed,
      });
      run = withPosterior(run, posterior, {
        network,
        data,
        scaling,
        rays: followed,
        seed,
        terminal,
      });
      await finishAudit(run, { ...options, terminal, path, shape });
    });
}

function refuseClashes({
  accept,
  baseline,
  rays,
  directions,
  shard,
  exec,
  module,
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
  if (shard !== undefined) {
    if (baseline !== undefined) {
      refuse('--baseline', 'compares whole audits', 'give it to `farfield merge`');
    }
    if (exec !== undefined || module !== undefined) {
      const option = exec === undefined ? '--module' : '--exec';
      refuse(option, 'cannot be given with --shard', 'measure it in an audit at once');
    }
  }
  if (directions !== undefined && (rays !== undefined || scaleAll)) {
    const other = rays === undefined ? '--scale-all' : '--rays';
    refuse('--directions', `cannot be given with ${other}`, 'give one of the two');
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
