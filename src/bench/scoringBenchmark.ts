import { cea, type Scorer } from '../detectors/index.js';
import { detectorOf, PAPER_CEA, PAPER_DETECTORS } from '../experiments/detectorChoice.js';
import { rememberScores } from '../experiments/rememberScores.js';
import { processorUs } from './processorTime.js';
import { randomFitting } from './randomFitting.js';
import { randomNetwork } from './randomNetwork.js';

/** How fast paper B's sixteen detectors are fitted and score together, as an experiment does it. */
export interface ScoringBenchmark {
  readonly detectors: number;
  readonly rows: number;
  /** Processor seconds to fit all of them, and CEA over each, on as many rows. */
  readonly fitSeconds: number;
  /** Rows through the network and all detectors a second. */
  readonly baseRowsPerSecond: number;
  /** Through all detectors with and without CEA, which reuses the scores without. */
  readonly withCeaRowsPerSecond: number;
  /** The largest memory of this process so far, megabytes: with what was measured before. */
  readonly peakMegabytes: number;
}

/**
 * Times the sixteen detectors as the CEA authors' code defines them, on paper B's MLP with random
 * weights (twenty inputs, two classes). One thread, processor time.
 *
 * @param setting - `rows` (1000): of the training and validation parts and of what is scored
 *
 * @example
 * ```ts
 * benchmarkScoring({ seed: 1, rows: 100 }).detectors; // 16
 * ```
 */
export function benchmarkScoring(setting: {
  readonly seed: number;
  readonly rows?: number;
}): ScoringBenchmark {
  const { seed, rows = 1000 } = setting;
  const network = randomNetwork([20, 128, 256, 128, 2], seed);
  const { classifier, data, draw } = randomFitting(network, rows, seed + 1);
  const variant = 'cea-2024';
  const base: Scorer[] = [];
  const raised: Scorer[] = [];
  const fitSeconds = processorSeconds(() => {
    for (const { id } of PAPER_DETECTORS) {
      const detector = rememberScores(detectorOf(id));
      base.push(detector.fit(data, { variant }));
      raised.push(cea(detector).fit(data, { variant, base: { variant }, ...PAPER_CEA.options }));
    }
  });
  const scoring = (scorers: readonly Scorer[]) => {
    const x = draw();
    return processorSeconds(() => {
      const observations = classifier.observe(x);
      for (const scorer of scorers) scorer.score(observations);
    });
  };
  const best = (scorers: readonly Scorer[]) =>
    Math.min(...Array.from({ length: 3 }, () => scoring(scorers)));
  return {
    detectors: base.length,
    rows,
    fitSeconds,
    baseRowsPerSecond: rows / best(base),
    withCeaRowsPerSecond: rows / best([...base, ...raised]),
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
  };
}

function processorSeconds(action: () => void): number {
  return processorUs(action) / 1e6;
}
