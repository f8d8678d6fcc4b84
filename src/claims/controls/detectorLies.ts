import type { Scorer } from '../../detectors/detector.js';
import type { BehaviourAtInfinity } from '../../detectors/infinity/behaviourAtInfinity.js';
import type { DetectorAnalysis } from '../detectorAnalysis.js';
import { answering } from './lies.js';

/** A lie about what every fitted detector does at infinity. */
export function aboutBehaviour(
  subject: DetectorAnalysis,
  change: (honest: BehaviourAtInfinity) => BehaviourAtInfinity,
): DetectorAnalysis {
  return answering(subject, {
    behaviourOf: () => (scorer: Scorer) => change(subject.behaviourOf(scorer)),
  });
}

/** A lie about the parameters that every detector is fitted with. */
export function aboutParameters(
  subject: DetectorAnalysis,
  change: (parameters: Scorer['parameters']) => Scorer['parameters'],
): DetectorAnalysis {
  const known = new Map<Scorer, Scorer>();
  const fit: DetectorAnalysis['scorerOf'] = (detector, options) => {
    const honest = subject.scorerOf(detector, options);
    const lie =
      known.get(honest) ?? answering(honest, { parameters: () => change(honest.parameters) });
    known.set(honest, lie);
    return lie;
  };
  return answering(subject, { scorerOf: () => fit });
}
