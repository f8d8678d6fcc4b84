import type { RayCase } from '../../claims/cases.js';
import type { Simplification } from '../caseArbitrary.js';
import { fieldComplexity } from './numberField.js';
import { isEnsembleCase, simplerEnsembles } from './simplerEnsembleCases.js';
import { networkSize } from './simplerNetworks.js';

/** Simpler networks and rays: as for an ensemble of one that keeps its member. */
export const simplerRayCases: Simplification<RayCase> = {
  isCase: (value): value is RayCase => {
    if (typeof value !== 'object' || value === null || !('network' in value)) return false;
    return isEnsembleCase({ ...value, members: [value.network] });
  },
  sizeOf: ({ network, origin, direction }) => [
    ...networkSize([network]),
    fieldComplexity(origin) + fieldComplexity(direction),
  ],
  *simpler({ network, origin, direction }) {
    const source = { members: [network], origin, direction };
    for (const { members, ...ray } of simplerEnsembles(source)) {
      yield { network: members[0], ...ray };
    }
  },
};
