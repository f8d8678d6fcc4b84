import { answering } from '../controls/lies.js';
import { ceilingClaim, lower, lowerEngineCeiling } from './ceilingClaim.js';
import { HEAD_ON_A_NORM } from './conditions.js';
import { GELU, LAYER_NORM, NORM_OF_ONE_OUTPUT, RECTIFIED_NORM, RMS_NORM } from './controlCases.js';

/** Section 7: a head on a norm is never certain, anywhere. */
export const layerNormCeiling = ceilingClaim({
  id: 'layer-norm-ceiling',
  title: 'A head on a norm is never more certain than a ceiling',
  label: 'section 7: normalisation',
  top: HEAD_ON_A_NORM,
  latex:
    'f_c - f_k \\le B_{ck} = \\sqrt n\\, \\|P(d \\circ g)\\|_2 + d \\cdot s + \\beta_c - \\beta_k, \\quad d = w_c - w_k; \\qquad \\max_c p_c \\le \\max_c \\frac{1}{1 + \\sum_{k \\ne c} e^{-B_{ck}}} < 1 \\quad \\forall\\, x',
  plain:
    'Normalised activations have a fixed length, so a linear head on them can only say so much: no input in the world makes the network more certain than a number read off its last layers.',
  controls: [
    { name: 'a layer norm of two units, at the bound', source: LAYER_NORM, expected: 'holds' },
    { name: 'an RMS norm', source: RMS_NORM, expected: 'holds' },
    { name: 'a norm and a ReLU', source: RECTIFIED_NORM, expected: 'holds' },
    { name: 'no norm', source: GELU, expected: 'skipped' },
    { name: 'one output', source: NORM_OF_ONE_OUTPUT, expected: 'skipped' },
    {
      name: 'a bound that is a thousandth too small',
      source: LAYER_NORM,
      lie: (subject) => answering(subject, { leads: () => lower(subject.leads, 0.001) }),
      expected: 'fails',
    },
    {
      name: 'a ceiling that is a thousandth too low',
      source: LAYER_NORM,
      lie: (subject) => {
        const { ceiling } = subject;
        return answering(subject, { ceiling: () => lower([[ceiling]], 0.001)[0][0] });
      },
      expected: 'fails',
    },
    {
      name: "the engine's ceiling, halfway to an even guess",
      source: LAYER_NORM,
      lie: lowerEngineCeiling,
      expected: 'fails',
    },
  ],
});
