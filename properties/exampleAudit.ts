import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { audit } from '../src/audit/audit.js';
import { auditDataOfText } from '../src/audit/auditData.js';
import type { AuditRun } from '../src/audit/auditRun.js';
import { loadNetwork } from '../src/readers/loadNetwork.js';

const folder = fileURLToPath(new URL('../docs/example', import.meta.url));

/** The audit of the bundled example, in this thread. */
export async function exampleAudit(
  detectors: readonly string[],
  table = readFileSync(join(folder, 'pump.csv'), 'utf8'),
): Promise<AuditRun> {
  const network = await loadNetwork(join(folder, 'pump.onnx'));
  const data = auditDataOfText(table, 'pump.csv', network);
  return audit(network, { name: 'pump.onnx', data, detectors, workers: 0 });
}
