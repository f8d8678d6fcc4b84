import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { dense, networkFile, relu } from '../../properties/smallNetworks.js';
import { temporaryFolder } from '../../properties/temporaryFolder.js';
import { InputError } from '../errors/inputError.js';
import { readNetwork } from '../network/networkFile.js';
import { audit } from './audit.js';
import { writeAudit } from './auditReports.js';
import type { AuditRun } from './auditRun.js';
import { auditTable } from './auditTable.js';
import { headlineOf, headlineText } from './headline.js';
import { renderAuditHtml } from './html/renderAuditHtml.js';
import { parsePolicies } from './policy.js';
import { renderAuditJunit } from './renderAuditJunit.js';
import { renderAuditMarkdown } from './renderAuditMarkdown.js';
import { renderSarif } from './renderSarif.js';

/** A feature name that breaks a report which forgets to escape. */
const NASTY = '</script><b>|"x`& \u0007';

/** 3 × 2 "pixels"; pixel 0 up and pixel 1 up each end in a class, the rest changes nothing. */
const network = readNetwork(
  networkFile(
    6,
    dense(
      [
        [1, 0, 0, 0, 0, 0],
        [0, 2, 0, 0, 0, 0],
      ],
      [0, -1],
    ),
    relu,
    dense([
      [1, 0],
      [0, 1],
      [0, 0],
    ]),
  ),
);

const folder = temporaryFolder('audit');

describe('audit reports', () => {
  let run: AuditRun;
  beforeAll(async () => {
    const rows = Array.from({ length: 30 }, (_, i) =>
      Array.from({ length: 6 }, (_, d) => ((i * (d + 3)) % 7) / 3 - 1),
    );
    run = await audit(network, {
      name: NASTY,
      workers: 0,
      data: {
        name: NASTY,
        features: [NASTY, 'b', 'c', 'd', 'e', 'f'],
        x: { rows: 30, columns: 6, values: Float64Array.from(rows.flat()) },
        labels: null,
        notes: [NASTY],
      },
      policies: parsePolicies('blind:msp,saturating>9'),
    });
  });

  it('show the summary first on a terminal, then the ranked directions', () => {
    const table = auditTable(run.audit, 'reports');
    expect(table.findings[0]).toBe(headlineText(run.audit, headlineOf(run.audit)!));
    expect(table.findings[1]).toBe(
      '2 of 12 feature directions end in certainty, whatever the input; 10 in a constant softmax.',
    );
    expect(table.rows.slice(1).map(([label]) => label)).toEqual(['b +', `${NASTY} +`]);
    expect(new Set(table.rows.map(({ length }) => length)).size).toBe(1);
    expect(table.more).toBeNull();
  });

  it('escape whatever a feature is called, in Markdown and HTML', () => {
    const page = renderAuditHtml(run, { channels: 1, height: 2, width: 3 });
    expect(page).not.toContain('</script><b>');
    expect(page).not.toContain('\u0007');
    expect(page.match(/<script/g)).toHaveLength(2);
    expect(renderAuditMarkdown(run.audit)).not.toMatch(/<b>|[^\\]\|"x/);
  });

  it('draw a heat map of the pixels that end in certainty', () => {
    const page = renderAuditHtml(run, { channels: 1, height: 2, width: 3 });
    const maps = page.match(/<figure class="heat">.*?<\/figure>/gs)!;
    expect(maps).toHaveLength(2);
    expect(maps[0]).toContain('M0 0h1v1h-1z');
    expect(maps[0]).toContain('M1 0h1v1h-1z');
    expect(maps[0]).not.toContain('M2 0h1v1h-1z');
    expect(maps[1]).not.toContain('h1v1h-1z');
    expect(renderAuditHtml(run, null)).not.toContain('<figure class="heat">');
  });

  it('hold one SARIF result per policy, detector and class of directions', () => {
    const log = JSON.parse(renderSarif(run.audit, 'models/my net.onnx'));
    expect(log.version).toBe('2.1.0');
    const [{ tool, results }] = log.runs;
    for (const rule of tool.driver.rules) {
      expect(rule.help.text.length).toBeGreaterThan(rule.fullDescription.text.length + 50);
      expect(rule.help.markdown).toContain(rule.fullDescription.text);
    }
    const rules = tool.driver.rules.map(({ id }: { id: string }) => id);
    for (const result of results) {
      expect(rules[result.ruleIndex]).toBe(result.ruleId);
      expect(result.message.text).toMatch(/\.$/);
      expect(result.locations[0].physicalLocation.artifactLocation.uri).toBe(
        'models/my%20net.onnx',
      );
    }
    const keys = results.map(
      ({ partialFingerprints }: { partialFingerprints: object }) =>
        Object.values(partialFingerprints)[0],
    );
    expect(keys).toEqual([
      // One result for each class in which directions violate the policy.
      'policy-violated/blind:msp/class 1',
      'policy-violated/blind:msp/class 0',
      ...run.audit.detectors
        .filter(({ blind }) => blind > 0)
        .map(({ id }) => `blind-detector/${id}`),
      'ends-in-certainty/class 1',
      'ends-in-certainty/class 0',
    ]);
    const alike = run.audit.directions.map((direction) => ({ ...direction, label: 'alike' }));
    const again = JSON.parse(renderSarif({ ...run.audit, directions: alike }, 'x'));
    for (const { locations } of again.runs[0].results) {
      // The schema wants the logical locations of a location to differ.
      expect(locations[0].logicalLocations ?? []).toHaveLength(1);
    }
  });

  it('hold few SARIF results of many directions', () => {
    const many = Array.from({ length: 900 }, (_, index) => ({
      ...run.audit.directions[index % 2 === 0 ? 0 : 2],
      index,
      label: `pixel ${index} +`,
    }));
    const violations = [
      { policy: 'blind:msp', message: 'many', directions: many.map((m) => m.index) },
    ];
    const log = JSON.parse(renderSarif({ ...run.audit, directions: many, violations }, 'net.onnx'));
    const { results } = log.runs[0];
    expect(results.length).toBeLessThan(12);
    expect(results[0].message.text).toContain('450 directions end in certainty of class');
    expect(results[0].message.text).toContain('and 442 more.');
    for (const { locations } of results) {
      expect(locations[0].logicalLocations?.length ?? 0).toBeLessThanOrEqual(20);
    }
  });

  it('are the same bytes for the same audit', () => {
    const shape = { channels: 1, height: 2, width: 3 };
    expect(renderAuditHtml(run, shape)).toBe(renderAuditHtml(structuredClone(run), shape));
    expect(renderSarif(run.audit, 'x')).toBe(renderSarif(structuredClone(run.audit), 'x'));
  });

  it('are JUnit, a case a policy', () => {
    const { policies, violations } = run.audit;
    const xml = renderAuditJunit(run.audit);
    expect(xml.match(/<testcase /g)).toHaveLength(policies.length + 1);
    expect(xml.match(/<failure /g)).toHaveLength(violations.length);
    expect(violations).toHaveLength(1);
    expect(xml).toContain('blind:msp');
    // Names that break a report which forgets to escape.
    expect(xml).not.toContain('<b>');
    expect(xml).not.toContain('\u0007');
  });

  it('are written all or none', async () => {
    const context = { shape: null, network: 'net.json' };
    const out = join(folder, 'out');
    expect((await writeAudit(out, run, context)).map((path) => path.slice(out.length + 1))).toEqual(
      ['audit.json', 'audit.html', 'audit.md', 'audit.sarif', 'directions.csv', 'audit.junit.xml'],
    );
    expect(readdirSync(out).sort()).toEqual([
      'audit.html',
      'audit.json',
      'audit.junit.xml',
      'audit.md',
      'audit.sarif',
      'directions.csv',
    ]);
    const found = JSON.parse(readFileSync(join(out, 'audit.json'), 'utf8'));
    expect(found.directions).toHaveLength(12);
    expect(found.directions[2].label).toBe('b +');
    writeFileSync(join(folder, 'file'), 'x');
    await expect(writeAudit(join(folder, 'file'), run, context)).rejects.toThrow(InputError);
  });
});
