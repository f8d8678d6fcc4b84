import { checkArguments } from '../errors/checkArguments.js';
import { list, optional, record, text, whole } from '../errors/kinds.js';
import { DenseMap } from '../network/denseMap.js';
import { GraphBuilder } from '../network/graphBuilder.js';
import { Classifier } from './classifier.js';
import type { FittingData } from './fittingData.js';
import { cea } from './methods/cea.js';
import { ebo } from './methods/ebo.js';
import { DETECTORS } from './registry.js';

/** How fast a detector is fitted and scores. */
export interface Throughput {
  readonly detector: string;
  /** Training rows per second of `fit`. */
  readonly fitRowsPerSecond: number;
  readonly scoreRowsPerSecond: number;
}

/** What is measured: rows of random features and the logits a random head makes of them. */
export interface ThroughputSetting {
  /** Rows of the training, validation and scored sets. */
  readonly rows: number;
  /** D. */
  readonly features: number;
  /** C. */
  readonly classes: number;
  readonly seed: number;
  /** Ids of the detectors to measure; all if absent. */
  readonly detectors?: readonly string[];
}

/**
 * Measures rows per second of fitting and scoring, detector by detector, on synthetic features.
 *
 * A network of one ReLU layer stands behind them, so ODIN's input gradients are part of its time.
 * The first scoring is not timed; the best of three is reported. One core.
 *
 * @throws InputError `out_of_range` for sizes that are no whole numbers of at least 1
 *
 * @example
 * ```ts
 * detectorThroughput({ rows: 100, features: 8, classes: 3, seed: 1 })[0].detector; // 'MDS'
 * ```
 */
export function detectorThroughput(setting: ThroughputSetting): Throughput[] {
  checkArguments('detectorThroughput', {
    setting: [
      setting,
      record({
        rows: whole(1),
        features: whole(1),
        classes: whole(2),
        seed: whole(0),
        detectors: optional(list(text)),
      }),
    ],
  });
  const data = syntheticData(setting);
  return [...DETECTORS, cea(ebo)]
    .filter(({ id }) => setting.detectors?.includes(id) ?? true)
    .map((detector) => {
      const started = performance.now();
      const scorer = detector.fit(data);
      const fitMs = performance.now() - started;
      let scoreMs = Infinity;
      for (let round = 0; round < 3; round++) {
        const before = performance.now();
        scorer.score(data.validation);
        scoreMs = Math.min(scoreMs, performance.now() - before);
        // Slow detectors need no warming up.
        if (scoreMs > 2000) break;
      }
      return {
        detector: detector.name,
        fitRowsPerSecond: (setting.rows / fitMs) * 1000,
        scoreRowsPerSecond: (setting.rows / scoreMs) * 1000,
      };
    });
}

function syntheticData({ rows, features, classes, seed }: ThroughputSetting): FittingData {
  let state = seed >>> 0;
  const next = () => {
    // A linear congruential generator: cheap, and good enough for numbers nobody looks at.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
  const random = (length: number) => Float64Array.from({ length }, next);
  const inputs = 16;
  const builder = new GraphBuilder(inputs);
  const hidden = builder.affine(
    new DenseMap(features, inputs, random(features * inputs)),
    random(features),
    0,
    'hidden',
  );
  const logits = builder.dense(
    random(classes * features),
    random(classes),
    builder.rectifier(0, hidden, 'relu'),
    'head',
  );
  const classifier = new Classifier(builder.build(logits));
  const set = () => ({
    ...classifier.observe({ rows, columns: inputs, values: random(rows * inputs) }),
    labels: Int32Array.from({ length: rows }, (_, i) => i % classes),
  });
  return { head: classifier.head, classifier, train: set(), validation: set() };
}
