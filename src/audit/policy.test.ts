import { describe, expect, it } from 'vitest';
import { InputError } from '../errors/inputError.js';
import { parsePolicies } from './policy.js';

describe('parsePolicies', () => {
  it('reads comparisons of scales, counts and detectors', () => {
    expect(parsePolicies('danger-scale<10, blind:msp,saturating>=5 ,seen-distance <= 3')).toEqual([
      { text: 'danger-scale<10', kind: 'scale', measure: 'danger-scale', operator: '<', limit: 10 },
      { text: 'blind:msp', kind: 'blind', detector: 'msp', operator: '>', limit: 0 },
      { text: 'saturating>=5', kind: 'count', regime: 'saturating', operator: '>=', limit: 5 },
      {
        text: 'seen-distance <= 3',
        kind: 'scale',
        measure: 'seen-distance',
        operator: '<=',
        limit: 3,
      },
    ]);
    expect(parsePolicies('flag-rate:fisher-msp+mds>0.1')[0]).toMatchObject({
      kind: 'flag-rate',
      detector: 'fisher-msp+mds',
      limit: 0.1,
    });
    expect(parsePolicies('blind:cea-ebo>4')[0]).toMatchObject({ detector: 'cea-ebo', limit: 4 });
  });

  it.each([
    ['', 'empty'],
    ['danger-scale', 'missing'],
    ['danger-scale<', 'malformed'],
    ['danger-scale<ten', 'not_a_number'],
    ['danger-scale<-1', 'not_a_number'],
    ['danger-scale<NaN', 'not_a_number'],
    ['danger-scale=3', 'malformed'],
    ['danger<3', 'unknown_value'],
    ['blind', 'missing'],
    ['blind:nobody', 'unknown_value'],
    ['saturating:msp>3', 'unknown_field'],
    ['flag-rate>0.1', 'missing'],
    ['flag-rate:msp', 'missing'],
    ['blind:fisher-msp', 'empty'],
  ])('refuses %j', (text, code) => {
    const read = () => parsePolicies(text);
    expect(read).toThrow(InputError);
    expect(read).toThrow(/^--fail-on: policy 1/);
    try {
      read();
    } catch (error) {
      expect((error as InputError).code).toBe(code);
    }
  });

  it('names every policy that is wrong', () => {
    expect(() => parsePolicies('danger<3,blind:msp,flat')).toThrow(/2 problems[\s\S]*policy 3/);
  });
});
