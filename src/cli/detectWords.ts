import { counted } from '../page/countWords.js';
import {
  describeFailure,
  type FarAlongRay,
  type LawReport,
  type Replayed,
} from '../testing/index.js';
import type { Terminal } from './terminal.js';

/** A report of laws as lines. */
export function lawLines(report: LawReport, terminal: Terminal): string[] {
  const { passed, failed, notChecked, results, farAway, sent } = report;
  const counts = `${passed} laws kept, ${failed} broken, ${notChecked} not checked.`;
  return [
    ...results.flatMap((result, i) => {
      const spent = `${(result.milliseconds / 1000).toFixed(1)} s`;
      if (result.status === 'passed') {
        return [`${terminal.paint('green', 'kept')}         ${result.law} (${spent})`];
      }
      if (result.status === 'not-checked') {
        // A run that stopped says so once, not of every law that is left.
        const same = results.filter(({ message }) => message === result.message).length;
        if (same <= 3) return [`not checked  ${result.law}: ${result.message}`];
        const first = results.findIndex(({ message }) => message === result.message) === i;
        return first ? [`not checked  ${result.law} and ${same - 1} more: ${result.message}`] : [];
      }
      return [`${terminal.paint('red', 'broken')}       ${describeFailure(result)}`];
    }),
    ...(farAway === undefined ? [] : ['', ...farLines(farAway, terminal)]),
    '',
    ...(sent
      ? [
          `Sent: ${counted(sent.fits, 'fit')} of ${range(sent.trainingRows)} rows, ${counted(sent.batches, 'batch', 'batches')} of ${range(sent.batchRows)} rows; ${list(sent.inputs)} inputs, ${list(sent.classes)} classes.`,
        ]
      : []),
    failed > 0 ? terminal.paint('red', counts) : counts,
  ];
}

/** What it does far away, a line a ray. */
function farLines(farAway: NonNullable<LawReport['farAway']>, terminal: Terminal): string[] {
  if (typeof farAway === 'string') return [`Far away: ${farAway}`];
  const certain = farAway.rays.filter(({ regime }) => regime === 'saturating');
  return [
    `Far away, measured along ${farAway.rays.length} rays up to t = ${farAway.scale.toExponential()}, in-distribution scores being ${short(farAway.inside.median)} (median) and ${short(farAway.inside.percentile95)} (95 %):`,
    ...terminal.table([
      ['ray', 'classifier ends', '99 % from', 'scores end', 'from', 'at 1e12'],
      ...farAway.rays.map((ray) => [
        ray.name,
        ray.regime === 'saturating' ? 'certain' : ray.regime,
        ray.certainFrom === null ? '–' : short(ray.certainFrom),
        endWords(ray),
        short(ray.from),
        short(ray.score),
      ]),
    ]),
    `Where the classifier ends certain: ${summary(certain)}.`,
  ];
}

const ENDS = {
  out: 'more out-of-distribution than 95 % of its data',
  in: 'more in-distribution than half its data',
  among: 'among its data',
  nan: 'at NaN',
} as const;

function endWords({ ends, trend }: FarAlongRay): string {
  const place = { out: 'out', in: 'in', among: 'among', nan: 'NaN' }[ends];
  return trend === 'nan' || trend === 'level' ? `${place}, flat` : `${place}, ${trend}`;
}

function summary(rays: readonly FarAlongRay[]): string {
  return (['out', 'in', 'among', 'nan'] as const)
    .flatMap((end) => {
      const there = rays.filter(({ ends }) => ends === end);
      if (there.length === 0) return [];
      const from = range(there.map(({ from }) => from));
      return [`${there.length} of ${rays.length} rays end ${ENDS[end]}, from ${from} on`];
    })
    .join('; ');
}

/** A replay as lines. */
export function replayLines({ answers, result }: Replayed, terminal: Terminal): string[] {
  return [
    ...answers.map(({ request, rows, scores, refused }) => {
      const said = refused ?? (scores ? scores.slice(0, 6).join(', ') : 'ok');
      const more = scores && scores.length > 6 ? `, … (${scores.length})` : '';
      return `${request} of ${rows} rows  ${said}${more}`;
    }),
    '',
    result.status === 'failed'
      ? `${terminal.paint('red', 'broken')}  ${describeFailure(result)}`
      : result.status === 'passed'
        ? `${terminal.paint('green', 'kept')}  ${result.law}: ${result.statement}`
        : `not checked  ${result.law}: ${result.message}`,
  ];
}

function short(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(4))) : String(value);
}

function range(values: readonly number[]): string {
  if (values.length === 0) return 'no';
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return least === most ? short(least) : `${short(least)} to ${short(most)}`;
}

function list(values: readonly number[]): string {
  return values.length === 0 ? 'no' : values.join(' or ');
}
