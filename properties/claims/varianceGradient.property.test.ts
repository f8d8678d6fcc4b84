import { varianceGradient } from '../../src/claims/varianceGradient.js';
import { describeMetricGradient } from './metricGradient.js';

describeMetricGradient(varianceGradient, 2);
