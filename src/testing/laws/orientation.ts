import { auroc } from '../../metrics/auroc.js';
import type { Law } from '../law.js';
import { fitOn, scoresOf } from '../scoring.js';
import { ORDINARY } from '../situations/situations.js';
import type { DetectorUnderTest } from '../subject.js';

/** Higher = more out-of-distribution. */
export const ORIENTATION: Law<DetectorUnderTest> = {
  id: 'orientation',
  statement: 'a blob far away scores higher than the training blob, unless it declares otherwise',
  likelyCause: 'the sign is inverted: a confidence or a negated deviation is returned as novelty',
  applies: ({ declares }) =>
    declares?.orientation === 'none' ? { notChecked: 'it declares no orientation' } : null,
  async check(subject) {
    const declared = subject.declares?.orientation ?? 'far';
    const fitted = await fitOn(subject, ORDINARY);
    const outside = declared === 'far' ? ORDINARY.far : ORDINARY.boundary;
    const inside = await scoresOf(fitted, ORDINARY.inside);
    const beyond = await scoresOf(fitted, outside);
    const separation = auroc(inside, beyond, { nan: 'least-novel' });
    if (separation >= 0.9) return null;
    const lowest = beyond.indexOf(Math.min(...beyond));
    return {
      message: `AUROC ${separation.toFixed(3)} of ${declared === 'far' ? 'far' : 'boundary'} rows against training-like ones, expected at least 0.9`,
      input: {
        situation: ORDINARY.name,
        inside: { row: ORDINARY.inside[0], score: inside[0] },
        outside: { row: outside[lowest], score: beyond[lowest] },
      },
    };
  },
};
