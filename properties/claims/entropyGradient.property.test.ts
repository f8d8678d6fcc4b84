import { entropyGradient } from '../../src/claims/entropyGradient.js';
import { describeMetricGradient } from './metricGradient.js';

describeMetricGradient(entropyGradient, 1);
