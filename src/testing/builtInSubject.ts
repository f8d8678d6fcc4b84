import { Classifier } from '../detectors/classifier.js';
import type { Detector, VariantOptions } from '../detectors/detector.js';
import { fittingDataOf } from '../detectors/fittingData.js';
import { checkArguments } from '../errors/checkArguments.js';
import { record } from '../errors/kinds.js';
import { readNetwork } from '../network/networkFile.js';
import { detectorKind } from './argumentKinds.js';
import type { Declarations } from './declarations.js';
import type { DetectorUnderTest } from './subject.js';

/**
 * Puts a detector of farfield under the laws.
 *
 * @param declares - what the laws may assume of it
 * @param fixed - options it is always fitted with
 *
 * @example
 * ```ts
 * subjectOf(cea(ebo), {}, { percent: 99 }).name; // 'CEA(EBO)'
 * ```
 */
export function subjectOf(
  detector: Detector<VariantOptions>,
  declares: Declarations = {},
  fixed: Readonly<Record<string, unknown>> = {},
): DetectorUnderTest {
  checkArguments('subjectOf', {
    detector: [detector, detectorKind],
    declares: [declares, record({})],
    fixed: [fixed, record({})],
  });
  return {
    name: detector.name,
    declares,
    fit({ network, train, validation }, options = {}) {
      const classifier = new Classifier(readNetwork(network));
      const data = fittingDataOf(classifier, train, validation);
      const scorer = detector.fit(data, { ...fixed, ...options });
      return { score: (rows) => scorer.score(classifier.observe(rows)) };
    },
  };
}
