import type { Observations } from '../../detectors/observations.js';
import { Rational } from '../../exact/rational.js';
import { headOf } from '../../network/penultimate.js';
import type { DetectorAnalysis } from '../detectorAnalysis.js';
import type { Oracle } from '../oracle.js';
import { entryOf, evaluateExactly } from './exactEvaluation.js';
import { settlingTime } from './settling.js';
import { tailLines } from './tailLines.js';

/**
 * What the network shows at x(t), without germs: by its own float64 evaluation, or for the oracle of
 * high precision evaluated exactly and rounded once.
 */
export function farObservations(
  subject: DetectorAnalysis,
  oracle: Oracle,
  t: number,
): Observations {
  const { network, origin, direction, data } = subject;
  const inputs = Float64Array.from(origin, (x, d) => x + t * direction[d]);
  const batch = { rows: 1, columns: inputs.length, values: inputs };
  if (oracle.name === 'float64') return data.classifier!.observe(batch);
  const values = evaluateExactly(network, origin, direction, Rational.of(t));
  const rounded = (value: number) => {
    const row = Float64Array.from(values.values[value], (_, i) =>
      entryOf(values, value, i).toNumber(),
    );
    return { rows: 1, columns: row.length, values: row };
  };
  return {
    inputs: batch,
    logits: rounded(network.output),
    features: rounded(headOf(network).penultimate),
    hidden: data.classifier!.hiddenValues.map(rounded),
  };
}

/** What a score has to wait for beside the softmax of the logits. */
export interface Wait {
  /** How many times later than that softmax has settled the score shows its end; 1 if absent. */
  readonly patience?: number;
  /** The temperature of the softmax that the score is made of; 1 if absent. */
  readonly temperature?: number;
  /** Whether every activation that moves is to exceed all in the data, not only the fastest. */
  readonly everyUnit?: boolean;
  /** How many of the largest activations the score keeps, if numbers are to tell which. */
  readonly kept?: number;
}

/**
 * A power of two far beyond the time at which the top class has all but 1e-9 of the probability,
 * and the fastest activation, or every one that moves, exceeds all in the data; null if
 * there is none that float64 can square.
 */
export function farTime(
  subject: DetectorAnalysis,
  { patience = 1, temperature = 1, everyUnit = false }: Wait = {},
): number | null {
  const settled = settlingTime(subject, 1e-9, temperature);
  if (settled === null) return null;
  // Thresholds are fitted on either set.
  const seen = [subject.data.train, subject.data.validation].reduce(
    (most, { features }) => features.values.reduce((m, z) => Math.max(m, Math.abs(z)), most),
    0,
  );
  const speeds = tailLines(subject)
    .activations.slope.filter(({ sign }) => sign !== 0)
    .map((b) => Math.abs(b.toNumber()));
  const speed = speeds.length === 0 ? 0 : Math[everyUnit ? 'min' : 'max'](...speeds);
  const outside = speed > 0 ? seen / speed : 0;
  const t = 2 ** Math.ceil(Math.log2(Math.max(settled, outside, 1) * 4 * patience) + 12);
  return t < 2 ** 200 ? t : null;
}
