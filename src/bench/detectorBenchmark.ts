import { DETECTORS } from '../detectors/index.js';
import { type Costs, type Effort, measureCosts, type Timed } from './measure.js';
import { processorUs } from './processorTime.js';
import { randomFitting } from './randomFitting.js';
import { randomNetwork } from './randomNetwork.js';
import { referenceLoop } from './referenceLoop.js';

/** What evaluating and scoring cost, a row, beside two naive dense passes of the same network. */
export interface DetectorBenchmark extends Costs<string> {
  readonly network: string;
  readonly rows: number;
  /** Processor time of fitting each detector, a row, microseconds; measured once. */
  readonly fitUs: Readonly<Record<string, number>>;
}

/** What is measured. */
export interface DetectorSetting {
  readonly seed: number;
  /** Of the parts detectors are fitted on, and of what is scored; 1000 if absent. */
  readonly rows?: number;
  /** Inputs, hidden widths, classes; those of the usual MNIST network if absent. */
  readonly sizes?: readonly number[];
  /** Ids of the detectors; all if absent. */
  readonly detectors?: readonly string[];
}

/**
 * Times `Classifier.observe` (as `forward`) and, on what it observed, every detector by itself, on
 * random rows through a network with random weights.
 */
export function benchmarkDetectors(setting: DetectorSetting, effort = BRIEF): DetectorBenchmark {
  const { seed, rows = 1000, sizes = [784, 256, 256, 10], detectors } = setting;
  const network = randomNetwork(sizes, seed);
  const { classifier, data, draw } = randomFitting(network, rows, seed + 1);
  const batch = draw();
  const observations = classifier.observe(batch);
  const fitUs: Record<string, number> = {};
  const actions: Record<string, Timed> = {
    forward: { units: rows, run: () => classifier.observe(batch) },
  };
  for (const detector of DETECTORS) {
    if (!(detectors?.includes(detector.id) ?? true)) continue;
    fitUs[detector.name] =
      processorUs(() => {
        const scorer = detector.fit(data);
        actions[detector.name] = { units: rows, run: () => scorer.score(observations) };
      }) / rows;
  }
  return {
    network: sizes.join('-'),
    rows,
    fitUs,
    ...measureCosts({ units: 1, run: referenceLoop(network) }, actions, effort),
  };
}

/** Some detectors take seconds. */
const BRIEF: Effort = { rounds: 5, roundMs: 10 };
