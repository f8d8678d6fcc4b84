import type { AuditData } from '../audit/auditData.js';
import { auditOnThreads } from '../audit/auditOnThreads.js';
import { fitDetectors, fittingSplit } from '../audit/fittedDetectors.js';
import { type InputScaling, scaleRows } from '../audit/inputScaling.js';
import { Classifier, type Scorer } from '../detectors/index.js';
import { capabilityOf } from '../network/capability.js';
import type { Network } from '../network/network.js';
import type { FlagScale } from './detectorCertificate.js';
import { type GuardDetector, guardDetector } from './guardDetector.js';

/** Detectors that can be put beside a guard. */
export const GUARD_DETECTORS = { 'cea-msp': 'msp', 'cea-ebo': 'ebo' } as const;

/** A detector for a file, and what it was fitted as. */
export interface FittedGuardDetector {
  readonly detector: GuardDetector;
  readonly classifier: Classifier;
  readonly scorer: Scorer;
  /** Where it flags along features that drive the network to certainty; null if not followed. */
  readonly flags: readonly FlagScale[] | null;
}

/** Rows that rays start from. */
const ROWS = 5;

/**
 * Fits CEA over MSP or energy as an audit does, with a threshold that flags at most a share of
 * held-out rows, and follows it along every feature.
 *
 * @throws InputError as `fittingSplit` and `fitDetectors`
 */
export async function fitGuardDetector(
  network: Network,
  id: keyof typeof GUARD_DETECTORS,
  data: AuditData,
  settings: {
    readonly scaling: InputScaling | null;
    readonly flagRate: number;
    readonly seed: number;
    readonly onProgress?: (done: number, total: number) => void;
  },
): Promise<FittedGuardDetector> {
  const { scaling, flagRate, seed, onProgress } = settings;
  const classifier = new Classifier(network);
  const inputs = scaleRows(data.x, scaling);
  const split = fittingSplit(classifier, inputs, data.labels, seed, [id]);
  const { detectors } = fitDetectors(classifier, split, [id], { lenient: false, flagRate });
  const [{ scorer, threshold }] = detectors;
  const { lambda, tau } = scorer.parameters as { lambda: number; tau: number };
  const detector = guardDetector(GUARD_DETECTORS[id], { lambda, tau, threshold });
  if (!capabilityOf(network).piecewiseAffine) return { detector, classifier, scorer, flags: null };
  const { audit } = await auditOnThreads(network, {
    data,
    ...(scaling && { scaling }),
    detectors: [id],
    flagRate,
    seed,
    rows: ROWS,
    ...(onProgress && { onProgress }),
  });
  const flags = audit.directions.flatMap(({ label, detectors }): FlagScale[] =>
    detectors.map(({ blind, flagScale }) => ({
      direction: label,
      blind,
      scale: flagScale === Infinity ? 'Infinity' : flagScale,
    })),
  );
  return { detector, classifier, scorer, flags };
}
