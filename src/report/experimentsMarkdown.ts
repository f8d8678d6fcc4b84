import {
  contradictsTheory,
  type EmpiricalClaimEvidence,
  type ExperimentEvidence,
} from '../evidence/experimentEvidence.js';
import { REGISTER_HEAD, registerRows } from '../experiments/register/register.js';
import { code, escapeMarkdown, markdownTable } from '../page/markdownText.js';
import { settingsWords } from './settingsWords.js';
import { isShown } from './tablesShown.js';
import { intervalWords, measuredWords } from './words.js';

/**
 * The experiments of a run as Markdown: what the data say of each statement, then the limits that are
 * decided beside what was measured. Figures and other tables are in report.html.
 *
 * @param withTables - the tables of limits too
 */
export function experimentsMarkdown(
  experiments: readonly ExperimentEvidence[],
  withTables: boolean,
): string[] {
  const ran = experiments.filter(({ status }) => status === 'run');
  if (ran.length === 0) return [];
  const all = ran.flatMap(({ name, claims }) => claims.map((claim) => ({ name, claim })));
  const predicted = all.filter(({ claim }) => claim.expected !== null);
  const found = all.filter(({ claim }) => claim.expected === null);
  const rows = [...predicted, ...found].map(({ name, claim }) => rowOf(name, claim));
  return [
    '## Experiments on real data',
    '',
    ...(rows.length === 0 ? [] : [...markdownTable(HEAD, rows), '']),
    'A statement holds if the 95 % interval of its quantity lies above 0, is refuted if it lies below, and is inconclusive otherwise, unless its quantity says how it is decided. Intervals are Student’s t over at least five seeds; with fewer they are over test rows only, say so, and decide nothing. Of a statement about many detectors one below refutes it after Holm’s correction. What the exact theory predicts is marked; a measurement that contradicts it is a finding.',
    '',
    ...ran.map(
      (experiment) =>
        `- ${code(experiment.name)}: ${escapeMarkdown(experiment.title)} (${escapeMarkdown(experiment.source)}; ${escapeMarkdown(settingsWords(experiment))})`,
    ),
    '',
    '### Every empirical statement of the papers',
    '',
    ...markdownTable(
      REGISTER_HEAD,
      registerRows(experiments).map((row) => row.map(escapeMarkdown)),
    ),
    '',
    ...(withTables ? ran.flatMap(limitTables) : []),
  ];
}

const HEAD = ['Statement', 'Data', 'Verdict', 'Estimate', '95 % interval', 'Remark'];

function rowOf(name: string, claim: EmpiricalClaimEvidence): string[] {
  const { statement, source, scope, verdict, expected, estimate, quantity, remark } = claim;
  const words = contradictsTheory(claim) ? `**${verdict}, expected: ${expected}**` : verdict;
  return [
    `${escapeMarkdown(statement)}<br>${code(name)}, ${expected === null ? escapeMarkdown(source) : 'predicted by the theory'}`,
    escapeMarkdown(scope),
    words,
    measuredWords(estimate),
    intervalWords(claim),
    escapeMarkdown(remark === null ? quantity : `${quantity}; ${remark}`),
  ];
}

/** The tables of limits that report.html does not fold away. */
function limitTables(experiment: ExperimentEvidence): string[] {
  return experiment.tables
    .filter((table) => table.shows === 'limits' && isShown(table, experiment))
    .flatMap(({ title, head, rows, note }) => [
      `### ${escapeMarkdown(title)}`,
      '',
      ...markdownTable(
        head.map(escapeMarkdown),
        rows.map((row) => row.map(escapeMarkdown)),
      ),
      '',
      ...(note === null ? [] : [escapeMarkdown(note), '']),
    ]);
}
