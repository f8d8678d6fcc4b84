import { type FarAlongRay, farAwayOf } from '../farAway/farAway.js';
import type { Law } from '../law.js';
import type { DetectorUnderTest } from '../subject.js';

const KEPT = {
  out: ({ ends }: FarAlongRay) => ends === 'out',
  in: ({ ends }: FarAlongRay) => ends === 'in',
  flat: ({ trend }: FarAlongRay) => trend === 'level',
} as const;

const EXPECTED = {
  out: 'above 95 % of in-distribution scores',
  in: 'below the median of in-distribution scores',
  flat: 'the same from 1e9 to 1e12',
} as const;

/** What it says it does at infinity, it does up to 1e12. */
export const FAR_LAW: Law<DetectorUnderTest> = {
  id: 'far-away',
  statement:
    'where the classifier ends certain, scores end as declared: out, flat or in (declared)',
  likelyCause: 'scores are clamped, overflow, or follow the confidence of the classifier',
  applies: ({ declares }) =>
    declares?.far === undefined ? { notChecked: 'it does not declare far' } : null,
  async check(subject) {
    const declared = subject.declares!.far!;
    const { rays, inside, situation } = await farAwayOf(subject);
    const certain = rays.filter(({ regime }) => regime === 'saturating');
    const wrong = certain.find((ray) => !KEPT[declared](ray));
    if (!wrong) return null;
    const { name, origin, direction, score, ends, trend } = wrong;
    return {
      message: `along "${name}" the score is ${score} at t = 1e12 (${ends}, ${trend}), expected ${EXPECTED[declared]} (median ${inside.median}, 95 %: ${inside.percentile95})`,
      input: { situation, ray: { origin, direction } },
    };
  },
};
