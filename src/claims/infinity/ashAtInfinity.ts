import { ash } from '../../detectors/methods/ash.js';
import { Rational } from '../../exact/rational.js';
import { energyEnd } from '../shared/expectedEnd.js';
import { headLines } from './headLines.js';
import { infinityClaim } from './infinityClaim.js';
import { isChoiceOfSort } from './tiesAtCut.js';

/** ASH-B: the k units that end largest share the sum of all. */
export const ashAtInfinity = infinityClaim({
  id: 'ash-at-infinity',
  detector: ash,
  row: 'DICE, ASH',
  blindness: 'blind iff the top logit of the reshaped units does not fall',
  latex:
    '-\\ln \\sum_c e^{(W s(z(t)) + \\beta)_c} \\sim -\\max_c\\, (W \\bar\\Delta)_c\\, t, \\qquad \\bar\\Delta_j = \\begin{cases} \\tfrac1k \\sum_i \\Delta_i & j \\text{ among the } k \\text{ units that end largest} \\\\ 0 & \\text{else} \\end{cases}',
  plain:
    'The units that end largest share the slope of all units alike; the novelty goes against the largest slope the head makes of that.',
  hypotheses: ['undecided where units tie at the cut and the head reads them differently'],
  kept: ({ parameters }) => parameters.kept as number,
  end({ activations: { slope, intercept } }, { parameters }, subject) {
    const kept = parameters.kept as number;
    const share = (values: readonly Rational[]) =>
      values.reduce((sum, value) => sum.add(value), Rational.zero).divide(Rational.of(kept));
    const endsAbove = (i: number, j: number) =>
      (slope[i].compare(slope[j]) || intercept[i].compare(intercept[j]) || j - i) > 0;
    const units = slope.map((_, j) => j);
    const order = [...units].sort((i, j) => (endsAbove(i, j) ? -1 : 1));
    if (isChoiceOfSort({ slope, intercept }, order, kept, subject.data.head)) return null;
    const chosen = units.map((j) => order.indexOf(j) < kept);
    const reshaped = (values: readonly Rational[]) => {
      const each = share(values);
      return units.map((j) => (chosen[j] ? each : Rational.zero));
    };
    return energyEnd(
      headLines(subject, { slope: reshaped(slope), intercept: reshaped(intercept) }),
    );
  },
});
