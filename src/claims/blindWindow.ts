import type { Detector, VariantOptions } from '../detectors/detector.js';
import {
  type BlindWindow,
  blindWindow as blindWindowOf,
} from '../detectors/infinity/blindWindow.js';
import { type GermVector, toNumbers } from '../detectors/infinity/germVector.js';
import { mls } from '../detectors/methods/mls.js';
import { sheEuclidean } from '../detectors/methods/she.js';
import { Rational } from '../exact/rational.js';
import { dangerScale } from '../tail/dangerScale.js';
import type { Claim } from './claim.js';
import { guarded } from './condition.js';
import { CONFIRMED, COULD_NOT_TELL, type Confirmation, contradicted } from './confirmation.js';
import { SMALL } from './controls/detectorCases.js';
import { aboutBehaviour } from './controls/detectorLies.js';
import type { DetectorAnalysis } from './detectorAnalysis.js';
import { commonConditions, commonHypotheses, controlsOf } from './infinity/infinityClaim.js';
import { patternOfTop } from './infinity/patternOfTop.js';
import type { Oracle } from './oracle.js';
import { fails, HOLDS, type Outcome, UNDECIDED } from './outcome.js';
import { noiseAt } from './shared/confirmEnd.js';
import { largestOf } from './shared/expectedEnd.js';
import { farObservations, farTime } from './shared/farObservations.js';
import { tailLines } from './shared/tailLines.js';

/**
 * The blind window on the tail: its end t_flag, against the novelty in fractions.
 *
 * On the tail the novelty of MLS is −max_c (a_c + b_c t), concave; that of SHE is the root of a convex
 * quadratic polynomial, whose square is compared. So "flags from here on for ever" is a statement about
 * one point and a slope, and is decided exactly a little beyond t_flag; that it is silent a little
 * before t_flag at that point.
 */
export const blindWindow: Claim<'detector'> = {
  id: 'blind-window',
  title: 'A blind window ends where the detector flags for ever, and not before',
  source: { paper: 'farfield', label: 'section 4: blind window' },
  kind: 'detector',
  hypotheses: [
    ...commonHypotheses({}),
    'scores: MLS and SHE (Euclidean), with the largest validation score for a threshold',
    'the window is looked at on the tail; undecided where at its end the predicted class still changes or the novelty falls',
  ],
  asPrinted: {
    latex:
      't_{\\mathrm{flag}} = \\inf\\{ s \\ge t^* : S(x(t)) > \\theta \\text{ for all } t \\ge s \\}, \\qquad p_k(x(t)) \\ge 1 - \\varepsilon \\text{ and } S(x(t)) \\le \\theta \\text{ just before } t_{\\mathrm{flag}} > t_\\varepsilon',
    plain:
      'From the danger scale on the network is certain; until the end of the blind window the detector is not above its threshold for good, and from there on it is. The window has no end exactly if the score never ends above the threshold.',
    expected: 'holds',
    ...guarded(commonConditions({}), check),
    controls: [
      { name: 'a small network', source: SMALL, expected: 'holds' },
      ...controlsOf({}),
      { name: 'an end on the other side', source: SMALL, lie: otherSide, expected: 'fails' },
    ],
    confirm,
    sorts: (subject) => DETECTORS.map((detector) => sortOf(subject, detector)),
  },
  repaired: null,
};

const DETECTORS: readonly Detector<VariantOptions>[] = [mls, sheEuclidean];

/** How closely t_flag is to be found, relative. */
const CLOSE = 2 ** -30;

/** How far a float64 novelty may be from the threshold and be on neither side, relative. */
const SLACK = 2 ** -40;

interface Watched {
  readonly window: BlindWindow;
  readonly threshold: number;
  /** Whether the novelty at t is above a level, in fractions. */
  isAbove(level: Rational, t: Rational): boolean;
  /** Whether, flagging at t, it does so for ever. */
  risesFrom(t: Rational): boolean;
  /** Whether the formula is that of the class predicted at t: SHE has a pattern for each. */
  appliesAt(t: Rational): boolean;
}

const cache = new WeakMap<DetectorAnalysis, Map<string, Watched>>();

/** The window of a detector and its novelty in fractions. Computed once for a subject. */
function watch(subject: DetectorAnalysis, detector: Detector<VariantOptions>): Watched {
  const known = cache.get(subject) ?? new Map<string, Watched>();
  cache.set(subject, known);
  let watched = known.get(detector.id);
  if (!watched) {
    watched = watchNow(subject, detector);
    known.set(detector.id, watched);
  }
  return watched;
}

function watchNow(subject: DetectorAnalysis, detector: Detector<VariantOptions>): Watched {
  const { tail } = subject;
  const scorer = subject.scorerOf(detector);
  const threshold = Math.max(...scorer.score(subject.data.validation));
  const { logits, activations } = tailLines(subject);
  const rows = [logits, activations].map(({ slope, intercept }) => ({
    slope: toNumbers(slope),
    intercept: toNumbers(intercept),
  }));
  const at = (t: number) => {
    const [l, f] = rows.map(({ slope, intercept }) => ({
      rows: 1,
      columns: slope.length,
      values: intercept.map((a, i) => a + t * slope[i]),
    }));
    return { logits: l, features: f };
  };
  const from = tail.from.toNumber();
  const window = blindWindowOf({
    dangerScale: dangerScale(tail, 0.01)!,
    tailFrom: 0,
    threshold,
    noveltyAt: (t) => scorer.score(at(Math.max(t, from)))[0],
    behaviour: subject.behaviourOf(scorer),
  });
  const on = ({ slope, intercept }: GermVector, i: number, t: Rational) =>
    intercept[i].add(slope[i].multiply(t));
  if (detector === mls) {
    return {
      window,
      threshold,
      isAbove: (level, t) =>
        largestOf(logits.slope.map((_, c) => on(logits, c, t)))
          .negate()
          .compare(level) > 0,
      // A convex maximum that does not rise in the end never did.
      risesFrom: () => largestOf(logits.slope).sign <= 0,
      appliesAt: () => true,
    };
  }
  const pattern = patternOfTop(scorer, subject);
  const offsets: GermVector = {
    slope: activations.slope,
    intercept: activations.intercept.map((a, j) => a.subtract(Rational.of(pattern[j]))),
  };
  const sum = (term: (j: number) => Rational) =>
    offsets.slope.reduce((total, _, j) => total.add(term(j)), Rational.zero);
  return {
    window,
    threshold,
    isAbove: (level, t) =>
      level.sign < 0 ||
      sum((j) => on(offsets, j, t).multiply(on(offsets, j, t))).compare(level.multiply(level)) > 0,
    appliesAt: (t) =>
      logits.slope.every(
        (_, c) => c === tail.top[0] || on(logits, c, t).compare(on(logits, tail.top[0], t)) < 0,
      ),
    risesFrom: (t) => sum((j) => on(offsets, j, t).multiply(offsets.slope[j])).sign >= 0,
  };
}

function check(subject: DetectorAnalysis): Outcome {
  const { from } = subject.tail;
  for (const detector of DETECTORS) {
    const { window, threshold, isAbove, risesFrom, appliesAt } = watch(subject, detector);
    const { until } = window;
    const slack = SLACK * (1 + Math.abs(threshold));
    const [low, high] = [threshold - slack, threshold + slack].map(Rational.of);
    if (until === null) return UNDECIDED;
    if (window.empty !== until <= window.from) return fails(`empty is ${window.empty}`);
    if (until === Infinity) {
      const late = from.add(new Rational(1n << 200n, 1n));
      if (isAbove(high, late) && risesFrom(late)) return fails(`${detector.name} flags in the end`);
      continue;
    }
    const end = Rational.of(until);
    const beyond = end.multiply(Rational.of(1 + CLOSE)).add(Rational.of(2 ** -40));
    const after = beyond.compare(from) > 0 ? beyond : from;
    if (!appliesAt(after)) return UNDECIDED;
    // A dip that is narrower than the steps of the search may be ahead.
    if (isAbove(low, after) && !risesFrom(after)) return UNDECIDED;
    if (!isAbove(low, after)) {
      return fails(`${detector.name} does not flag for ever from ${until} on`);
    }
    const before = end.multiply(Rational.of(1 - CLOSE)).subtract(Rational.of(2 ** -40));
    const told = before.compare(from) > 0 && appliesAt(before);
    if (told && isAbove(high, before) && risesFrom(before)) {
      return fails(`${detector.name} flags for ever before ${until} already`);
    }
  }
  return HOLDS;
}

function sortOf(subject: DetectorAnalysis, detector: Detector<VariantOptions>): string {
  const { window } = watch(subject, detector);
  const { until, empty } = window;
  if (until === null) return `${detector.name}: not known`;
  if (until === Infinity) return `${detector.name}: never closes`;
  return `${detector.name}: ${empty ? 'flags in time' : 'closes'}`;
}

/** Twice as far as the end of the window, in numbers: flagged, or silent if there is no end. */
function confirm(subject: DetectorAnalysis, oracle: Oracle): Confirmation {
  const settled = farTime(subject);
  if (settled === null) return COULD_NOT_TELL;
  let told = false;
  for (const detector of DETECTORS) {
    const { window, threshold } = watch(subject, detector);
    const { until } = window;
    if (until === null) continue;
    const t = Math.max(settled, until === Infinity ? 0 : 4 * until);
    const scorer = subject.scorerOf(detector);
    const novelty = scorer.score(farObservations(subject, oracle, t))[0];
    const margin = novelty - threshold;
    // Where terms cancel, what they leave may be less than their rounding.
    const hidden = 1e-6 * (1 + Math.abs(threshold)) + noiseAt(subject, t);
    if (!Number.isFinite(novelty) || Math.abs(margin) < hidden) continue;
    if (margin > 0 !== (until !== Infinity)) {
      return contradicted(
        `${detector.name} is at ${novelty} at t = ${t}, its threshold at ${threshold}`,
      );
    }
    told = true;
  }
  return told ? CONFIRMED : COULD_NOT_TELL;
}

/** Every score ends on the other side of every threshold. */
function otherSide(subject: DetectorAnalysis): DetectorAnalysis {
  return aboutBehaviour(subject, (honest) => {
    const end = honest.bounds.upper === Infinity ? -Infinity : Infinity;
    return { ...honest, limit: end, unattained: null, bounds: { lower: end, upper: end } };
  });
}
