import { meanGradient } from '../../src/claims/meanGradient.js';
import { describeClaim } from './describeClaim.js';
import { metricGradientProperties } from './metricGradient.js';

describeClaim(meanGradient, metricGradientProperties(1));
