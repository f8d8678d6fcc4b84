import { dataSetNamed } from '../data/index.js';
import { didYouMean } from '../errors/didYouMean.js';
import { InputError } from '../errors/inputError.js';
import type { MissingDataSet } from '../evidence/experimentEvidence.js';
import { EXPERIMENTS } from './catalogue/registry.js';
import type { Experiment } from './experiment.js';

/** What a run of the experiments will do with one of them. */
export interface PlannedExperiment {
  readonly experiment: Experiment;
  /** Whether it is part of the run. */
  readonly runs: boolean;
  /** The data sets it uses by default, as far as they are here. */
  readonly dataSets: readonly string[];
  readonly missing: readonly MissingDataSet[];
}

/** Which experiments to run. */
export interface PlanOptions {
  /** Names; all of the catalogue if absent. */
  readonly names?: readonly string[];
  /** This part of how many: part 1 of 3 takes every third experiment. */
  readonly shard?: { readonly index: number; readonly of: number };
  /** Experiments to choose from instead of the catalogue. */
  readonly catalogue?: readonly Experiment[];
}

/**
 * Chooses experiments and looks for their data, before anything long is started: every data set is
 * loaded once, so that a damaged one is found now.
 *
 * An experiment that is named must have all its data. Without names, what is not here is left out and
 * listed as missing.
 *
 * @returns one entry for each experiment of the catalogue, in its order
 * @throws InputError `unknown_value` for a name that is not in the catalogue, `empty` for no names;
 *   `not_found` for data of a named experiment that is not here, and if none is here at all, with the
 *   commands that fetch it; what a damaged data file throws
 *
 * @example
 * ```ts
 * (await planExperiments({ names: ['figure-2'] })).filter(({ runs }) => runs).length; // 1
 * ```
 */
export async function planExperiments(options: PlanOptions = {}): Promise<PlannedExperiment[]> {
  const { names, shard, catalogue = EXPERIMENTS } = options;
  if (names) checkNames(names, catalogue);
  const chosen = catalogue.filter(({ name }) => !names || names.includes(name));
  const needs = (experiment: Experiment) =>
    experiment.dataSets.flatMap((dataSet) => dataNeededFor(dataSet, experiment));
  const wanted = [...new Set(chosen.flatMap(needs))];
  const missing = await missingAmong(wanted);
  if (missing.length > 0 && names) throw nothingHere(missing);
  const planned = catalogue.map((experiment): PlannedExperiment => {
    const place = chosen.indexOf(experiment);
    if (place < 0) {
      return { experiment, runs: false, dataSets: experiment.dataSets, missing: [] };
    }
    const needed = needs(experiment);
    const lacking = missing.filter(({ dataSet }) => needed.includes(dataSet));
    const dataSets = experiment.dataSets.filter((name) =>
      dataNeededFor(name, experiment).every(
        (one) => !lacking.some(({ dataSet }) => dataSet === one),
      ),
    );
    const inPart = !shard || place % shard.of === shard.index - 1;
    const runs = inPart && (dataSets.length > 0 || experiment.dataSets.length === 0);
    return { experiment, runs, dataSets, missing: lacking };
  });
  // Pictures of generated data alone are no check of anything.
  const files = wanted.filter((name) => dataSetNamed(name).pull !== null);
  const absent = files.filter((name) => missing.some(({ dataSet }) => dataSet === name));
  const idle = planned.every(({ dataSets, experiment }) => {
    return experiment.dataSets.length > 0 && dataSets.length === 0;
  });
  if (idle || (files.length > 0 && absent.length === files.length)) throw nothingHere(missing);
  return planned;
}

/** A data set, and those that supply outliers for it. */
function dataNeededFor(dataSet: string, experiment: Experiment): string[] {
  const settings = {
    dataSets: [dataSet],
    seeds: [0],
    epochs: 1,
    rows: null,
    fullSize: true,
    variant: null,
  };
  const outliers = experiment
    .plan(settings)
    .flat()
    .flatMap((cell) => (cell.kind === 'score' ? cell.spec.ood : []))
    .flatMap((ood) => (ood.kind === 'other' ? [ood.dataSet] : []));
  return [...new Set([dataSet, ...outliers])];
}

async function missingAmong(names: readonly string[]): Promise<MissingDataSet[]> {
  const missing: MissingDataSet[] = [];
  for (const dataSet of names) {
    try {
      await dataSetNamed(dataSet).load(0);
    } catch (error) {
      if (!(error instanceof InputError) || error.code !== 'not_found') throw error;
      missing.push({ dataSet, remedy: error.problems[0].remedy });
    }
  }
  return missing;
}

function nothingHere(missing: readonly MissingDataSet[]): InputError {
  return new InputError(
    'verify',
    missing.map(({ dataSet, remedy }) => ({
      code: 'not_found' as const,
      path: 'with-data',
      value: dataSet,
      rule: 'is a data set that is not here',
      remedy,
    })),
  );
}

function checkNames(names: readonly string[], catalogue: readonly Experiment[]): void {
  const known = catalogue.map(({ name }) => name);
  if (names.length === 0) {
    throw new InputError('verify', [
      {
        code: 'empty',
        path: 'with-data',
        rule: 'must name an experiment',
        remedy: 'name one, or leave the names out for all',
      },
    ]);
  }
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  throw new InputError(
    'verify',
    unknown.map((value) => ({
      code: 'unknown_value' as const,
      path: 'with-data',
      value,
      rule: 'must be the name of an experiment',
      remedy: `${didYouMean(value, known)}one of ${known.join(', ')}`,
    })),
  );
}
