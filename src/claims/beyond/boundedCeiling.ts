import { answering } from '../controls/lies.js';
import { ceilingClaim, lower, lowerEngineCeiling } from './ceilingClaim.js';
import { HEAD_ON_BOUNDED } from './conditions.js';
import { BOUNDED, BOUNDED_OF_ONE_OUTPUT, GELU } from './controlCases.js';

/** Section 7: a head on bounded activations is never certain, anywhere. */
export const boundedCeiling = ceilingClaim({
  id: 'bounded-ceiling',
  title: 'A head on bounded activations is never more certain than a ceiling',
  label: 'section 7: normalisation',
  top: HEAD_ON_BOUNDED,
  latex:
    'z \\in [l, u]^n \\;\\Longrightarrow\\; f_c - f_k \\le B_{ck} = \\sum_j \\max(d_j l, d_j u) + \\beta_c - \\beta_k; \\qquad \\max_c p_c \\le \\max_c \\frac{1}{1 + \\sum_{k \\ne c} e^{-B_{ck}}} < 1 \\quad \\forall\\, x',
  plain:
    'Where the last activations cannot leave a box, neither can the logits: no input makes the network more certain than the box allows.',
  controls: [
    { name: 'a tanh', source: BOUNDED, expected: 'holds' },
    { name: 'units without bounds', source: GELU, expected: 'skipped' },
    { name: 'one output', source: BOUNDED_OF_ONE_OUTPUT, expected: 'skipped' },
    {
      name: 'a bound that is a thousandth too small',
      source: BOUNDED,
      lie: (subject) => answering(subject, { leads: () => lower(subject.leads, 0.001) }),
      expected: 'fails',
    },
    {
      name: 'a ceiling that is a thousandth too low',
      source: BOUNDED,
      lie: (subject) => {
        const { ceiling } = subject;
        return answering(subject, { ceiling: () => lower([[ceiling]], 0.001)[0][0] });
      },
      expected: 'fails',
    },
    {
      name: "the engine's ceiling, halfway to an even guess",
      source: BOUNDED,
      lie: lowerEngineCeiling,
      expected: 'fails',
    },
  ],
});
