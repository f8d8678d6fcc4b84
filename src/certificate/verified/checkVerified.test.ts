import { describe, expect, it } from 'vitest';
import { tampered } from '../../../properties/tamperedJson.js';
import { Rational } from '../../exact/rational.js';
import type { Network } from '../../network/network.js';
import { type Layer, readNetwork } from '../../network/networkFile.js';
import { exactTail } from '../../tail/exactTail.js';
import { certify } from '../certificate.js';
import { startChecker } from './checker.js';
import { checkVerified, TRUSTED_BASE } from './checkVerified.js';
import { exactCertificate } from './exactCertificate.js';
import { exactNetwork, placesOf } from './exactNetwork.js';
import { INTEGER_OPERATIONS } from './integers.js';

function networkOf(inputs: number, layers: readonly Layer[]): Network {
  return readNetwork({ format: 'farfield-network', version: 1, inputs, layers });
}

const classifier = networkOf(2, [
  {
    type: 'dense',
    weights: [
      [1, -0.1],
      [0.3, 2],
      [-1, 0],
    ],
    bias: [-3, 0.5, 1],
  },
  { type: 'relu' },
  { type: 'maximum', groups: [[0, 1], [1, 2], [0]] },
  {
    type: 'dense',
    weights: [
      [1, 0, 0],
      [0.1, 3, 0],
      [0, 0, -0.7],
    ],
    bias: [0, 0.3, 9],
  },
]);
const ray = { origin: [1, 2], direction: [1, 0.25] };

describe('a verified check', () => {
  it('gives gap and lead of a saturating tail', () => {
    const { margin } = checkVerified(classifier, certify(classifier, ray));
    const { gap, top, intercept } = exactTail(classifier, ray.origin, ray.direction);
    const leads = intercept
      .filter((_, c) => c !== top[0])
      .map((a) => a.subtract(intercept[top[0]]));
    const lead = leads.reduce((most, other) => (other.compare(most) > 0 ? other : most));
    expect(margin).toEqual({ gap: String(gap), lead: String(lead) });
    expect(Rational.parse(margin!.gap).sign).toBe(1);
  });

  it.each([
    ['tied', [[1], [1], [0]]],
    ['flat', [[1], [1], [1]]],
    ['of one output', [[1]]],
  ])('gives none of a tail that is %s', (_, weights) => {
    const network = networkOf(1, [{ type: 'dense', weights, bias: weights.map(() => 0) }]);
    const certificate = certify(network, { origin: [1], direction: [1] });
    expect(checkVerified(network, certificate)).toEqual({
      accepted: true,
      wrong: null,
      margin: null,
    });
  });

  it('refuses by name what is not piecewise affine', () => {
    const smooth = networkOf(1, [
      { type: 'gelu' } as unknown as Layer,
      { type: 'dense', weights: [[1], [2]], bias: [0, 0] },
    ]);
    expect(() => checkVerified(smooth, {})).toThrow(/gelu/);
  });

  it('says what has to be trusted', () => {
    expect(TRUSTED_BASE.join('\n')).toMatch(/BigInt[\s\S]*bridge\.ml[\s\S]*reader/);
  });
});

describe('a fault in an operation on whole numbers', () => {
  const certificate = certify(classifier, ray);
  const faults: Record<string, object> = {
    'integer_zero is 1': { integer_zero: () => 1n },
    'integer_one is 0': { integer_one: () => 0n },
    'integer_add is off by one': { integer_add: (x: bigint, y: bigint) => x + y + 1n },
    'integer_multiply forgets signs': {
      integer_multiply: (x: bigint, y: bigint) => (x * y < 0n ? -x * y : x * y),
    },
    'integer_negate does nothing': { integer_negate: (x: bigint) => x },
    'integer_less is always true': { integer_less: () => 1 },
    'integer_less takes equals': { integer_less: (x: bigint, y: bigint) => (x <= y ? 1 : 0) },
    'integer_equal is always true': { integer_equal: () => 1 },
    'integer_equal is always false': { integer_equal: () => 0 },
    'integer_shift is one short': { integer_shift: (x: bigint, y: bigint) => (x << y) >> 1n },
  };

  it.each(Object.keys(faults))('is noticed: %s', (fault) => {
    expect(noticed({ ...INTEGER_OPERATIONS, ...faults[fault] })).toBe(true);
    expect(noticed(INTEGER_OPERATIONS)).toBe(false);
  });

  /** Whether the right certificate is refused, or a wrong one accepted. */
  function noticed(operations: typeof INTEGER_OPERATIONS): boolean {
    const checker = startChecker(operations);
    const places = placesOf(classifier);
    const network = exactNetwork(classifier, places);
    const accepts = (claimed: unknown) => {
      try {
        const exact = exactCertificate(classifier, claimed, places);
        return checker.is_accepted(checker.examine(network, exact)) === 1;
      } catch {
        return false;
      }
    };
    if (!accepts(certificate)) return true;
    return [...tampered(certificate, 'certificate')].some(([, changed]) => accepts(changed));
  }
});
