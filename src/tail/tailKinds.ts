import { instanceOf, type Kind, list, nullable, oneOf, record, whole } from '../errors/kinds.js';
import { Rational } from '../exact/rational.js';

const rational = instanceOf(Rational, 'pass what `exactTail` returns');
const rationals = list(rational);

const line = record({ slope: rationals, intercept: rationals });

/** Germs `intercept + t·slope` of several units: as many slopes as intercepts. */
export const germs: Kind = (value, path, report) => {
  line(value, path, report);
  const { slope, intercept } = (value ?? {}) as { slope?: unknown; intercept?: unknown };
  if (!Array.isArray(slope) || !Array.isArray(intercept)) return;
  if (slope.length === intercept.length) return;
  report(
    'shape_mismatch',
    `${path}.slope.length`,
    slope.length,
    `must equal intercept.length=${intercept.length}`,
    'pass what `exactTail` returns',
  );
};

const end = record({
  regime: oneOf('saturating', 'tied', 'flat'),
  top: list(whole(0)),
  intercept: list(rational, 1),
});

/**
 * The regime of a tail and the classes with the largest slope, which must fit each other and the
 * number of classes, that of the intercepts.
 */
export const tailEnd: Kind = (value, path, report) => {
  let sound = true;
  end(value, path, (...problem) => {
    sound = false;
    report(...problem);
  });
  if (!sound) return;
  const { regime, top, intercept } = value as {
    regime: 'saturating' | 'tied' | 'flat';
    top: number[];
    intercept: Rational[];
  };
  const classes = intercept.length;
  const remedy = 'pass a tail as `tail` or `exactTail` returns it';
  const ascending = top.every((c, i) => c < classes && (i === 0 || c > top[i - 1]));
  if (top.length === 0 || !ascending) {
    const rule = `must be ascending classes from 0 to ${classes - 1}`;
    report('out_of_range', `${path}.top`, top, rule, remedy);
    return;
  }
  const fits = {
    saturating: top.length === 1,
    flat: top.length === classes,
    tied: top.length > 1 && top.length < classes,
  }[regime];
  if (fits) return;
  const rule = `must fit ${top.length} top classes of ${classes}`;
  report('inconsistent', `${path}.regime`, regime, rule, remedy);
};

const start = record({ from: rational });

/** The logits' germs, from where they hold, and how they end. */
export const decidedTail: Kind = (value, path, report) => {
  start(value, path, report);
  germs(value, path, report);
  tailEnd(value, path, report);
};

const lead = record({ gap: nullable(rational) });

/** A tail as `exactTail` returns it. */
export const exactTailKind: Kind = (value, path, report) => {
  decidedTail(value, path, report);
  lead(value, path, report);
};
