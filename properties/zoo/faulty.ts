import { Classifier } from '../../src/detectors/classifier.js';
import { type FittingData, fittingDataOf } from '../../src/detectors/fittingData.js';
import type { Observations } from '../../src/detectors/observations.js';
import { readNetwork } from '../../src/network/networkFile.js';
import type { Declarations } from '../../src/testing/declarations.js';
import type { MetricsUnderTest } from '../../src/testing/laws/metricLaws.js';
import type { UncertaintyUnderTest } from '../../src/testing/laws/uncertaintyLaws.js';
import type { DetectorUnderTest } from '../../src/testing/subject.js';

/** A subject with one fault on purpose, and the law that names it. */
export interface Faulty<Subject> {
  /** What is wrong, in a sentence. */
  readonly fault: string;
  /** The kind of code it was seen in. */
  readonly seenIn: string;
  /** The law that must fail. */
  readonly law: string;
  /** The built-in detector it claims to be, where only the name tells that it is wrong. */
  readonly like?: string;
  readonly subject: Subject;
}

/** A faulty detector. */
export type FaultyDetector = Faulty<DetectorUnderTest>;
/** Faulty ranking metrics. */
export type FaultyMetrics = Faulty<MetricsUnderTest>;
/** Faulty uncertainty scores. */
export type FaultyUncertainty = Faulty<UncertaintyUnderTest>;

/** A detector of the zoo, fitted on what farfield's own detectors are fitted on. */
export function faultyDetector(
  name: string,
  about: { fault: string; seenIn: string; law: string; like?: string; declares?: Declarations },
  fit: (
    data: FittingData & { readonly classifier: Classifier },
    options: Readonly<Record<string, unknown>>,
  ) => (observations: Observations) => ArrayLike<number>,
): FaultyDetector {
  const { declares = {}, ...rest } = about;
  return {
    ...rest,
    subject: {
      name,
      declares,
      fit({ network, train, validation }, options = {}) {
        const classifier = new Classifier(readNetwork(network));
        const data = { ...fittingDataOf(classifier, train, validation), classifier };
        const score = fit(data, options);
        return { score: (rows) => score(classifier.observe(rows)) };
      },
    },
  };
}
