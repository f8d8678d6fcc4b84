import type { ExperimentEvidence } from '../evidence/experimentEvidence.js';
import { counted, grouped, listed } from '../page/countWords.js';

/** How an experiment was run: "diabetic-retinopathy; seeds 0, 1 and 2; 10 epochs; trained with wasm". */
export function settingsWords({ settings, backend }: ExperimentEvidence): string {
  const { dataSets, seeds, epochs, rows, fullSize } = settings;
  if (backend === 'none') return 'nothing is trained';
  return [
    listed(dataSets),
    `${seeds.length === 1 ? 'seed' : 'seeds'} ${listed(seeds.map(String))}`,
    counted(epochs, 'epoch'),
    ...(rows === null ? [] : [`only ${grouped(rows)} rows of each data set`]),
    ...(fullSize ? [] : ["a reduced transformer, not the paper's"]),
    `trained with ${backend}`,
  ].join('; ');
}
