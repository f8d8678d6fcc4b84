import { Rational } from '../../exact/rational.js';
import type { EnsembleCase } from '../cases.js';
import type { Claim } from '../claim.js';
import { guarded } from '../condition.js';
import { ALL_SATURATE, OFF_BOUNDARIES, SCALED_AND_MONOTONE, wordsOf } from '../conditions.js';
import {
  ON_BOUNDARY,
  SATURATING,
  STEEPER,
  TIED,
  TIED_FROM_ZERO,
  TIED_NOT_MONOTONE,
  TIED_OTHERWISE,
  together,
} from '../controls/cases.js';
import { aboutEveryTail, equalRows } from '../controls/lies.js';
import { ALMOST_EVERY_TUPLE } from '../generic.js';
import type { GradientOf } from '../oracle.js';
import { fails, HOLDS, type Outcome, UNDECIDED } from '../outcome.js';
import type { EnsembleAnalysis } from '../rayAnalysis.js';
import { confirmLimits, type ExpectedGradient, findVanishing } from './confirmGradient.js';
import { decimal, describeMonotone, describeSubject } from './describe.js';
import { confirmationOf } from './finding.js';
import { LimitGradients } from './limitGradients.js';
import type { LogarithmSum } from './logarithmSum.js';
import { topRowsEqual } from './monotone.js';
import { ratesKept } from './ratesKept.js';

/** What Lemmas 6 to 9 differ in. */
export interface MetricGradient {
  readonly id: string;
  readonly title: string;
  readonly label: string;
  /** LaTeX of what the gradient is taken of. */
  readonly latex: string;
  /** In words, to stand after "the gradient of". */
  readonly plain: string;
  readonly flaw: string;
  /**
   * Of some members that saturate, by how many nats the bound that is checked exceeds their gradient,
   * a little rounded up. A bound that is further away has been loosened.
   */
  readonly room: { readonly members: EnsembleCase; readonly nats: number };
  /** The gradients to confirm, with their limits; one for most metrics, C for the mean. */
  expected(gradients: LimitGradients): readonly ExpectedGradient[];
  /** Whether all of them tend to 0. */
  decide(gradients: LimitGradients): (LogarithmSum & object) | null;
  /** The last steps of a counterexample: from the limits of p_kc and ∂p_kc/∂x_d to the metric's. */
  explain(gradients: LimitGradients, component: number, value: number): readonly string[];
}

/**
 * A claim that the gradient of a metric of an ensemble vanishes as one feature is scaled.
 *
 * As printed: for members that are strictly monotonic. Repaired: for finite ensembles in which every
 * member saturates; then every ∇p_kc → 0 exponentially, and with it the metric's gradient, also
 * where it has a factor ln p̄_c that tends to −∞ only linearly in t.
 */
export function metricGradientClaim(metric: MetricGradient): Claim<'ensemble'> {
  return {
    id: metric.id,
    title: metric.title,
    source: { paper: 'A', label: metric.label },
    kind: 'ensemble',
    hypotheses: wordsOf(SCALED_AND_MONOTONE),
    asPrinted: {
      latex: `\\lim_{\\alpha_d \\to \\infty} \\left\\lVert \\nabla_x\\, ${metric.latex} \\Big|_{x = \\alpha \\odot x'} \\right\\rVert_2 = 0`,
      plain: `If p is component-wise strictly monotonic where the ray goes, the gradient of ${metric.plain} tends to 0 as one feature is scaled up.`,
      expected: 'refuted',
      ...guarded<EnsembleAnalysis>(SCALED_AND_MONOTONE, (subject) => vanishes(metric, subject)),
      controls: [
        {
          name: 'members that saturate apart',
          source: together(SATURATING, STEEPER),
          expected: 'holds',
        },
        {
          name: 'a tie whose rows differ, and another member',
          source: together(TIED, TIED_OTHERWISE),
          expected: 'fails',
        },
        { name: 'a feature that is 0', source: together(TIED_FROM_ZERO), expected: 'skipped' },
        {
          name: 'a p that one input does not move',
          source: together(TIED_NOT_MONOTONE),
          expected: 'skipped',
        },
      ],
      confirm: (subject, oracle, decided) => {
        const gradients = metric.expected(LimitGradients.of(subject));
        return subject.members.every(topRowsEqual)
          ? confirmationOf(findVanishing(subject, oracle, gradients.map(nameOf)), decided)
          : confirmLimits(subject, oracle, gradients, decided);
      },
      explain: (subject) => {
        const gradients = LimitGradients.of(subject);
        const decided = metric.decide(gradients);
        const { component, value } =
          decided && !decided.zero ? decided : { component: 0, value: 0 };
        return [
          ...describeSubject(subject),
          ...describeMonotone(subject),
          ...describeLimits(gradients, component),
          ...metric.explain(gradients, component, value),
        ];
      },
    },
    repaired: {
      latex: `|T_k| = 1 \\ \\text{for}\\ k = 1, \\dots, K < \\infty \\;\\Longrightarrow\\; \\lim_{t \\to \\infty} \\left\\lVert \\nabla_x\\, ${metric.latex} \\Big|_{x = x(t)} \\right\\rVert_2 = 0`,
      plain: `Along a ray on which every member of a finite ensemble saturates, the gradient of ${metric.plain} tends to 0.`,
      expected: 'holds',
      ...guarded<EnsembleAnalysis>([ALL_SATURATE, OFF_BOUNDARIES], (subject) => {
        const decided = vanishes(metric, subject);
        if (decided.status !== 'holds') return decided;
        return ratesKept(subject, metric.expected(LimitGradients.of(subject)).map(nameOf));
      }),
      controls: [
        {
          name: 'members that saturate apart',
          source: together(SATURATING, STEEPER),
          expected: 'holds',
        },
        { name: 'a tie', source: together(TIED), expected: 'skipped' },
        { name: 'a unit on a kink for ever', source: together(ON_BOUNDARY), expected: 'skipped' },
        {
          name: 'a γ that is far too wide',
          source: together(SATURATING, STEEPER),
          lie: aboutEveryTail(({ gap }) => ({ gap: gap!.multiply(TEN) })),
          expected: 'fails',
        },
        {
          name: 'leads that make the bound a little too small',
          source: metric.room.members,
          lie: aboutEveryTail(({ intercept, top }) => ({
            intercept: intercept.map((a, c) =>
              top.includes(c) ? a.add(Rational.of(metric.room.nats)) : a,
            ),
          })),
          expected: 'fails',
        },
        {
          name: 'rows said to be equal',
          source: together(SATURATING, STEEPER),
          lie: aboutEveryTail(equalRows),
          expected: 'fails',
        },
      ],
      confirm: (subject, oracle, decided) => {
        const gradients = metric.expected(LimitGradients.of(subject)).map(nameOf);
        return confirmationOf(findVanishing(subject, oracle, gradients), decided);
      },
    },
    generic: { kind: 'heads', expected: 'holds', statement: ALMOST_EVERY_TUPLE },
    flaw: metric.flaw,
  };
}

const TEN = new Rational(10n, 1n);

function vanishes(metric: MetricGradient, subject: EnsembleAnalysis): Outcome {
  const decided = metric.decide(LimitGradients.of(subject));
  if (decided === null) return UNDECIDED;
  if (decided.zero) return HOLDS;
  return fails(
    `the component of the gradient along x_${decided.component + 1} tends to ${decimal(decided.value)}`,
  );
}

function nameOf({ of }: ExpectedGradient): GradientOf {
  return of;
}

/** The limits of the members' probabilities, and of their derivatives by one input. */
export function describeLimits(gradients: LimitGradients, d: number): string[] {
  const { fractions } = gradients;
  return gradients.rays.flatMap((ray, k) => {
    const of = gradients.members === 1 ? '' : ` of member ${k + 1}`;
    const limits = gradients.probabilities[k].map((p) => fractions.toString(p));
    const slopes = gradients.ofMembers[k].map((gradient) => fractions.toString(gradient[d]));
    const tied =
      ray.tail.top.length > 1 ? `, since classes ${ray.tail.top.join(', ')} stay level` : '';
    return [
      `p${of} → (${limits.join(', ')})${tied}.`,
      `∂p_c/∂x_${d + 1}${of}, that is p_c Σ p_c'(V_c,${d + 1} − V_c',${d + 1}), → (${slopes.join(', ')}).`,
    ];
  });
}
