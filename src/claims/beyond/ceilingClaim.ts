import { InputError } from '../../errors/inputError.js';
import { Rational } from '../../exact/rational.js';
import { Real } from '../../exact/real.js';
import type { Claim } from '../claim.js';
import { type Condition, guarded } from '../condition.js';
import { wordsOf } from '../conditions.js';
import type { Control } from '../control.js';
import { answering } from '../controls/lies.js';
import type { Oracle } from '../oracle.js';
import { fails, HOLDS, type Outcome, UNDECIDED } from '../outcome.js';
import { confirmationOf, type Finding, showsFailing, showsHolding } from '../shared/finding.js';
import { isTelling } from '../shared/rounding.js';
import { HAS_CLASSES } from './conditions.js';
import { softmaxOn } from './enclosedSoftmax.js';
import type { SmoothAnalysis } from './smoothAnalysis.js';

/** What the two statements about ceilings differ in. */
export interface CeilingStatement {
  readonly id: string;
  readonly title: string;
  readonly label: string;
  readonly top: Condition<SmoothAnalysis>;
  readonly latex: string;
  readonly plain: string;
  readonly controls: readonly Control<'smooth'>[];
}

/**
 * A statement that no input makes a network more certain than a ceiling.
 *
 * The bounds B_ck are computed from the file as the statement says; tried are the origin, points
 * along the ray in both directions, and far out: there, by enclosures, no f_c − f_k is above B_ck and
 * no probability above the ceiling, nor above the one that the engine reads off its graph. The limit
 * along the ray is not above it either.
 */
export function ceilingClaim(statement: CeilingStatement): Claim<'smooth'> {
  const given = [HAS_CLASSES, statement.top];
  return {
    id: statement.id,
    title: statement.title,
    source: { paper: 'farfield', label: statement.label },
    kind: 'smooth',
    hypotheses: [...wordsOf(given), 'tried along the ray in both directions, to t = 2^60'],
    asPrinted: {
      latex: statement.latex,
      plain: statement.plain,
      expected: 'holds',
      ...guarded(given, conclude),
      controls: statement.controls,
      confirm: (subject, oracle, decided) => confirmationOf(find(subject, oracle), decided),
    },
    repaired: null,
  };
}

const TIMES = [0, 1, -1, 2 ** 60, -(2 ** 60)];

function conclude(subject: SmoothAnalysis): Outcome {
  const { leads, ceiling, tail, engineCeiling: engine } = subject;
  if (engine.kind === 'no-ceiling' && engine.reason === 'unbounded') {
    return fails(`the engine finds no ceiling, but there is one of ${ceiling.toNumber()}`);
  }
  for (const t of TIMES) {
    const logits = logitsWhereDefined(subject, t);
    if (logits === null) return UNDECIDED;
    for (let c = 0; c < subject.classes; c++) {
      for (let k = 0; k < subject.classes; k++) {
        const lead = logits[c].subtract(logits[k]);
        if (c !== k && lead.lower.compare(leads[c][k].upper) > 0) {
          return fails(
            `f_${c} − f_${k} = ${lead.toNumber()} at t = ${t}, above ${leads[c][k].toNumber()}`,
          );
        }
      }
    }
    const largest = softmaxOn([...logits.keys()], logits).reduce((x, y) => x.maximum(y));
    if (largest.lower.compare(ceiling.upper) > 0) {
      return fails(`MSP = ${largest.toNumber()} at t = ${t}, above ${ceiling.toNumber()}`);
    }
    if (engine.kind === 'ceiling' && largest.lower.compare(Rational.of(engine.ceiling)) > 0) {
      return fails(`MSP = ${largest.toNumber()} at t = ${t}, above the engine's ${engine.ceiling}`);
    }
  }
  const above = tail.limit?.findIndex(({ lower }) => lower.compare(ceiling.upper) > 0) ?? -1;
  return above === -1
    ? HOLDS
    : fails(`p_${above} → ${tail.limit![above].toNumber()}, above ${ceiling.toNumber()}`);
}

/** Logits at a time; null where a norm without ε divides by what may be 0. */
function logitsWhereDefined(subject: SmoothAnalysis, t: number): readonly Real[] | null {
  try {
    return subject.logitsAt(t);
  } catch (error) {
    if (error instanceof InputError && error.path === 'divisor') return null;
    throw error;
  }
}

function find(subject: SmoothAnalysis, oracle: Oracle): Finding {
  const ceiling = subject.ceiling.upper.toNumber();
  let seen = false;
  for (const t of [0, 1, 2 ** 10, 2 ** 20]) {
    const { logProbabilities, rounding } = oracle.observe(subject, t);
    if (!isTelling(rounding)) continue;
    const largest = Math.exp(Math.max(...Array.from(logProbabilities)));
    if (largest > ceiling + 4 * rounding + 1e-12) {
      return showsFailing(`MSP = ${largest} at t = ${t}, above ${ceiling}`);
    }
    seen = true;
  }
  return seen ? showsHolding('MSP stays below the ceiling') : null;
}

/** A lie about the engine's ceiling: halfway to what an even guess would be. */
export function lowerEngineCeiling(subject: SmoothAnalysis): SmoothAnalysis {
  const found = subject.engineCeiling;
  if (found.kind === 'no-ceiling') return subject;
  const ceiling = (found.ceiling + 1 / subject.classes) / 2;
  return answering(subject, { engineCeiling: () => ({ ...found, ceiling }) });
}

/** Every bound of a lead, smaller by a part. */
export function lower(leads: readonly (readonly Real[])[], part: number): Real[][] {
  return leads.map((row) => row.map((lead) => lead.subtract(Real.of(part))));
}
