import { type Batch, Classifier, cea, type FittingData, type Scorer } from '../detectors/index.js';
import { detectorOf, PAPER_CEA, PAPER_DETECTORS } from '../experiments/detectorChoice.js';
import { rememberScores } from '../experiments/rememberScores.js';
import { normalNumbers, randomNetwork } from './randomNetwork.js';

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
  const classifier = new Classifier(network);
  const random = normalNumbers(seed + 1);
  const draw = (): Batch => ({
    rows,
    columns: network.inputSize,
    values: Float64Array.from({ length: rows * network.inputSize }, random),
  });
  const part = () => ({
    ...classifier.observe(draw()),
    labels: Int32Array.from({ length: rows }, (_, i) => i % network.outputSize),
  });
  const data: FittingData = {
    head: classifier.head,
    classifier,
    train: part(),
    validation: part(),
  };
  const variant = 'cea-2024';
  const base: Scorer[] = [];
  const raised: Scorer[] = [];
  const fitSeconds = secondsOf(() => {
    for (const { id } of PAPER_DETECTORS) {
      const detector = rememberScores(detectorOf(id));
      base.push(detector.fit(data, { variant }));
      raised.push(cea(detector).fit(data, { variant, base: { variant }, ...PAPER_CEA.options }));
    }
  });
  const scoring = (scorers: readonly Scorer[]) => {
    const x = draw();
    return secondsOf(() => {
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

/** Processor time, which other work on the machine does not lengthen. */
function secondsOf(action: () => void): number {
  const started = process.cpuUsage();
  action();
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1e6;
}
