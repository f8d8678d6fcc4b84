import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { chromiumTests, launchChromium } from '../../properties/chromium.js';
import { dense, networkFile } from '../../properties/smallNetworks.js';
import { temporaryFolder } from '../../properties/temporaryFolder.js';
import { readNetwork } from '../network/networkFile.js';
import { audit } from './audit.js';
import { renderAuditHtml } from './html/renderAuditHtml.js';

const CHECKS = fileURLToPath(new URL('../report/html/pageChecks.browser.js', import.meta.url));

const identity = [
  [1, 0],
  [0, 1],
];
const norm = { type: 'layer-norm', scale: [4, 4, 4], shift: [0, 0, 0], epsilon: 1e-5 };
/** Networks that end in certainty, in limits of at least 99 %, and in scales that are not known. */
const networks = {
  gelu: readNetwork(networkFile(2, dense(identity), { type: 'gelu' } as never, dense(identity))),
  tanh: readNetwork(
    networkFile(
      2,
      dense(identity),
      { type: 'tanh' } as never,
      dense([
        [6, 0],
        [0, 0],
      ]),
    ),
  ),
  norm: readNetwork(
    networkFile(
      2,
      dense([...identity, [0, 0]]),
      norm as never,
      dense([
        [1, 0, 0],
        [0, 1, 0],
      ]),
    ),
  ),
};

chromiumTests.describe('audit.html of networks beyond piecewise-affine, in Chromium', () => {
  let browser: Browser;
  const folder = temporaryFolder('audit-limits');

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
  });

  it.each(Object.entries(networks))('is quiet, fits and is legible: %s', async (name, network) => {
    const values = Float64Array.from({ length: 60 }, (_, i) => ((i * 7) % 11) / 5 - 1);
    const run = await audit(network, {
      name,
      workers: 0,
      detectors: ['msp', 'mds', 'cea-msp'],
      data: {
        name: 'test',
        features: ['a', 'b'],
        x: { rows: 30, columns: 2, values },
        labels: null,
        notes: [],
      },
    });
    expect(run.audit.summary.certain).toBeGreaterThan(0);
    const file = join(folder, `${name}.html`);
    await writeFile(file, renderAuditHtml(run, null));
    const context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
    const page = await context.newPage();
    const trouble: string[] = [];
    page.on('console', (message) => trouble.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => trouble.push(`error: ${error.message}`));
    await page.addInitScript({ path: CHECKS });
    await page.goto(pathToFileURL(file).href);
    expect(await page.evaluate('pageChecks.overflowing()')).toEqual([]);
    expect(await page.evaluate('pageChecks.illegible()')).toEqual([]);
    // A scale that is not known is drawn without a mark.
    await page.click('#directions tbody tr th button');
    const drawn = page.locator('tr.drawn td > svg');
    expect(await drawn.locator('path.confidence').count()).toBeGreaterThan(0);
    const known = run.curves.find((curve) => curve !== null)!.dangerScale !== null;
    expect(await drawn.locator('path.certain').count()).toBe(known ? 1 : 0);
    expect(trouble).toEqual([]);
    await context.close();
  });
});
