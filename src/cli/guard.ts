import { basename } from 'node:path';
import { type Command, Option } from 'commander';
import { DEFAULT_FLAG_RATE } from '../audit/fittedDetectors.js';
import { estimateScaling, momentsOf, scaleRows } from '../audit/inputScaling.js';
import { widthsShape } from '../audit/inputShapes.js';
import { readAuditData } from '../audit/readAuditData.js';
import { readBox } from '../audit/readBox.js';
import { readScaling } from '../audit/readScaling.js';
import { DEFAULT_SEED } from '../check/settings.js';
import { InputError } from '../errors/inputError.js';
import { writeTogether } from '../files/writeTogether.js';
import { detectorEffect } from '../guard/detectorEffect.js';
import { ceilingSentence, type DetectorReport, detectorReport } from '../guard/detectorReport.js';
import { GUARD_DEFAULTS, type GuardAims } from '../guard/fitGuard.js';
import { fitGuardDetector, GUARD_DETECTORS } from '../guard/fitGuardDetector.js';
import { guard } from '../guard/guard.js';
import { type GuardEffect, guardEffect } from '../guard/guardEffect.js';
import { boundText, type GuardReport, guardReport } from '../guard/guardReport.js';
import { renderGuardHtml } from '../guard/renderGuardHtml.js';
import { writeGuard } from '../guard/writeGuard.js';
import { counted } from '../page/countWords.js';
import { besideFile } from '../readers/besideFile.js';
import { loadModel } from '../readers/loadNetwork.js';
import { readShaped } from '../schema/readShaped.js';
import { type CommonOptions, finiteNumber, newCommand, share, terminalOf } from './command.js';
import { type NetworkOptions, readOptionsOf, withNetworkOptions } from './networkOptions.js';
import { Progress } from './progress.js';
import type { Terminal } from './terminal.js';

interface GuardCommandOptions extends CommonOptions, NetworkOptions {
  readonly data?: string;
  readonly label?: string;
  readonly box?: string;
  readonly scaling: string;
  readonly out: string;
  readonly keep?: number;
  readonly uncertainAt?: number;
  readonly confidence?: number;
  readonly quantile?: number;
  readonly margin?: number;
  readonly widths?: string;
  readonly detector?: keyof typeof GUARD_DETECTORS;
  readonly flagRate?: number;
  readonly report?: string;
}

/** `farfield guard`: the same classifier, never certain far away. */
export function guardCommand(): Command {
  const command = newCommand(
    'guard',
    'Write the same classifier, never certain far from its data, as an ONNX file with a certificate.',
    'guard model.onnx --data id.csv --out guarded.onnx',
  );
  return withNetworkOptions(command)
    .argument('<network>', 'a classifier: .onnx, .json, .nnet or a TensorFlow.js model.json')
    .requiredOption('--out <file>', 'the guarded ONNX file; its certificate is written beside it')
    .option('--data <file>', 'in-distribution data, as for audit: box and widths are taken from it')
    .option('--label <column>', 'the column of the data that holds the labels')
    .option('--box <file>', 'a JSON file {"lower": […], "upper": […]} instead of the data’s range')
    .option('--scaling <how>', 'none, standardise, or a JSON file {"means", "deviations"}', 'none')
    .option(
      '--keep <change>',
      `largest change of a probability inside the box (${GUARD_DEFAULTS.keep})`,
      finiteNumber,
    )
    .option(
      '--uncertain-at <widths>',
      `how far beyond the box confidence is lost (${GUARD_DEFAULTS.uncertainAt})`,
      finiteNumber,
    )
    .option(
      '--confidence <share>',
      `what it is at most from there on (${GUARD_DEFAULTS.confidence})`,
      finiteNumber,
    )
    .option('--quantile <share>', 'leave this share of the rows out at each end (0)', finiteNumber)
    .option('--margin <widths>', 'make the box wider by this on each side (0)', finiteNumber)
    .option(
      '--widths <how>',
      'what one unit of distance is: deviations, range, or a JSON file of one number per input',
    )
    .addOption(
      new Option(
        '--detector <id>',
        'put a detector beside the guard: outputs of its novelty and of what it flags, fitted on the data',
      ).choices(Object.keys(GUARD_DETECTORS)),
    )
    .option(
      '--flag-rate <share>',
      `the share of in-distribution inputs that the detector may flag (${DEFAULT_FLAG_RATE})`,
      share,
    )
    .option('--report <file>', 'write a page: confidence before and after')
    .action(async (path: string, options: GuardCommandOptions) => {
      const terminal = terminalOf(options);
      const seed = options.seed ?? DEFAULT_SEED;
      const { network, onnx } = await loadModel(path, readOptionsOf(options));
      for (const note of network.notes) terminal.note(`${path}: ${note}`);
      refuseWithoutData(options);
      const data =
        options.data === undefined
          ? null
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
      const rows = data && scaleRows(data.x, scaling);
      const box =
        options.box === undefined ? null : await readBox(options.box, network.inputSize, scaling);
      const widths = await widthsOf(options.widths, network.inputSize);
      const aims: GuardAims = {
        ...numbersOf(options),
        // The box of a file, with what the data tell of distances.
        ...(box && rows && widths === undefined
          ? { widths: momentsOf(rows).deviations }
          : widths !== undefined && { widths }),
      };
      const flagRate = options.flagRate ?? DEFAULT_FLAG_RATE;
      const progress = new Progress(terminal, 'directions');
      const fitted =
        options.detector && data
          ? await fitGuardDetector(network, options.detector, data, {
              scaling,
              flagRate,
              seed,
              onProgress: (done, total) => progress.within(done, total, 'following the detector'),
            }).finally(() => progress.stop())
          : null;
      const guarded = guard(
        onnx
          ? { onnx, name: path, options: readOptionsOf(options), beside: besideFile(path) }
          : { network },
        box ?? rows!,
        aims,
        fitted,
      );
      const certificate = await writeGuard(options.out, path, guarded);
      const uncertainAt = aims.uncertainAt ?? GUARD_DEFAULTS.uncertainAt;
      const distances = [1, uncertainAt, 10, 100].sort((a, b) => a - b);
      const effect = guardEffect({
        network: guarded.network,
        guard: guarded.guard,
        data: rows,
        features: data?.features,
        seed,
        distances,
      });
      const report = guardReport(
        { network: basename(path), out: options.out, certificate, data: data?.name ?? null, seed },
        guarded,
        effect,
        fitted &&
          detectorReport(options.detector!, flagRate, guarded, {
            flags: fitted.flags,
            effect: detectorEffect(fitted, { guard: guarded.guard, data: rows!, seed, distances }),
          }),
      );
      if (options.report !== undefined) await writePage(options.report, report);
      for (const note of guarded.notes) terminal.note(note);
      terminal.result(report, () => guardLines(report, path, terminal));
    });
}

/** What was written and what it does, as lines of a terminal. */
export function guardLines(report: GuardReport, path: string, terminal: Terminal): string[] {
  const { effect, change, confidence } = report;
  const percent = (share: number) => `${(100 * share).toFixed(share > 0 && share < 0.1 ? 1 : 0)} %`;
  return [
    terminal.paint(
      'bold',
      `${report.out}: ${report.classes} classes, never certain far away; the most probable class is the same everywhere.`,
    ),
    `Inside the box no probability changes by more than ${boundText(change, 3)}.`,
    ...confidence.map(
      ({ excess, bound }) =>
        `From an excess of ${excess} on, no probability exceeds ${boundText(bound, 6)}.`,
    ),
    ...dataLines(effect),
    ...(report.detector ? ['', ...detectorLines(report.detector, terminal)] : []),
    '',
    ...terminal.table([
      ['excess', 'above 99 % before', 'after', 'largest before', 'after'],
      ...effect.far.map(({ excess, certain, largest }) => [
        String(excess),
        percent(certain.before),
        percent(certain.after),
        largest.before.toPrecision(4),
        largest.after.toPrecision(4),
      ]),
    ]),
    '',
    terminal.paint(
      'dim',
      'Bounds are certified, of real numbers; the table is of random inputs beyond the box, in float64. The excess is the distance outside the box in widths, summed over the inputs.',
    ),
    `Check it with: farfield check-certificate ${report.out} ${report.certificate} --original ${path}`,
  ];
}

function detectorLines(detector: DetectorReport, terminal: Terminal): string[] {
  const { id, outputs, flags, effect } = detector;
  const percent = (value: number) => `${Number((100 * value).toPrecision(3))} %`;
  const blind = flags?.filter((flag) => flag.blind !== false).length ?? 0;
  return [
    `${id} beside it: "${outputs.novelty}" is the novelty, "${outputs.flagged}" whether an input is flagged; ${percent(effect.flaggedData)} of the data are.`,
    ceilingSentence(detector),
    ...(flags === null
      ? []
      : [
          `Of ${counted(flags.length, 'feature direction')} that end${flags.length === 1 ? 's' : ''} in certainty it is blind, or not known not to be, in ${blind}; elsewhere it flags from a scale on, measured from rows of the data and listed in the certificate.`,
        ]),
    ...terminal.table([
      ['excess', 'flagged', 'most certain that passes'],
      ...effect.far.map(({ excess, flagged, largestPassed }) => [
        String(excess),
        percent(flagged),
        largestPassed === null ? '–' : largestPassed.toPrecision(4),
      ]),
    ]),
  ];
}

function dataLines({ data }: GuardEffect): string[] {
  if (!data) return [];
  const { rows, outside, labelsChanged, largestChange } = data;
  return [
    `Of ${rows} rows ${outside} lie outside the box; ${labelsChanged} change their most probable class; no probability changes by more than ${largestChange.toPrecision(3)}.`,
  ];
}

function numbersOf({ keep, uncertainAt, confidence, quantile, margin }: GuardCommandOptions) {
  return Object.fromEntries(
    Object.entries({ keep, uncertainAt, confidence, quantile, margin }).filter(
      ([, value]) => value !== undefined,
    ),
  ) as GuardAims;
}

async function widthsOf(how: string | undefined, inputs: number): Promise<GuardAims['widths']> {
  if (how === undefined || how === 'deviations' || how === 'range') return how;
  return readShaped(how, widthsShape(inputs), { root: 'widths' });
}

function refuseWithoutData(options: GuardCommandOptions): void {
  const { data, box, label, scaling, detector, flagRate } = options;
  const refuse = (path: string, rule: string, remedy: string) => {
    throw new InputError('guard', [{ code: 'missing', path, rule, remedy }]);
  };
  if (flagRate !== undefined && detector === undefined) {
    refuse('--detector', 'is needed for --flag-rate', 'name one');
  }
  if (data === undefined && box === undefined) {
    refuse('--data', 'is needed: the guard leaves its range alone', 'give --data, or --box');
  }
  if (data !== undefined) return;
  if (detector !== undefined) {
    refuse('--data', 'is needed: the detector is fitted on it', 'give --data');
  }
  if (label !== undefined) refuse('--data', 'is needed for --label', 'give --data');
  if (scaling === 'standardise') {
    refuse('--data', 'is needed to estimate --scaling from', 'give --data, or a file');
  }
}

async function writePage(path: string, report: GuardReport): Promise<void> {
  const parts = path.split(/[\\/]/);
  const name = parts.pop()!;
  await writeTogether(parts.join('/') || (path.startsWith('/') ? '/' : '.'), [
    { name, text: renderGuardHtml(report) },
  ]);
}
