import type { Detector, VariantOptions } from '../detectors/detector.js';
import { subjectOf } from './builtInSubject.js';
import type { DetectorUnderTest } from './subject.js';

/**
 * The detector a module exports, as its default export or as `detector`: a `DetectorUnderTest`, or
 * a `Detector` of farfield's own kind.
 *
 * @returns what is wrong, as a sentence, if there is none
 */
export function subjectOfModule(
  module: Readonly<Record<string, unknown>>,
): DetectorUnderTest | string {
  const exported = module.default ?? module.detector;
  if (typeof exported !== 'object' || exported === null) {
    return `it exports ${Object.keys(module).join(', ') || 'nothing'}; export a detector as default or as "detector"`;
  }
  if (!('fit' in exported) || typeof exported.fit !== 'function') {
    return 'the detector it exports has no function "fit"';
  }
  if ('reads' in exported) return subjectOf(exported as Detector<VariantOptions>);
  const subject = exported as DetectorUnderTest;
  return typeof subject.name === 'string' ? subject : Object.assign(subject, { name: 'detector' });
}
