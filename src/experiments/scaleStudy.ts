import { dataSetNamed } from '../data/index.js';
import type { Variant } from '../detectors/index.js';
import { type Architecture, type Loss, PAPER_MLP } from '../training/index.js';
import type { Cell, CellOutcome } from './cell.js';
import { type CeaChoice, detectorOf, PAPER_DETECTORS } from './detectorChoice.js';
import type { ExperimentSettings, ResultTable } from './experiment.js';
import { VARIANT_WORDS, wordsFor } from './resultWords.js';
import { nameOf, type OodSpec, type ScoreSpec } from './scoreCell.js';
import { type LabelledScores, type ScoreLabels, ScoreTable, scoreResultsOf } from './scoreTable.js';
import { isPiecewiseAffine, type SubjectSpec } from './subject.js';
import type { TheorySpec } from './theoryCell.js';

/** A way of training that an experiment compares. */
export interface Setting {
  readonly name: string;
  readonly architecture: Architecture;
  readonly loss: Loss;
  readonly outputs?: 'normalised';
}

export const MLP_SETTING: Setting = {
  name: 'mlp',
  architecture: PAPER_MLP,
  loss: { kind: 'cross-entropy' },
};

/** What is trained and scored: every combination of setting, data set, seed and variant. */
export interface ScaleStudy {
  readonly settings: readonly Setting[];
  readonly variants: readonly Variant[];
  readonly detectors: readonly string[];
  readonly ceas: readonly CeaChoice[];
  /** The kinds of out-of-distribution rows; the data set's own α if absent. */
  readonly ood?: (dataSet: string) => readonly OodSpec[];
}

export const ALL_DETECTORS: readonly string[] = PAPER_DETECTORS.map(({ id }) => id);

/** What is trained for a setting. */
export function subjectSpec(
  setting: Setting,
  dataSet: string,
  seed: number,
  { epochs, rows }: ExperimentSettings,
): SubjectSpec {
  const { architecture, loss, outputs } = setting;
  return { dataSet, seed, architecture, loss, epochs, rows, ...(outputs && { outputs }) };
}

/** Every network of a study, to be trained once before anything is scored on it. */
export function trainingCells(study: ScaleStudy, settings: ExperimentSettings): Cell[] {
  return combinations(study, settings).map(({ setting, dataSet, seed }) => ({
    kind: 'train',
    spec: subjectSpec(setting, dataSet, seed, settings),
  }));
}

/** Every scoring of a study: of each network one cell, for all variants. */
export function scoringCells(study: ScaleStudy, settings: ExperimentSettings): Cell[] {
  if (study.variants.length === 0) return [];
  return combinations(study, settings).map(({ setting, dataSet, seed }) => ({
    kind: 'score',
    spec: {
      subject: subjectSpec(setting, dataSet, seed, settings),
      variants: study.variants,
      detectors: study.detectors,
      ceas: study.ceas,
      ood: oodOf(study, dataSet),
    },
  }));
}

/** Rows that are followed to infinity along every column. */
const RAYS = 4;
/** The same of a Transformer, of which a ray costs as much as many forward passes. */
const TRANSFORMER_RAYS = 1;

/** The last so far out that a score clipped at 1e10 is overtaken by CEA's linear growth. */
const LIMIT_ALPHAS = [10, 100, 1000, 1e6, 1e15];

/** The networks of a study that are piecewise affine: all about theirs is decided exactly. */
export function theorySpecs(
  study: ScaleStudy,
  settings: ExperimentSettings,
): { setting: Setting; spec: TheorySpec }[] {
  return scorings(study, settings)
    .filter(({ spec }) => isPiecewiseAffine(spec.subject))
    .map(({ setting, spec: { subject, variant, detectors, ceas } }) => ({
      setting,
      spec: { subject, variant, detectors, ceas, rays: RAYS, alphas: LIMIT_ALPHAS },
    }));
}

/** Scales for what tends to its limit like 1/t, and which rounding blurs further out. */
const BOUNDED_ALPHAS = [10, 100, 1000, 1e6, 1e10];

/** The networks of a study whose directions are asked where they end: all whose outputs are logits. */
export function endsSpecs(
  study: ScaleStudy,
  settings: ExperimentSettings,
): { setting: Setting; spec: TheorySpec }[] {
  return scorings(study, settings)
    .filter(({ spec }) => spec.subject.outputs !== 'normalised')
    .map(({ setting, spec: { subject, variant, detectors, ceas } }) => {
      const { architecture } = subject;
      const isTransformer = architecture.kind === 'ft-transformer';
      const isNormed = isTransformer || (architecture.kind === 'mlp' && architecture.norm);
      const alphas = isNormed ? BOUNDED_ALPHAS : LIMIT_ALPHAS;
      const rays = isTransformer ? TRANSFORMER_RAYS : RAYS;
      return { setting, spec: { subject, variant, detectors, ceas, rays, alphas } };
    });
}

/** The outcomes of `scoringCells` as one table. */
export function scoresOf(
  study: ScaleStudy,
  settings: ExperimentSettings,
  outcomes: readonly CellOutcome[],
): { table: ScoreTable; cells: LabelledScores[] } {
  const results = outcomes.flatMap(scoreResultsOf);
  const cells = scorings(study, settings).map(({ labels, spec }, n) => ({
    labels,
    spec,
    result: results[n],
  }));
  return { table: new ScoreTable(cells), cells };
}

function scorings(
  study: ScaleStudy,
  settings: ExperimentSettings,
): { setting: Setting; labels: ScoreLabels; spec: ScoreSpec }[] {
  return combinations(study, settings).flatMap(({ setting, dataSet, seed }) =>
    study.variants.map((variant) => ({
      setting,
      labels: { dataSet, variant, setting: setting.name },
      spec: {
        subject: subjectSpec(setting, dataSet, seed, settings),
        variant,
        detectors: study.detectors,
        ceas: study.ceas,
        ood: oodOf(study, dataSet),
      },
    })),
  );
}

function combinations(study: ScaleStudy, { dataSets, seeds }: ExperimentSettings) {
  return study.settings.flatMap((setting) =>
    dataSets.flatMap((dataSet) => seeds.map((seed) => ({ setting, dataSet, seed }))),
  );
}

/** The kinds of out-of-distribution rows of a data set. */
export function oodOf(study: ScaleStudy, dataSet: string): readonly OodSpec[] {
  return (
    study.ood?.(dataSet) ?? dataSetNamed(dataSet).alphas.map((alpha) => ({ kind: 'scale', alpha }))
  );
}

/** One table per data set, variant and setting: detectors down, kinds across, "base / with CEA". */
export function comparisonTables(
  study: ScaleStudy,
  settings: ExperimentSettings,
  table: ScoreTable,
): ResultTable[] {
  const rows = table.rows();
  const found = (labels: ScoreLabels, detector: string, ood: string) =>
    rows.find(
      (row) =>
        row.dataSet === labels.dataSet &&
        row.variant === labels.variant &&
        row.setting === labels.setting &&
        row.detector === detector &&
        row.ood === ood,
    );
  return study.settings.flatMap((setting) =>
    settings.dataSets.flatMap((dataSet) =>
      study.variants.map((variant) => {
        const labels = { dataSet, variant, setting: setting.name };
        const kinds = oodOf(study, dataSet).map(nameOf);
        const cell = (detector: string, ood: string) => {
          const row = found(labels, detector, ood);
          // The authors' numbers come from the authors' evaluation.
          const value = variant === 'cea-2024' ? row?.auroc2024 : row?.auroc;
          return value === undefined || value === null ? '–' : (100 * value).toFixed(1);
        };
        return {
          title: `${dataSetNamed(dataSet).title}, ${setting.name}, ${VARIANT_WORDS[variant]}: AUROC × 100, base / ${study.ceas.map(({ name }) => name).join(' / ')}`,
          head: ['detector', ...kinds],
          rows: study.detectors.map((id) => [
            detectorOf(id).name,
            ...kinds.map((kind) =>
              [id, ...study.ceas.map(({ name }) => `${name}:${id}`)]
                .map((detector) => cell(detector, kind))
                .join(' / '),
            ),
          ]),
        };
      }),
    ),
  );
}

/** On how many in-distribution rows CEA is active, which paper B wants to be none. */
function activityNotes(cells: readonly LabelledScores[]): string[] {
  const shares = new Map<string, number[]>();
  for (const { labels, result } of cells) {
    for (const [name, share] of Object.entries(result.ceaActive)) {
      const key = `${labels.dataSet}, ${labels.setting}, ${VARIANT_WORDS[labels.variant as Variant]}: ${name}`;
      shares.set(key, [...(shares.get(key) ?? []), share]);
    }
  }
  return [...shares].map(([key, values]) => {
    const mean = values.reduce((sum, share) => sum + share, 0) / values.length;
    return `${key} adds novelty to ${(100 * mean).toFixed(1)} % of the in-distribution test rows`;
  });
}

/** What could not be scored, and what the data sets remark. */
export function studyNotes(cells: readonly LabelledScores[]): string[] {
  const lines = cells.flatMap(({ labels, result }) => [
    ...result.notes.map((note) => `${labels.dataSet}: ${note}`),
    ...result.failures.map(
      ({ detector, reason }) =>
        `${labels.dataSet}, ${labels.setting}, ${VARIANT_WORDS[labels.variant as Variant]}: ${wordsFor(detector)} is left out (${reason})`,
    ),
  ]);
  return [...new Set(lines), ...activityNotes(cells)];
}
