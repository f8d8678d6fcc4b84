import type { Detector, Scorer, VariantOptions } from '../../detectors/detector.js';
import type { BehaviourAtInfinity } from '../../detectors/infinity/behaviourAtInfinity.js';
import { InputError } from '../../errors/inputError.js';
import type { DetectorCase } from '../cases.js';
import type { Claim, Statement } from '../claim.js';
import { type Condition, guarded } from '../condition.js';
import { HAS_LINEAR_HEAD, RECTIFIED, SATURATES, SEVERAL_CLASSES, wordsOf } from '../conditions.js';
import { COULD_NOT_TELL } from '../confirmation.js';
import type { Control } from '../control.js';
import {
  ALONE,
  HEADLESS,
  LEAKY,
  LEVEL,
  LEVEL_AND_LARGE,
  SMALL,
} from '../controls/detectorCases.js';
import { aboutBehaviour } from '../controls/detectorLies.js';
import type { DetectorAnalysis } from '../detectorAnalysis.js';
import { fails, HOLDS, type Outcome, outside, UNDECIDED } from '../outcome.js';
import { endInNumbers } from '../shared/confirmEnd.js';
import { differenceFrom, type ExpectedEnd } from '../shared/expectedEnd.js';
import { confirmationOf } from '../shared/finding.js';
import { type TailLines, tailLines } from '../shared/tailLines.js';
import { ENDING_SORTS } from './endingSorts.js';
import { titleAtInfinity } from './titleAtInfinity.js';

/** What sets the claim of one detector apart from the others. */
export interface InfinityClaim extends Statement {
  readonly id: string;
  /** In a few words, for the table: "always blind". */
  readonly blindness: string;
  readonly detector: Detector<VariantOptions>;
  /** The row of the table. */
  readonly row: string;
  /** The section the table is in; 4 if absent. */
  readonly section?: number;
  /** Hypotheses beside those that all these claims have. */
  readonly hypotheses?: readonly string[];
  /** Whether the statement is about penultimate units behind a ReLU only. */
  readonly rectified?: boolean;
  /** Whether the statement speaks of tails that do not saturate too. */
  readonly everyTail?: boolean;
  /** A case that meets the hypotheses and is decided; `SMALL` unless given. */
  readonly control?: DetectorCase;
  /** An ending the statement excludes whatever its formula gives. */
  readonly never?: BehaviourAtInfinity['kind'];
  /**
   * How the novelty ends by the statement's formula, from the network's lines and what was fitted;
   * null where that cannot be told from the stored numbers.
   */
  end(lines: TailLines, fitted: Scorer, subject: DetectorAnalysis): ExpectedEnd | null;
  /** How many times later than the softmax has settled numbers show it; see `farTime`. */
  patience?(fitted: Scorer, subject: DetectorAnalysis): number;
  /** Whether the score ends only where every unit that moves has ended: it is clipped. */
  readonly everyUnit?: boolean;
  /** How many of the largest activations the score keeps. */
  kept?(fitted: Scorer): number;
  /** The temperature of the softmax that the score is made of, if that is not 1. */
  temperature?(fitted: Scorer): number;
}

/**
 * A claim about what one detector does at infinity: the formula of its row, computed from the
 * network evaluated exactly at two times of its tail, against the behaviour decided from germs.
 *
 * Signs of growing terms are exact for the fitted parameters as stored; limits agree within float64.
 */
export function infinityClaim(spec: InfinityClaim): Claim<'detector'> {
  const { id, detector, blindness, row, hypotheses = [], control = SMALL } = spec;
  return {
    id,
    ...titleAtInfinity({ detector: detector.name, blindness }),
    source: { paper: 'farfield', label: `section ${spec.section ?? 4}: ${row}` },
    kind: 'detector',
    hypotheses: [...commonHypotheses(spec), ...hypotheses],
    asPrinted: {
      latex: spec.latex,
      plain: spec.plain,
      expected: 'holds',
      ...guarded(commonConditions(spec), (subject) => checkEnd(spec, subject)),
      controls: [
        { name: 'a small network', source: control, expected: 'holds' },
        ...controlsOf(spec),
        ...(spec.everyTail ? [{ name: 'a tie', source: LEVEL, expected: 'holds' as const }] : []),
        {
          name: 'an ending of the other kind',
          source: control,
          lie: otherEnding,
          expected: 'fails',
        },
        { name: 'an ending a little off', source: control, lie: nearEnding, expected: 'fails' },
      ],
      confirm(subject, oracle, decided) {
        const fitted = fittedIn(subject, detector);
        if (fitted === null) return COULD_NOT_TELL;
        const end = spec.end(tailLines(subject), fitted, subject);
        if (end === null) return COULD_NOT_TELL;
        const wait = {
          patience: spec.patience?.(fitted, subject) ?? 1,
          temperature: spec.temperature?.(fitted) ?? 1,
          everyUnit: spec.everyUnit ?? false,
          ...(spec.kept && { kept: spec.kept(fitted) }),
        };
        return confirmationOf(endInNumbers(subject, oracle, fitted, end, wait), decided);
      },
      sorts: (subject) => endingOf(subject, detector),
    },
    repaired: null,
  };
}

/** Which tails and units a claim speaks of. */
type About = Pick<InfinityClaim, 'rectified' | 'everyTail'>;

/** The hypotheses of every claim about detectors at infinity, in words. */
export function commonHypotheses(about: About): string[] {
  return [
    ...wordsOf(commonConditions(about)),
    'the detector is fitted on the given rows, with its defaults',
  ];
}

/** The hypotheses of every claim about detectors at infinity. */
export function commonConditions({ rectified, everyTail }: About): Condition<DetectorAnalysis>[] {
  return [
    rectified ? RECTIFIED : HAS_LINEAR_HEAD,
    ...(everyTail ? [] : [SATURATES]),
    SEVERAL_CLASSES,
  ];
}

/** Cases that miss one of `commonConditions` each. */
export function controlsOf({ rectified, everyTail }: About): Control<'detector'>[] {
  return [
    { name: 'a network without a linear head', source: HEADLESS, expected: 'skipped' },
    ...(everyTail
      ? []
      : [
          { name: 'a tie', source: LEVEL, expected: 'skipped' as const },
          { name: 'a tie of large logits', source: LEVEL_AND_LARGE, expected: 'skipped' as const },
        ]),
    { name: 'a network of one class', source: ALONE, expected: 'skipped' },
    ...(rectified ? [{ name: 'leaky units', source: LEAKY, expected: 'skipped' as const }] : []),
  ];
}

/** Every behaviour turned into another kind. */
export function otherEnding(subject: DetectorAnalysis): DetectorAnalysis {
  return aboutBehaviour(subject, (honest) => ({
    ...honest,
    kind: honest.kind === 'diverges-up' ? 'diverges-down' : 'diverges-up',
  }));
}

/** Every behaviour with its coefficient or its limit a thousandth off. */
export function nearEnding(subject: DetectorAnalysis): DetectorAnalysis {
  return aboutBehaviour(subject, (honest) => ({
    ...honest,
    growth: honest.growth && { ...honest.growth, coefficient: honest.growth.coefficient * 1.001 },
    limit: honest.limit + 1e-3 * (1 + Math.abs(honest.limit)),
  }));
}

/** How the novelty of a fitted detector ends, as a sort of case. */
export function endingOf(
  subject: DetectorAnalysis,
  detector: Detector<VariantOptions>,
): readonly string[] {
  const fitted = fittedIn(subject, detector);
  return fitted === null ? ['cannot be fitted'] : [ENDING_SORTS[subject.behaviourOf(fitted).kind]];
}

/** The fitted detector; null if it refuses the rows: ViM where no residual is left. */
function fittedIn(subject: DetectorAnalysis, detector: Detector<VariantOptions>): Scorer | null {
  try {
    return subject.scorerOf(detector);
  } catch (error) {
    // A network without a linear head is outside the hypotheses, and not to be asked about.
    if (error instanceof InputError && subject.tail.penultimate !== null) return null;
    throw error;
  }
}

function checkEnd(spec: InfinityClaim, subject: DetectorAnalysis): Outcome {
  const fitted = fittedIn(subject, spec.detector);
  if (fitted === null) return outside('the detector cannot be fitted on the rows');
  const end = spec.end(tailLines(subject), fitted, subject);
  if (end === null) return UNDECIDED;
  const behaviour = subject.behaviourOf(fitted);
  // What rounding of the fit may have made decides nothing.
  if (behaviour.kind === 'unknown') return UNDECIDED;
  if (behaviour.kind === spec.never) return fails(`the novelty ${behaviour.kind}`);
  const difference = differenceFrom(behaviour, end);
  return difference === null ? HOLDS : fails(difference);
}
