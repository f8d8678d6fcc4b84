import { miGradient } from '../../src/claims/miGradient.js';
import { describeClaim } from './describeClaim.js';
import { metricGradientProperties } from './metricGradient.js';

describeClaim(miGradient, metricGradientProperties(2));
