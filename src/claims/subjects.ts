import type { SmoothAnalysis } from './beyond/smoothAnalysis.js';
import type { SpeedsAnalysis } from './beyond/speedsAnalysis.js';
import type { TreesAnalysis } from './beyond/treesAnalysis.js';
import type { CurveAnalysis } from './curveAnalysis.js';
import type { DetectorAnalysis } from './detectorAnalysis.js';
import type { LogitsAnalysis } from './logitsAnalysis.js';
import type { EnsembleAnalysis, RayAnalysis } from './rayAnalysis.js';

/** What a check is given for each kind of case. */
export interface Subjects {
  readonly ray: RayAnalysis;
  readonly ensemble: EnsembleAnalysis;
  readonly logits: LogitsAnalysis;
  readonly curve: CurveAnalysis;
  readonly detector: DetectorAnalysis;
  readonly smooth: SmoothAnalysis;
  readonly speeds: SpeedsAnalysis;
  readonly trees: TreesAnalysis;
}
