import type { EmpiricalStatement } from './statement.js';

const FIGURE = {
  source: 'A, Fig. 1',
  reproduction: 'reproduced',
  setting:
    'data, networks, training and picture of the notebook that made the figure; MC dropout, Bayes by Backprop and the anchored ensemble, which it lacks, trained in the same way',
  noVerdict: null,
} as const;

/** Every empirical statement of paper A. */
export const STATEMENTS_OF_A: readonly EmpiricalStatement[] = [
  {
    ...FIGURE,
    statement: 'single networks have large open-ended regions of low entropy without training data',
    judgedBy: { experiment: 'figure-1', claims: ['low-entropy-far-away'] },
  },
  {
    ...FIGURE,
    statement: 'ensembles mitigate this',
    judgedBy: { experiment: 'figure-1', claims: ['ensembles-mitigate'] },
  },
  {
    ...FIGURE,
    statement: 'ensembles mitigate this only partially',
    judgedBy: { experiment: 'figure-1', claims: ['ensembles-mitigate-partially'] },
  },
  {
    source: 'A, section 6',
    statement: 'models detect outliers to different extents',
    reproduction: 'reproduced',
    setting: FIGURE.setting,
    judgedBy: null,
    noVerdict:
      'no quantity is named; the table of shares at the edge shows how far the models differ',
  },
  {
    source: 'A, final version, Fig. 3 and appendix B',
    statement: 'gradients of every uncertainty metric vanish away from the data',
    reproduction: 'reproduced',
    setting:
      'half-moons, networks, training and picture of the published code; maps of every metric and its gradient',
    judgedBy: { experiment: 'figure-1', claims: ['entropy-gradient-shrinks'] },
    noVerdict: null,
  },
  {
    source: 'A, Fig. 2',
    statement: 'softmax probabilities and their derivatives in the plane of two logits',
    reproduction: 'reproduced',
    setting: 'a formula, drawn',
    judgedBy: null,
    noVerdict: 'an illustration: what it shows is proved (claims softmax-jacobian, jacobian-limit)',
  },
];
