import { join } from 'node:path';
import { parseImageShape } from '../audit/imageShape.js';
import { type AuditPartFile, mergeAudits } from '../audit/mergeAudits.js';
import { parseAudit } from '../audit/parseAudit.js';
import { parseCurves } from '../audit/parseCurves.js';
import { isFile } from '../files/isFile.js';
import { readJsonFile } from '../files/readJsonFile.js';
import { type CommonOptions, terminalOf } from './command.js';
import { finishAudit } from './finishAudit.js';

/** Where the joined audit goes, and what it is compared with. */
export interface MergeAuditOptions {
  readonly out: string;
  readonly baseline?: string;
  readonly accept?: string;
  readonly shape?: string;
}

/** Joins the shards of an audit, and judges it as `farfield audit` would have. */
export async function mergeAuditShards(
  folders: readonly string[],
  options: CommonOptions & MergeAuditOptions,
): Promise<void> {
  const terminal = terminalOf(options);
  const parts: AuditPartFile[] = [];
  let path: string | null = null;
  for (const folder of folders) {
    const name = join(folder, 'audit.json');
    const audit = parseAudit(await readJsonFile(name), name);
    const curvesName = join(folder, 'audit.curves.json');
    if (await isFile(curvesName)) {
      const found = parseCurves(await readJsonFile(curvesName), audit, curvesName);
      path ??= found.network;
      parts.push({ name, audit, curves: found.curves });
    } else {
      terminal.note(`${curvesName} is missing: the page has no curves of these directions`);
      parts.push({ name, audit, curves: null });
    }
  }
  const run = mergeAudits(parts);
  await finishAudit(run, {
    ...options,
    terminal,
    path: path ?? run.audit.network.name,
    shape: parseImageShape(options.shape, run.audit.network.inputs),
  });
}
