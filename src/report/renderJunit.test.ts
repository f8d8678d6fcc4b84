import { describe, expect, it } from 'vitest';
import { dataEvidence, troubledDataEvidence } from '../../properties/experimentExample.js';
import { exampleEvidence, troubledEvidence } from '../../properties/reportExample.js';
import { renderJunit } from './renderJunit.js';

describe('renderJunit', () => {
  it('has a suite a claim and a case for each reading, for vacuity and for the oracles', () => {
    const xml = renderJunit(exampleEvidence());
    const suite = xml.slice(xml.indexOf('<testsuite name="gradient-vanishes"'));
    const names = [
      ...suite.slice(0, suite.indexOf('</testsuite>')).matchAll(/<testcase.* name="([^"]*)"/g),
    ];
    expect(names.map(([, name]) => name)).toEqual([
      'as printed: gradient-vanishes is refuted as expected',
      'repaired: gradient-vanishes holds as expected',
      'in general: gradient-vanishes holds for almost every head as expected',
      'not vacuous: enough cases meet the hypotheses of gradient-vanishes',
      'oracles agree on gradient-vanishes',
    ]);
    expect(xml).toContain(
      '<testsuites name="farfield" tests="32" failures="0" errors="0" skipped="0"',
    );
    expect(xml).toContain('<property name="seed" value="42"/>');
    expect(xml).toContain('time="1.234"');
  });

  it('fails on unexpected and vacuous verdicts and on disagreements, and skips what did not run', () => {
    const xml = renderJunit(troubledEvidence());
    const types = [...xml.matchAll(/<failure [^>]*type="([^"]*)"/g)].map(([, type]) => type);
    expect(types).toEqual([
      'unexpected-verdict',
      'vacuous',
      'unexpected-verdict',
      'unexpected-verdict',
      'oracle-disagreement',
    ]);
    expect(xml).toContain('message="the verdict is refuted, expected: holds"');
    expect(xml.match(/<skipped message="not part of this run"\/>/g)).toHaveLength(16);
  });

  it('has one suite for experiments: empirical statements pass, undecided ones are skipped', () => {
    const xml = renderJunit(dataEvidence());
    expect(xml).toContain(
      '<testsuite name="experiments" tests="7" failures="0" errors="0" skipped="3"',
    );
    expect(xml).toContain('time="1.012"');
    const refuted = xml.split('\n').findIndex((line) => line.includes('cea-never-lowers ['));
    expect(xml.split('\n')[refuted]).toMatch(/<testcase [^>]*><system-out>refuted$/);
    expect(xml).toMatch(/temperature-changes-little[^>]*><skipped message="inconclusive"\/>/);
    expect(xml).toContain('mnist is not here: run `farfield data pull mnist`');
    expect(renderJunit(exampleEvidence())).not.toContain('experiments');
  });

  it('fails on a measurement that contradicts the theory', () => {
    const xml = renderJunit(troubledDataEvidence());
    expect(xml.match(/type="contradicts-theory"/g)).toHaveLength(2);
    expect(xml).toContain('<testsuites name="farfield" tests="39" failures="2"');
  });

  it('holds only characters that XML 1.0 allows', () => {
    const xml = renderJunit(troubledEvidence());
    for (const character of xml) {
      const code = character.codePointAt(0)!;
      const allowed = code >= 0x20 ? code < 0xd800 || code > 0xdfff : [9, 10, 13].includes(code);
      expect(allowed, `U+${code.toString(16)}`).toBe(true);
    }
    expect(xml).not.toContain('</script>');
    expect(xml).not.toContain(']]>');
  });
});
