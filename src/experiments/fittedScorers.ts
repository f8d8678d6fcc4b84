import {
  cea,
  type Detector,
  type FittingData,
  type Scorer,
  type Variant,
} from '../detectors/index.js';
import { type CeaChoice, detectorOf } from './detectorChoice.js';
import { rememberScores } from './rememberScores.js';

/** A fitted detector under the name that result tables use. */
export interface FittedScorer {
  readonly detector: string;
  readonly scorer: Scorer;
  readonly reads: Detector['reads'];
}

/** Detectors fitted on the same data, each alone and with every choice of CEA. Double precision. */
export function fittedScorers(
  { detectors, ceas, variant }: FittedChoice,
  data: FittingData,
): FittedScorer[] {
  return detectors.flatMap((id) => {
    const base = rememberScores(detectorOf(id));
    const lifted = cea(base);
    return [
      { detector: id, scorer: base.fit(data, { variant }), reads: base.reads },
      ...ceas.map(({ name, options }) => ({
        detector: `${name}:${id}`,
        scorer: lifted.fit(data, { variant, base: { variant }, ...options }),
        reads: lifted.reads,
      })),
    ];
  });
}

/** Which detectors. */
export interface FittedChoice {
  readonly detectors: readonly string[];
  readonly ceas: readonly CeaChoice[];
  readonly variant: Variant;
}
