import { describe, expect, it } from 'vitest';
import { claimById } from '../claims/claimById.js';
import { CLAIMS } from '../claims/registry.js';
import { proofsOf } from './proofsOf.js';
import { theoremsOf } from './theoremsOf.js';
import { WEAKER_FORMS } from './weakerForms.js';

/**
 * The readings whose theorems, taken together, say all that the claim says. Compared by hand; one
 * that is proved and stands neither here nor in `WEAKER_FORMS` has not been.
 */
const AS_STATED = {
  asPrinted: [
    'eventually-affine',
    'regimes',
    'slopes-ignore-input',
    'vote-shares',
    'danger-scale',
    'saturation-rate',
    'softmax-sigmoid',
    'softmax-jacobian',
    'metric-bounds',
    'jacobian-limit',
    'hein-scaling',
    'logit-diverges',
    'penultimate-diverges',
    'cea-does-no-harm',
    'mls-at-infinity',
    'ebo-at-infinity',
    'grad-norm-at-infinity',
    'mds-at-infinity',
    'knn-at-infinity',
    'she-inner-product-at-infinity',
    'she-euclidean-at-infinity',
    'klm-at-infinity',
    'react-at-infinity',
    'dice-at-infinity',
    'fdbd-at-infinity',
    'nnguide-at-infinity',
    'neco-at-infinity',
    'weighted-votes',
    'guard-uniform',
    'almost-every-head',
    'cea-weight',
    'far-points-below-id',
    'fixed-points',
    'temperature-two-classes',
    'unflagged-ceiling',
    'ash-at-infinity',
    'ash-s-at-infinity',
    'ash-p-at-infinity',
    'scale-at-infinity',
    'msp-at-infinity',
    'temp-scale-at-infinity',
    'vim-at-infinity',
    'nci-at-infinity',
    'residual-at-infinity',
    'vra-at-infinity',
    'vra-plus-at-infinity',
    'vra-plus-plus-at-infinity',
    'vra-clip-at-infinity',
    'relation-at-infinity',
    'sirc-msp-norm-at-infinity',
    'sirc-entropy-norm-at-infinity',
    'sirc-msp-residual-at-infinity',
    'sirc-entropy-residual-at-infinity',
    'dice-react-at-infinity',
    'react-ash-s-at-infinity',
    'nearest-neighbour-at-infinity',
    'she-cosine-at-infinity',
    'vim-clipped-at-infinity',
    'gram-layers-at-infinity',
    'mds-ridge-at-infinity',
    'rmds-ridge-at-infinity',
    'multi-mds-at-infinity',
    'blind-window',
    'trees-constant',
    'random-directions',
    'box-bound',
    'decision-settles',
    'one-hot-column',
    'slopes-ignore-shape',
    'bounded-distance',
    'layer-norm-ceiling',
    'bounded-ceiling',
  ],
  repaired: [
    'hein-scaling',
    'monotone-logits',
    'jacobian-limit-joint',
    'single-dimension',
    'growth-rate',
    'gradient-vanishes',
    'monotone-on-polytopes',
    'softmax-increasing',
    'entropy-direction',
    'msp-gradient',
    'mean-gradient',
    'variance-gradient',
    'entropy-gradient',
    'mi-gradient',
    'perfect-certainty',
    'logit-diverges-any',
    'penultimate-diverges-any',
    'cea-monotone',
    'cea-id-small',
    'perfect-certainty-same-sense',
    'cea-catches-overconfidence',
  ],
} as const;

const READINGS = ['asPrinted', 'repaired'] as const;

/** A constant that a statement only says there is, as in "exists M : R, …". */
const SOME_CONSTANT = /\bexists (\w+ )*(M|m M|alpha beta) : R,/;

describe('the form in which a reading is proved', () => {
  it('is known of every reading of the catalogue that is proved, and of no other', () => {
    for (const reading of READINGS) {
      const proved = CLAIMS.filter(
        (claim) => claim[reading] && proofsOf(claim.id)[reading] === 'proved',
      );
      const weaker = WEAKER_FORMS.filter((form) => form.reading === reading);
      const known = [...AS_STATED[reading], ...weaker.map(({ claim }) => claim)];
      expect(known.toSorted()).toEqual(proved.map(({ id }) => id).toSorted());
    }
  });

  it('is weaker exactly where a claim prints a constant and its theorems have some constant', () => {
    const short = CLAIMS.filter((claim) => {
      const { latex } = claim.repaired ?? claim.asPrinted;
      // What is printed is a bound by e^(−γt) with a factor before it.
      const printed = /\\(le|ge)\b.*e\^\{-?\\gamma t\}/.test(latex);
      const theorems = theoremsOf(claim.id).filter(
        ({ reading }) => reading === 'rate' || reading === 'repaired',
      );
      return printed && theorems.some(({ statement }) => SOME_CONSTANT.test(statement));
    });
    const listed = WEAKER_FORMS.filter(({ shortfall }) => shortfall === 'constant');
    expect(short.map(({ id }) => id).sort()).toEqual(listed.map(({ claim }) => claim).sort());
  });

  it('is told with the proofs of its claim', () => {
    for (const { claim, ...form } of WEAKER_FORMS) {
      expect(claimById(claim)[form.reading]).not.toBeNull();
      expect(proofsOf(claim).weaker).toContainEqual(form);
    }
    expect(proofsOf('softmax-sigmoid').weaker).toEqual([]);
  });

  it('is none where what is proved begs the question', () => {
    // That what does not touch the logits leaves them alone is no theorem about CEA's predictions.
    expect(proofsOf('posthoc-keeps-predictions').asPrinted).toBe('none');
  });
});
