import { entropyGradient } from '../../src/claims/entropyGradient.js';
import { describeClaim } from './describeClaim.js';
import { metricGradientProperties } from './metricGradient.js';

describeClaim(entropyGradient, metricGradientProperties(1));
