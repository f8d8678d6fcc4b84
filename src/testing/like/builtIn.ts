import { detectorNamed } from '../../detectors/registry.js';
import { InputError } from '../../errors/inputError.js';
import { subjectOf } from '../builtInSubject.js';
import type { DetectorUnderTest } from '../subject.js';

/**
 * Values of hyper-parameters that are in use: a detector that chose another one than the default is
 * still the same detector.
 */
const IN_USE: Readonly<Record<string, readonly number[]>> = {
  k: [1, 5, 10, 20, 50],
  percent: [65, 80, 85, 90, 95, 99],
  temperature: [1, 2, 10, 1000],
  noise: [0, 0.0014],
  gamma: [0.1, 0.5],
  largest: [2, 10, 100],
};

/** A built-in detector to agree with. */
export interface BuiltIn {
  readonly name: string;
  /** With its defaults, or the options named; then with each hyper-parameter as it is in use. */
  readonly settings: readonly DetectorUnderTest[];
}

/**
 * The built-in detector that `--like` names, with options after a colon: `knn`, `knn:k=1`,
 * `react:percent=95,variant=cea-2024`. An option that is named is fixed.
 *
 * @throws InputError `unknown_value` for a detector there is not, `malformed` for an option without
 *   a value, `unknown_field` for one the detector does not have
 */
export function builtInNamed(spec: string): BuiltIn {
  const [id, ...rest] = spec.trim().split(':');
  const detector = detectorOf(id);
  const given = rest.join(':');
  const options = given === '' ? [] : given.split(',').map(optionOf);
  const unknown = options.filter(([name]) => !Object.hasOwn(detector.defaults, name));
  if (unknown.length > 0) {
    throw new InputError('detect', [
      {
        code: 'unknown_field',
        path: '--like',
        value: spec,
        rule: `names an option ${unknown[0][0]} that ${detector.name} does not have`,
        remedy: `its options: ${Object.keys(detector.defaults).join(', ')}`,
      },
    ]);
  }
  const fixed = Object.fromEntries(options);
  const open = Object.keys(detector.defaults).filter((name) => !Object.hasOwn(fixed, name));
  const others = open.flatMap((name) => (IN_USE[name] ?? []).map((value) => ({ [name]: value })));
  return {
    name: detector.name,
    settings: [{}, ...others].map((more) => subjectOf(detector, {}, { ...fixed, ...more })),
  };
}

/** @throws InputError as `detectorNamed` does, about the option of the command */
function detectorOf(id: string) {
  try {
    return detectorNamed(id);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(
      'detect',
      error.problems.map((problem) => ({ ...problem, path: '--like' })),
    );
  }
}

function optionOf(text: string): [string, unknown] {
  const [name, value] = text.split('=').map((part) => part.trim());
  if (name && value) return [name, parsed(value)];
  throw new InputError('detect', [
    {
      code: 'malformed',
      path: '--like',
      value: text,
      rule: 'must be an option and its value',
      remedy: 'write for example --like knn:k=10',
    },
  ]);
}

function parsed(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true';
  return Number.isNaN(Number(text)) ? text : Number(text);
}
