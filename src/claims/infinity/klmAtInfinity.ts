import { klm } from '../../detectors/methods/klm.js';
import { infinityClaim } from './infinityClaim.js';

/** KL matching: a one-hot p is as far from a template as the template doubts the class. */
export const klmAtInfinity = infinityClaim({
  id: 'klm-at-infinity',
  detector: klm,
  row: 'KLM',
  blindness: 'decided by its limit',
  latex:
    '\\min_c \\mathrm{KL}(p(x(t)) \\,\\|\\, d_c) \\;\\to\\; \\min_c\\, (-\\ln d_c[k]) < \\infty',
  plain:
    'Of the templates of all classes the one that gives the top class k the most probability is nearest in the end: the novelty tends to minus the logarithm of that probability, a finite number.',
  hypotheses: ['undecided where no template gives the top class a probability that doubles hold'],
  end(_, { parameters }, { tail }) {
    const templates = parameters.templates as readonly (readonly number[])[];
    const largest = Math.max(...templates.map((template) => template[tail.top[0]]));
    return largest < 1e-300 ? null : { kind: 'converges', limit: -Math.log(largest) };
  },
});
