import { describe, expect, it } from 'vitest';
import { mathText } from './mathText.js';

describe('mathText', () => {
  it.each([
    ['p_c → e^{−γt}', 'p<sub>c</sub> → e<sup>−γt</sup>'],
    ["V_c'd − V_0", 'V<sub>c’d</sub> − V<sub>0</sub>'],
    ["f_{c'}", 'f<sub>c’</sub>'],
    [
      '∂s_c/∂f_0 = s_0(1 − s_0)',
      '∂s<sub>c</sub>/∂f<sub>0</sub> = s<sub>0</sub>(1 − s<sub>0</sub>)',
    ],
    ["V_c,1 − V_c',1", 'V<sub>c,1</sub> − V<sub>c’,1</sub>'],
    ['f_0, 1 and z_1,z_2', 'f<sub>0</sub>, 1 and z<sub>1</sub>,z<sub>2</sub>'],
    ['10^{270} and x^2', '10<sup>270</sup> and x<sup>2</sup>'],
    ['p̄_1', 'p̄<sub>1</sub>'],
    ['softmax(a)_T', 'softmax(a)<sub>T</sub>'],
    ['a < b & c', 'a &lt; b &amp; c'],
    ['<b>x_1</b>', '&lt;b&gt;x<sub>1</sub>&lt;/b&gt;'],
  ])('sets %s', (line, set) => {
    expect(mathText(line).text).toBe(set);
  });
});
