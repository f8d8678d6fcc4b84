import { varianceGradient } from '../../src/claims/varianceGradient.js';
import { describeClaim } from './describeClaim.js';
import { metricGradientProperties } from './metricGradient.js';

describeClaim(varianceGradient, metricGradientProperties(2));
