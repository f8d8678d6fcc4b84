import { meanGradient } from '../../src/claims/meanGradient.js';
import { describeMetricGradient } from './metricGradient.js';

describeMetricGradient(meanGradient, 1);
