import { METRIC_NAMES, type MetricName } from './declarations.js';
import type { MetricsUnderTest } from './laws/metricLaws.js';
import type { ProcessDetector } from './processDetector.js';
import { StartFailure } from './startFailure.js';

/** The ranking metrics of a process, by the names it declares. */
export function metricsOfProcess(
  detector: ProcessDetector,
  names: readonly MetricName[],
): MetricsUnderTest {
  const ask = (name: MetricName) => async (id: readonly number[], ood: readonly number[]) => {
    const value = (await detector.rank(id, ood))[name];
    if (typeof value === 'number') return value;
    if (value === 'NaN') return Number.NaN;
    throw new Error(`the answer to metrics has no number "${name}"`);
  };
  return {
    name: detector.name,
    ...Object.fromEntries(names.map((name) => [name, ask(name)])),
  };
}

/**
 * The ranking metrics that a process answers with where nothing is declared; AUROC, whose laws then
 * say what is missing, if it answers with none.
 *
 * @throws StartFailure if it does not start
 */
export async function metricsAnswered(detector: ProcessDetector): Promise<readonly MetricName[]> {
  try {
    const answer = await detector.rank([0, 1], [2, 3]);
    const names = METRIC_NAMES.filter((name) => name in answer);
    if (names.length > 0) return names;
  } catch (error) {
    if (error instanceof StartFailure) throw error;
  }
  return ['auroc'];
}

/** The ranking metrics a module exports as `metrics`; null if it exports none. */
export function metricsOfModule(
  module: Readonly<Record<string, unknown>>,
): MetricsUnderTest | null {
  const { metrics } = module;
  if (typeof metrics !== 'object' || metrics === null) return null;
  const found = METRIC_NAMES.filter(
    (name) => typeof (metrics as Record<string, unknown>)[name] === 'function',
  );
  return found.length === 0 ? null : { name: 'metrics', ...(metrics as object) };
}
