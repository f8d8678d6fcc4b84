import { ceaClaims } from '../ceaClaims.js';
import { PAPER_CEA } from '../detectorChoice.js';
import { type ResultTable, USUAL_SETTINGS } from '../experiment.js';
import { besideAuthors } from '../printed/besideAuthors.js';
import { slug, VARIANT_WORDS, wordsFor } from '../resultWords.js';
import { scaleFigure } from '../scaleFigure.js';
import { ALL_DETECTORS, comparisonTables, MLP_SETTING } from '../scaleStudy.js';
import type { ScoreRow } from '../scoreTable.js';
import { type StudyResults, studyExperiment } from '../studyExperiment.js';

const VARIANTS = ['cea-2024', 'paper'] as const;

/** Sixteen detectors with and without CEA, single columns scaled: paper B's Figures 2 and 5. */
export const ceaTabular = studyExperiment({
  name: 'cea-tabular',
  title: 'Sixteen detectors, with and without CEA, as one feature is scaled',
  source: 'B, Fig. 2 and 5',
  dataSets: ['wine-color-with-quality', 'dry-bean', 'diabetic-retinopathy'],
  takes: [...USUAL_SETTINGS, 'variant'],
  study: ({ variant }) => ({
    settings: [MLP_SETTING],
    variants: VARIANTS.filter((one) => variant === null || one === variant),
    detectors: ALL_DETECTORS,
    ceas: [PAPER_CEA],
  }),
  theory: true,
  claims: (results) =>
    combinations(results).flatMap((labels) =>
      ceaClaims(
        results.table,
        labels,
        results.kinds(labels.dataSet),
        `${labels.dataSet} (${labels.variant})`,
      ),
    ),
  tables: (results) => [
    ...comparisonTables(results.study, results.settings, results.table),
    ...(results.study.variants.length < VARIANTS.length
      ? []
      : results.settings.dataSets.map((dataSet) => effectOfTheCode(dataSet, results.scores))),
    ...besideAuthors(results.settings.dataSets, ({ dataSet, detector, alpha }) => {
      const labels = { dataSet, variant: 'cea-2024', setting: MLP_SETTING.name };
      return results.table.published(labels, detector, `scale ${alpha}`)?.perSeed;
    }),
  ],
  figures: (results) =>
    combinations(results).map(({ dataSet, variant }) =>
      scaleFigure(
        `cea-tabular-${slug(dataSet)}-${variant}`,
        dataSet,
        VARIANT_WORDS[variant],
        results.scores.filter((row) => row.dataSet === dataSet && row.variant === variant),
      ),
    ),
  notes: () => [
    'where CEA lowers a detector, it does so through the in-distribution rows it acts on: λ is proportional to the mean score, which is large for a distance, so that such a row outranks points that are moderately far',
    'where KLM falls, which paper B counts among the distances: it reads the softmax alone, which is one-hot far away, and so as near to the template of its class as that template is sharp',
    "where the authors' Gram falls and the method as defined rises: their sign is the other way round. It is evaluated in float32, as shipped: rows whose logits are 103 below the largest of their batch lose their class, and features above 7,000 cut the score off at 1e10, which CEA overtakes only far beyond these scales. Limits at infinity are those of double precision",
  ],
});

function combinations({ settings, study }: StudyResults) {
  return settings.dataSets.flatMap((dataSet) =>
    study.variants.map((variant) => ({ dataSet, variant, setting: MLP_SETTING.name })),
  );
}

/** What the authors' definitions and their deletion of scores do to the published kind of table. */
function effectOfTheCode(dataSet: string, scores: readonly ScoreRow[]): ResultTable {
  const of = (variant: string) =>
    scores.filter((row) => row.dataSet === dataSet && row.variant === variant);
  const own = of('paper');
  const rows = of('cea-2024').flatMap((authors) => {
    const match = own.find((row) => row.detector === authors.detector && row.ood === authors.ood);
    if (!match) return [];
    const published = authors.auroc2024 ?? Number.NaN;
    const changed = Math.abs(published - match.auroc) >= 0.01;
    return changed || authors.notFinite > 0
      ? [
          [
            wordsFor(authors.detector),
            authors.ood,
            (100 * published).toFixed(1),
            (100 * authors.auroc).toFixed(1),
            (100 * match.auroc).toFixed(1),
            String(authors.notFinite),
          ],
        ]
      : [];
  });
  return {
    title: `${dataSet}: where the authors' code changes the AUROC × 100 by a point or more, or deletes scores`,
    head: [
      'detector',
      'against',
      "authors' code and evaluation",
      "authors' code, nothing deleted",
      'as defined',
      'scores deleted',
    ],
    rows,
  };
}
