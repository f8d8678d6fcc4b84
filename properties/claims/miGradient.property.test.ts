import { miGradient } from '../../src/claims/miGradient.js';
import { describeMetricGradient } from './metricGradient.js';

describeMetricGradient(miGradient, 2);
