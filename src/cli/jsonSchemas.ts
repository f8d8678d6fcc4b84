import { auditSchema } from '../audit/auditShape.js';
import { curvesSchema } from '../audit/parseCurves.js';
import { evidenceSchema } from '../evidence/evidenceShape.js';
import type { JsonSchema } from '../schema/shape.js';
import { configSchema } from './configFile.js';

/**
 * The files of `schema/` that are written from the shapes which readers check by; the others are
 * written by hand. `npm run schemas` writes them.
 */
export const JSON_SCHEMAS: Readonly<Record<string, () => JsonSchema>> = {
  audit: auditSchema,
  'audit-curves': curvesSchema,
  config: configSchema,
  evidence: evidenceSchema,
};
