import { detectorNamed } from '../../detectors/registry.js';
import { InputError } from '../../errors/inputError.js';
import { subjectOf } from '../builtInSubject.js';
import type { DetectorUnderTest } from '../subject.js';

/**
 * The built-in detector that `--like` names, with options after a colon: `knn`, `knn:k=1`,
 * `react:percent=95,variant=cea-2024`.
 *
 * @throws InputError `unknown_value` for a detector there is not, `malformed` for an option without
 *   a value, `unknown_field` for one the detector does not have
 */
export function builtInNamed(spec: string): DetectorUnderTest {
  const [id, ...rest] = spec.trim().split(':');
  const detector = detectorNamed(id!);
  const given = rest.join(':');
  const options = given === '' ? [] : given.split(',').map(optionOf);
  const unknown = options.filter(([name]) => !Object.hasOwn(detector.defaults, name));
  if (unknown.length > 0) {
    throw new InputError('detect', [
      {
        code: 'unknown_field',
        path: '--like',
        value: spec,
        rule: `names an option ${unknown[0]![0]} that ${detector.name} does not have`,
        remedy: `its options: ${Object.keys(detector.defaults).join(', ')}`,
      },
    ]);
  }
  return subjectOf(detector, {}, Object.fromEntries(options));
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
