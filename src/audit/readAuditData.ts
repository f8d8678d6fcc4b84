import { existsSync } from 'node:fs';
import { readDataText } from '../data/dataFile.js';
import { DATA_SETS, dataSetNamed } from '../data/dataSets.js';
import { readTable } from '../data/table.js';
import {
  type AuditData,
  auditDataOfTable,
  auditDataOfText,
  checkLabels,
  checkWidth,
  type NetworkSize,
} from './auditData.js';

/**
 * Reads in-distribution data: a CSV with header, ARFF or NPY, or one of the project's data sets by
 * name.
 *
 * @param label - the column with the labels; without it a column named label, class, target or y
 *   is taken if the file has one column more than the network has inputs
 * @throws InputError `shape_mismatch` if the features are not as many as the inputs; `missing` for a
 *   label column that is not there; `out_of_range` for labels that are no class of the network; and
 *   as `readTable` does
 */
export async function readAuditData(
  source: string,
  network: NetworkSize,
  { label, seed }: { readonly label?: string; readonly seed: number },
): Promise<AuditData> {
  if (!existsSync(source) && DATA_SETS.some(({ name }) => name === source)) {
    const { features, x, y, notes } = await dataSetNamed(source).load(seed);
    checkWidth(source, x.columns, network.inputSize);
    checkLabels(source, y, network.outputSize);
    return { name: source, features, x, labels: y, notes };
  }
  if (!existsSync(source) && !/[./\\]/.test(source)) {
    // A bare word that is no file was meant as a name.
    dataSetNamed(source);
  }
  if (/\.(npy|arff)(\.gz)?$/i.test(source)) {
    const table = await readTable(source);
    return auditDataOfTable(table, label, network);
  }
  if (!/\.(csv|tsv|txt|data)(\.gz)?$/i.test(source)) await readTable(source);
  return auditDataOfText(
    await readDataText(source),
    source,
    network,
    label === undefined ? {} : { label },
  );
}
