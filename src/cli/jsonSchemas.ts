import { auditSchema } from '../audit/auditShape.js';
import { INPUT_SCHEMAS } from '../audit/inputShapes.js';
import { curvesSchema } from '../audit/parseCurves.js';
import { acceptancesSchema } from '../audit/readBaseline.js';
import { certificateSchema } from '../certificate/certificateShape.js';
import { evidenceSchema } from '../evidence/evidenceShape.js';
import { guardCertificateSchema, guardSchema } from '../guard/guardShapes.js';
import { networkSchema } from '../network/networkShape.js';
import { posteriorSchema } from '../posterior/posteriorShape.js';
import { tfjsLayerSchema } from '../readers/tfjs/layerSchema.js';
import type { JsonSchema } from '../schema/shape.js';
import { configSchema } from './configFile.js';
import { RESULT_SCHEMAS } from './resultShapes.js';

/**
 * The files of `schema/` that are written from the shapes which readers check by, or which have the
 * types of what is printed; the others are written by hand. `npm run schemas` writes them.
 */
export const JSON_SCHEMAS: Readonly<Record<string, () => JsonSchema>> = {
  acceptances: acceptancesSchema,
  audit: auditSchema,
  'audit-curves': curvesSchema,
  certificate: certificateSchema,
  config: configSchema,
  evidence: evidenceSchema,
  guard: guardSchema,
  'guard-certificate': guardCertificateSchema,
  network: networkSchema,
  posterior: posteriorSchema,
  'tfjs-layer': tfjsLayerSchema,
  ...INPUT_SCHEMAS,
  ...RESULT_SCHEMAS,
};
