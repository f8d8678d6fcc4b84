import { energies } from '../../src/detectors/energy.js';
import { applyHead } from '../../src/detectors/linearHead.js';
import { knn } from '../../src/detectors/methods/knn.js';
import { msp } from '../../src/detectors/methods/msp.js';
import { percentile } from '../../src/detectors/percentile.js';
import { type FaultyDetector, faultyDetector } from './faulty.js';

/** Hyper-parameters and inputs that are not looked at properly. */
export const OPTION_FAULTS: readonly FaultyDetector[] = [
  faultyDetector(
    'neighbours-ignored',
    {
      fault: 'k is accepted and the default used',
      seenIn: 'a configuration that is read and not passed on',
      law: 'options-are-used',
      declares: { options: { k: { values: [1, 20] } } },
    },
    (data) => {
      const scorer = knn.fit(data);
      return (observations) => scorer.score(observations);
    },
  ),
  faultyDetector(
    'temperature-cancels',
    {
      fault: 'the temperature divides the logits and multiplies them again before the softmax',
      seenIn: 'temperature applied in two places',
      law: 'options-are-used',
      declares: { options: { temperature: { values: [1, 1000] } } },
    },
    (data) => {
      const scorer = msp.fit(data);
      return (observations) => scorer.score(observations);
    },
  ),
  faultyDetector(
    'percent-for-fraction',
    {
      fault: 'a percentile given as 0.9 is taken for 0.9 %',
      seenIn:
        'libraries that disagree on percent and fraction: ReAct and ASH in OpenOOD and pytorch-ood',
      law: 'percent-or-fraction',
      declares: { options: { percent: { values: [90, 50], unit: 'percent' } } },
    },
    ({ head, train }, options) => {
      const percent = Number(options.percent ?? 90);
      const threshold = percentile(train.features.values, Math.max(1, percent));
      return ({ features }) =>
        energies(
          applyHead(head, {
            ...features,
            values: features.values.map((value) => Math.min(value, threshold)),
          }),
        );
    },
  ),
  {
    fault: 'NaN is replaced by 0 before scoring',
    seenIn: 'nan_to_num in preprocessing',
    law: 'bad-input',
    subject: {
      name: 'nan-to-zero',
      fit: () => ({
        score: (rows) =>
          Float64Array.from(rows, (row) => Math.hypot(...Array.from(row, (value) => value || 0))),
      }),
    },
  },
  {
    fault: 'rows are read by the length of the first layer, whatever their own length',
    seenIn: 'flat buffers indexed by row number',
    law: 'bad-input',
    subject: {
      name: 'length-unchecked',
      fit: () => ({
        score: (rows) =>
          Float64Array.from(rows, (row) => {
            if (row.length < 4 || Array.from(row).some(Number.isNaN)) return Number.NaN;
            return Math.hypot(row[0], row[1], row[2], row[3]);
          }),
      }),
    },
  },
  {
    fault: 'typed arrays are not recognised as rows and count as empty',
    seenIn: 'Array.isArray, or isinstance(x, list), as the test for a row',
    law: 'float32-inputs',
    subject: {
      name: 'float32-rows-unread',
      fit: () => ({
        score: (rows) =>
          Float64Array.from(rows, (row) => {
            const values: number[] = Array.isArray(row) ? row : [];
            return values.some(Number.isNaN) ? Number.NaN : Math.hypot(...values);
          }),
      }),
    },
  },
];
