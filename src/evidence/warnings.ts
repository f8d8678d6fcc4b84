import type { ClaimEvidence, GenericEvidence, ReadingEvidence } from './evidence.js';
import { contradictsTheory, type ExperimentEvidence, lacksData } from './experimentEvidence.js';

/** With fewer runs than this a pass says little. */
const FEW_RUNS = 100;
/** The epochs of paper B: fewer leave a network half trained. */
const PAPER_EPOCHS = 10;

/** What could make a pass meaningless, in words, most serious first. */
export function warningsAbout(
  claims: readonly ClaimEvidence[],
  runs: number,
  experiments: readonly ExperimentEvidence[] = [],
): string[] {
  const warnings: string[] = [];
  for (const { id, asPrinted, repaired, generic } of claims) {
    if (isUnexpectedGeneric(generic)) {
      warnings.push(
        `${id} in general: the verdict is ${generic!.verdict}, but ${generic!.expected} was expected.`,
      );
    }
    for (const [name, reading] of readings(asPrinted, repaired)) {
      if (isUnexpected(reading)) {
        warnings.push(
          `${id} ${name}: the verdict is ${reading.verdict}, but ${reading.expected} was expected.`,
        );
      }
      for (const { control, expected, found } of reading.controls.missed) {
        warnings.push(
          `${id} ${name}: the check is not fit to decide: a control, ${control}, must come out as ${expected}, and came out as ${found}.`,
        );
      }
    }
  }
  for (const { oracles } of claims) {
    for (const disagreement of oracles.disagreements) {
      warnings.push(`Oracles disagree, a fault of the suite: ${disagreement}`);
    }
  }
  warnings.push(...contradictions(experiments));
  const skipped = claims.filter(({ asPrinted }) => asPrinted.verdict === 'not-run');
  if (skipped.length > 0) {
    warnings.push(
      `${skipped.length} of ${claims.length} claims were not part of this run: ${namedFew(skipped.map(({ id }) => id))}.`,
    );
  }
  if (runs < FEW_RUNS) {
    warnings.push(`Only ${runs} runs a claim: rare cases may not have been met.`);
  }
  return [...warnings, ...experimentWarnings(experiments)];
}

/** What makes experiments say less than they seem to: data that is not here, trial runs. */
export function experimentWarnings(experiments: readonly ExperimentEvidence[]): string[] {
  return [...withoutData(experiments), ...trialRuns(experiments)];
}

function contradictions(experiments: readonly ExperimentEvidence[]): string[] {
  return experiments.flatMap(({ name, claims }) =>
    claims
      .filter(contradictsTheory)
      .map(
        ({ statement, scope, remark }) =>
          `${name}: measured on ${scope}, it is not so that ${statement}${remark === null ? '' : `; ${remark}`}.`,
      ),
  );
}

/** Names a warning lists; the others are counted, and found where each says that it was not run. */
const MOST_NAMED = 6;

function namedFew(names: readonly string[]): string {
  const more = names.length - MOST_NAMED;
  // One more is as short as its count.
  if (more <= 1) return names.join(', ');
  return `${names.slice(0, MOST_NAMED).join(', ')} and ${more} more`;
}

/** Experiments that ran without some of their data, or not at all. */
function withoutData(experiments: readonly ExperimentEvidence[]): string[] {
  const warnings = experiments.flatMap((experiment) => {
    const { name, status, missing } = experiment;
    if (missing.length === 0 || (status === 'not-run' && !lacksData(experiment))) return [];
    const remedies = [...new Set(missing.map(({ remedy }) => remedy))].join('; ');
    const sets = missing.map(({ dataSet }) => dataSet).join(', ');
    return [
      status === 'run'
        ? `${name}: not checked on ${sets}, which is not here; ${remedies}.`
        : `${name}: not checked, for its data (${sets}) is not here; ${remedies}.`,
    ];
  });
  const outside = experiments.filter(
    (experiment) => experiment.status === 'not-run' && !lacksData(experiment),
  );
  return outside.length === 0
    ? warnings
    : [
        ...warnings,
        `${outside.length} of ${experiments.length} experiments ${outside.length === 1 ? 'was' : 'were'} not part of this run: ${namedFew(outside.map(({ name }) => name))}.`,
      ];
}

/** The settings are those of the run: the same for all experiments. */
function trialRuns(experiments: readonly ExperimentEvidence[]): string[] {
  const settings = experiments.find(({ status }) => status === 'run')?.settings;
  if (!settings) return [];
  const { rows, epochs } = settings;
  return [
    ...(rows === null
      ? []
      : [`The experiments used only ${rows} rows of each data set: a trial run.`]),
    ...(epochs >= PAPER_EPOCHS
      ? []
      : [
          `The experiments trained for ${epochs} ${epochs === 1 ? 'epoch' : 'epochs'} instead of ${PAPER_EPOCHS}: a trial run.`,
        ]),
  ];
}

/** Whether a reading was run and came out other than expected. */
export function isUnexpected({ verdict, expected }: ReadingEvidence): boolean {
  return verdict !== 'not-run' && verdict !== expected;
}

/** Whether a third reading was run and came out other than expected. */
export function isUnexpectedGeneric(generic: GenericEvidence | null): boolean {
  return generic !== null && generic.verdict !== generic.expected;
}

function readings(
  asPrinted: ReadingEvidence,
  repaired: ReadingEvidence | null,
): [string, ReadingEvidence][] {
  return repaired
    ? [
        ['as printed', asPrinted],
        ['as repaired', repaired],
      ]
    : [['as printed', asPrinted]];
}
