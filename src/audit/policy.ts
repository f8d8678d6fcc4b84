import { detectorNamed } from '../detectors/index.js';
import { checkArguments } from '../errors/checkArguments.js';
import { didYouMean } from '../errors/didYouMean.js';
import { InputError } from '../errors/inputError.js';
import { text as anyText } from '../errors/kinds.js';
import type { Problem } from '../errors/problem.js';
import { unknownKind } from '../errors/unknownKind.js';
import { counted } from '../page/countWords.js';
import type { DetectorSummary } from './auditRun.js';
import type { DirectionFinding } from './directionFinding.js';
import type { Fitting } from './fittedDetectors.js';
import { percentText } from './numberText.js';
import { isOpen } from './openEnd.js';
import type { RandomShare } from './randomShare.js';
import type { Violation } from './violation.js';

/**
 * A condition that makes an audit fail.
 *
 * - `danger-scale<10`: in some direction the network is 99 % certain from a median scale below 10
 * - `danger-distance<3`: the same in standard deviations of the data
 * - `seen-scale<10`, `seen-distance<3`: it was seen to create certainty (below 99 % at the edge of the
 *   data, certain further out) from a median scale below 10, or within 3 standard deviations beyond
 *   the edge
 * - `danger-bound<10`: the same for the certified bound over the box
 * - `saturating>5`, `tied>0`, `flat>0`: so many directions end like that
 * - `flag-rate:msp>0.1`: the detector's threshold may flag more than a tenth of all in-distribution
 *   inputs: too few rows were there to say that it does not
 * - `certain-share>0.1`: of all directions more than a tenth may end in certainty, as random ones tell
 *   it: the upper end of their interval; of `<` the lower
 * - `blind:msp`, `blind:msp>5`: the detector is blind in any, or in more than five, directions
 *
 * `<`, `<=`, `>` and `>=` compare. What is not known is no assurance: a scale that is not known
 * violates `<`, as does a direction of which it is not known how it ends; such directions count in
 * `saturating>5` and its like, and so do those that end so from some rows only.
 */
export type Policy = {
  /** As the user wrote it. */
  readonly text: string;
} & (
  | ({ readonly kind: 'scale'; readonly measure: ScaleMeasure } & Comparison)
  | ({ readonly kind: 'count'; readonly regime: CountedRegime } & Comparison)
  | ({ readonly kind: 'share' } & Comparison)
  | ({ readonly kind: 'blind' | 'flag-rate'; readonly detector: string } & Comparison)
);

type ScaleMeasure = (typeof SCALE_MEASURES)[number];
type CountedRegime = 'saturating' | 'tied' | 'flat';

interface Comparison {
  readonly operator: '<' | '<=' | '>' | '>=';
  readonly limit: number;
}

/**
 * Reads policies separated by commas.
 *
 * @throws InputError with every policy that cannot be read; `empty` without any
 *
 * @example
 * ```ts
 * parsePolicies('danger-scale<10, blind:msp')[1]; // { kind: 'blind', detector: 'msp', … }
 * ```
 */
export function parsePolicies(text: string): Policy[] {
  checkArguments('parsePolicies', { text: [text, anyText] });
  const parts = text.split(',').map((part) => part.trim());
  const problems: Problem[] = [];
  const policies = parts.flatMap((part, n) => {
    const read = parsePolicy(part);
    if ('kind' in read) return [read];
    problems.push({ ...read, path: `policy ${n + 1}`, value: part });
    return [];
  });
  if (problems.length > 0) throw new InputError('--fail-on', problems);
  return policies;
}

function isOfDetector(name: string): name is (typeof OF_DETECTORS)[number] {
  return (OF_DETECTORS as readonly string[]).includes(name);
}

function parsePolicy(text: string): Policy | Omit<Problem, 'path' | 'value'> {
  const found = /^([a-z-]+)(?::([a-z0-9+-]+))?\s*(?:(<=|>=|<|>)\s*(\S+))?$/.exec(text);
  const name = found?.[1];
  if (!found || name === undefined) {
    return {
      code: text === '' ? 'empty' : 'malformed',
      rule: 'must be a name, for some a colon and a detector, then a comparison',
      remedy: EXAMPLES,
    };
  }
  const [, , detector, operator, number] = found;
  const known = [...PLAIN, ...OF_DETECTORS].includes(name);
  if (!known) {
    return {
      code: 'unknown_value',
      rule: `names no policy (${name})`,
      remedy: `${didYouMean(name, [...PLAIN, ...OF_DETECTORS])}one of ${[...PLAIN, ...OF_DETECTORS.map((policy) => `${policy}:DETECTOR`)].join(', ')}`,
    };
  }
  if (number !== undefined && (!Number.isFinite(Number(number)) || Number(number) < 0)) {
    return {
      code: 'not_a_number',
      rule: `must compare with a number of at least 0, not ${JSON.stringify(number)}`,
      remedy: EXAMPLES,
    };
  }
  if (isOfDetector(name)) {
    if (detector === undefined) {
      return { code: 'missing', rule: 'must name a detector', remedy: `write ${name}:msp` };
    }
    try {
      detectorNamed(detector);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      const { code, rule, remedy } = error.problems[0];
      return { code, rule: `${rule} (${detector})`, remedy };
    }
  } else if (detector !== undefined) {
    return {
      code: 'unknown_field',
      rule: `takes no detector (${detector})`,
      remedy: `write ${name}${operator ?? '>'}${number ?? 5}`,
    };
  }
  if (operator === undefined && name !== 'blind') {
    return { code: 'missing', rule: 'must compare with a number', remedy: EXAMPLES };
  }
  const comparison = {
    operator: (operator ?? '>') as Comparison['operator'],
    limit: Number(number ?? 0),
  };
  if (isOfDetector(name)) return { text, kind: name, detector, ...comparison };
  if (name === SHARE) return { text, kind: 'share', ...comparison };
  return (SCALE_MEASURES as readonly string[]).includes(name)
    ? { text, kind: 'scale', measure: name as ScaleMeasure, ...comparison }
    : { text, kind: 'count', regime: name as CountedRegime, ...comparison };
}

/**
 * Refuses policies that could not be checked: what checks nothing must not pass.
 *
 * @throws InputError `missing` for each
 */
export function refusePolicies(
  policies: readonly Policy[],
  has: {
    readonly fitting: Fitting | null;
    readonly deviationsKnown: boolean;
    readonly followed: boolean;
    readonly isClassifier: boolean;
    /** Whether directions are drawn at random. */
    readonly drawn: boolean;
  },
): void {
  const problems = policies.flatMap((policy): Problem[] => {
    if (!has.isClassifier) {
      return [
        {
          code: 'unsupported',
          path: policy.text,
          rule: 'needs a network of two or more classes: one output has no regime',
          remedy: 'read it as two classes (--binary)',
        },
      ];
    }
    if (policy.kind === 'scale' && policy.measure.endsWith('-distance') && !has.deviationsKnown) {
      return [
        {
          code: 'missing',
          path: policy.text,
          rule: 'needs standard deviations',
          remedy: 'give --data, or --scaling with a file',
        },
      ];
    }
    if (policy.kind === 'scale' && policy.measure.startsWith('seen-') && !has.followed) {
      return [
        {
          code: 'unsupported',
          path: policy.text,
          rule: 'needs a network whose logits are made by an affine layer',
          remedy: 'use danger-scale',
        },
      ];
    }
    if (policy.kind === 'share' && !has.drawn) {
      return [
        {
          code: 'missing',
          path: policy.text,
          rule: 'needs directions drawn at random, which tell of all others',
          remedy: 'give --directions random:1000, or use saturating>0',
        },
      ];
    }
    const fitted = has.fitting?.detectors.some(
      ({ id }) => 'detector' in policy && id === policy.detector,
    );
    if (!('detector' in policy) || fitted) return [];
    return [
      {
        code: 'missing',
        path: policy.text,
        rule: `needs the detector ${policy.detector} to be fitted`,
        remedy: has.fitting
          ? `add it to --detectors (fitted: ${has.fitting.detectors.map(({ id }) => id).join(', ')})`
          : 'give --data to fit it on',
      },
    ];
  });
  if (problems.length > 0) throw new InputError('--fail-on', problems);
}

/** The policies that the directions fail. */
export function checkPolicies(
  policies: readonly Policy[],
  directions: readonly DirectionFinding[],
  detectors: readonly DetectorSummary[],
  sample: RandomShare | null = null,
): Violation[] {
  return policies.flatMap((policy) => {
    const violation = violationOf(policy, directions, detectors, sample);
    return violation ? [{ policy: policy.text, ...violation }] : [];
  });
}

function violationOf(
  policy: Policy,
  directions: readonly DirectionFinding[],
  detectors: readonly DetectorSummary[],
  sample: RandomShare | null,
): Omit<Violation, 'policy'> | null {
  const certain = directions.filter(({ certainOf }) => certainOf !== null);
  switch (policy.kind) {
    case 'scale': {
      const found = directions.map((direction) => scaleOutcome(policy, direction));
      const at = directions.filter((_, n) => found[n] !== 'kept');
      if (at.length === 0) return null;
      const unknown = found.filter((outcome) => outcome === 'not known').length;
      const kept = certain.filter(({ seen }) => seen?.verdict === 'kept').length;
      const followed = certain[0]?.seen?.rows;
      const beside = policy.measure.startsWith('seen-')
        ? ` (${counted(followed ?? 0, 'row')} followed; ${kept} keep certainty that is there at the edge)`
        : '';
      const open = unknown > 0 ? `; of ${unknown} of them it is not known` : '';
      return {
        message: `${at.length} of ${directions.length} directions have ${MEASURE_WORDS[policy.measure]} ${policy.operator} ${policy.limit}${open}${beside}`,
        directions: at.map(({ index }) => index),
      };
    }
    case 'count': {
      const { regime: counts, operator } = policy;
      const sure = directions.filter(({ regime }) => regime === counts);
      // What may end so is counted where more would be a finding, and only there.
      const isOpen = operator === '>' || operator === '>=';
      const open = isOpen ? directions.filter((direction) => mayEnd(direction, counts)) : [];
      const at = [...sure, ...open].sort((x, y) => x.index - y.index);
      if (!holds(at.length, policy)) return null;
      const words =
        open.length > 0
          ? ` (${open.length} of them may be: it is not known, or not so from every row)`
          : '';
      return {
        message: `${at.length} directions are ${counts}${words}, which is ${operator} ${policy.limit}`,
        directions: at.map(({ index }) => index),
      };
    }
    case 'share': {
      if (!sample) return null;
      // What the sample cannot rule out is not kept.
      const most = policy.operator.startsWith('>') ? sample.upper : sample.lower;
      if (!holds(most, policy)) return null;
      return {
        message: `${percentText(sample.lower)} to ${percentText(sample.upper)} of all directions end in certainty (${sample.certain} of ${sample.drawn} drawn, to ${percentText(sample.level)}), which may be ${policy.operator} ${policy.limit}`,
        directions: certain.map(({ index }) => index),
      };
    }
    case 'flag-rate': {
      const found = detectors.find(({ id }) => id === policy.detector);
      if (!found || !holds(found.flagRateAtMost, policy)) return null;
      return {
        message: `the threshold of ${policy.detector} may flag up to ${percentText(found.flagRateAtMost)} of in-distribution inputs (${percentText(found.flagged)} of those it was set with), which is ${policy.operator} ${policy.limit}`,
        directions: [],
      };
    }
    case 'blind': {
      // A limit that is not known cannot be relied on.
      const at = directions.filter(
        (direction) =>
          isOpen(direction) ||
          direction.detectors.some(({ id, blind }) => id === policy.detector && blind !== false),
      );
      if (!holds(at.length, policy)) return null;
      const open = directions.filter(isOpen).length;
      const among = certain.length + open;
      return {
        message: `${policy.detector} is blind, or not known not to be, in ${at.length} of ${among} directions that end in certainty${open > 0 ? ' or may do so' : ''}`,
        directions: at.map(({ index }) => index),
      };
    }
    default:
      return unknownKind(policy);
  }
}

/** Whether it is not excluded that a direction ends so, from some row at least. */
function mayEnd(direction: DirectionFinding, as: CountedRegime): boolean {
  // `top` holds all classes that may keep a positive limit, from whatever row.
  const { regime, top } = direction;
  const open = regime === 'unknown' || regime === 'varies';
  return open && (as === 'saturating' || top.length > 1);
}

/** Whether a direction is at fault: a scale that is not known is not beyond a limit. */
function scaleOutcome(
  policy: Extract<Policy, { kind: 'scale' }>,
  direction: DirectionFinding,
): 'kept' | 'violated' | 'not known' {
  const { certainOf, scales, seen } = direction;
  const asksForDistance = policy.operator === '<' || policy.operator === '<=';
  if (certainOf === null) return isOpen(direction) && asksForDistance ? 'not known' : 'kept';
  const value = measured(policy.measure, direction);
  if (value !== null) return holds(value, policy) ? 'violated' : 'kept';
  // A feature that never varied has no distance in deviations, however far: nothing is open there.
  const isUnknown = policy.measure.startsWith('seen-')
    ? seen === null
    : policy.measure === 'danger-distance'
      ? scales[0].median === null
      : true;
  return isUnknown && asksForDistance ? 'not known' : 'kept';
}

/** What a policy compares in a direction; null if that is not known there. */
function measured(measure: ScaleMeasure, { scales, seen }: DirectionFinding): number | null {
  switch (measure) {
    case 'danger-scale':
      return scales[0].median;
    case 'danger-distance':
      return scales[0].distance;
    case 'danger-bound':
      return scales[0].bound;
    case 'seen-scale':
      return seen?.verdict === 'created' ? seen.created!.scale.median : null;
    case 'seen-distance':
      return seen?.verdict === 'created' ? seen.distance : null;
    default:
      return unknownKind(measure);
  }
}

function holds(value: number, { operator, limit }: Comparison): boolean {
  switch (operator) {
    case '<':
      return value < limit;
    case '<=':
      return value <= limit;
    case '>':
      return value > limit;
    case '>=':
      return value >= limit;
    default:
      return unknownKind(operator);
  }
}

const SCALE_MEASURES = [
  'danger-scale',
  'danger-distance',
  'danger-bound',
  'seen-scale',
  'seen-distance',
] as const;
const OF_DETECTORS = ['blind', 'flag-rate'] as const;
const REGIMES = ['saturating', 'tied', 'flat'] as const;
const SHARE = 'certain-share';
const PLAIN: readonly string[] = [...SCALE_MEASURES, ...REGIMES, SHARE];
const EXAMPLES = 'for example danger-scale<10, blind:msp or saturating>5';
const MEASURE_WORDS: Readonly<Record<ScaleMeasure, string>> = {
  'danger-scale': 'a danger scale',
  'danger-distance': 'a danger scale in standard deviations',
  'danger-bound': 'a danger scale bound',
  'seen-scale': 'certainty created from a scale',
  'seen-distance':
    'certainty created from a distance beyond the edge of the data, in standard deviations,',
};
