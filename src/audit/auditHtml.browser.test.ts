import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { chromiumTests, launchChromium } from '../../properties/chromium.js';
import { printedPages } from '../../properties/printedPages.js';
import { dense, networkFile, relu } from '../../properties/smallNetworks.js';
import { temporaryFolder } from '../../properties/temporaryFolder.js';
import { readNetwork } from '../network/networkFile.js';
import { audit } from './audit.js';
import type { AuditRun } from './auditRun.js';
import { renderAuditHtml } from './html/renderAuditHtml.js';
import { renderDirectionsCsv } from './renderDirectionsCsv.js';

const CHECKS = fileURLToPath(new URL('../report/html/pageChecks.browser.js', import.meta.url));

const network = readNetwork(
  networkFile(
    6,
    dense(
      [
        [1, 0, 0.5, 0, 0, -1],
        [0, 2, 0, 0, 1, 0],
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

chromiumTests.describe('audit.html in Chromium', () => {
  let browser: Browser;
  let folder: string;
  let file: string;
  let run: AuditRun;

  beforeAll(async () => {
    folder = temporaryFolder('audit-page');
    file = join(folder, 'audit.html');
    const rows = Array.from({ length: 30 }, (_, i) =>
      Array.from({ length: 6 }, (_, d) => ((i * (d + 3)) % 7) / 3 - 1),
    );
    run = await audit(network, {
      name: 'small.json',
      workers: 0,
      detectors: ['msp', 'ebo', 'mds', 'cea-msp'],
      data: {
        name: 'test',
        features: ['a', 'b', 'c', 'd', 'e', 'f'],
        x: { rows: 30, columns: 6, values: Float64Array.from(rows.flat()) },
        labels: null,
        notes: [],
      },
    });
    await writeFile(file, renderAuditHtml(run, { channels: 1, height: 2, width: 3 }));
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
  });

  async function open(width: number, colorScheme: 'light' | 'dark', scripts = true) {
    const context = await browser.newContext({
      viewport: { width, height: 900 },
      colorScheme,
      javaScriptEnabled: scripts,
    });
    const page = await context.newPage();
    const trouble: string[] = [];
    page.on('console', (message) => trouble.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => trouble.push(`error: ${error.message}`));
    page.on('request', (request) => {
      if (!/^(file|data):/.test(request.url())) trouble.push(`asks for ${request.url()}`);
    });
    if (scripts) await page.addInitScript({ path: CHECKS });
    await page.goto(pathToFileURL(file).href);
    return { page, trouble };
  }

  it.each(
    [360, 1400].flatMap((width) =>
      (['light', 'dark'] as const).map((scheme) => [width, scheme] as const),
    ),
  )('is quiet, fits and is legible: %d px wide, %s', async (width, scheme) => {
    const { page, trouble } = await open(width, scheme);
    expect(trouble).toEqual([]);
    expect(await page.evaluate('pageChecks.overflowing()')).toEqual([]);
    expect(await page.evaluate('pageChecks.illegible()')).toEqual([]);
    expect(await page.evaluate('pageChecks.unnamed()')).toEqual([]);
    await page.context().close();
  });

  it('sorts, searches, filters and draws on demand', async () => {
    const { page, trouble } = await open(1400, 'light');
    const labels = () => visibleLabels(page);
    const all = await labels();
    expect(all.length).toBeGreaterThan(3);
    await page.click('#directions thead button');
    expect(await labels()).toEqual([...all].sort());
    await page.click('#directions thead button');
    expect(await labels()).toEqual([...all].sort().reverse());
    await page.fill('#controls input', 'b +');
    expect(await labels()).toEqual(['b +']);
    await page.click('#directions tbody tr:not([hidden]) th button');
    expect(await page.locator('tr.drawn svg path.confidence').count()).toBeGreaterThan(0);
    await page.fill('#controls input', '');
    await page.selectOption('#controls label:nth-of-type(3) select', { label: 'CEA(MSP)' });
    expect(await labels()).toEqual([]);
    await page.selectOption('#controls label:nth-of-type(3) select', { label: 'MSP' });
    expect(await labels()).toHaveLength(all.length);
    expect(trouble).toEqual([]);
    await page.context().close();
  });

  it('tells what is under the pointer in a heat map', async () => {
    const { page } = await open(1400, 'light');
    const box = (await page.locator('.heat svg').first().boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 4);
    expect(await page.textContent('#heat-readout')).toMatch(/^b \+: class 1, 99 % certain from/);
    await page.context().close();
  });

  it('says so where there is more than a box shows, and nowhere else', async () => {
    const hints = async (width: number) => {
      const { page } = await open(width, 'light');
      const found = await page.evaluate(
        '[...document.querySelectorAll(".scroll")].map((box) => [box.scrollWidth > box.clientWidth + 1, !box.previousElementSibling.hidden])',
      );
      await page.context().close();
      return found as [boolean, boolean][];
    };
    const narrow = await hints(360);
    expect(narrow.some(([overflows]) => overflows)).toBe(true);
    for (const [overflows, told] of [...narrow, ...(await hints(1400))]) {
      expect(told).toBe(overflows);
    }
  });

  it('loses nothing on paper, and is light there', async () => {
    const { page } = await open(1030, 'dark');
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(
      await page.evaluate(
        '[...document.querySelectorAll(".scroll")].filter((box) => box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1).length',
      ),
    ).toBe(0);
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe(
      'rgb(255, 255, 255)',
    );
    // A button is left out of the headings that are repeated on every page.
    expect(
      await page.evaluate(
        '[...new Set([...document.querySelectorAll("thead button")].map((button) => getComputedStyle(button).display))]',
      ),
    ).toEqual(['contents']);
    const printed = await printedPages(page);
    expect(printed.length).toBeGreaterThan(1);
    expect(printed.filter(({ characters }) => characters === 0)).toEqual([]);
    await page.context().close();
  });

  it('gives every plot titles of its axes, and the directions as a file', async () => {
    const { page } = await open(1400, 'light');
    const titles = await page.evaluate(
      '[...document.querySelectorAll(".panel svg, .scroll > svg.windows")].map((svg) => svg.querySelectorAll(".axis-title").length)',
    );
    expect((titles as number[]).length).toBeGreaterThan(3);
    expect(Math.min(...(titles as number[]))).toBeGreaterThan(0);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.click('a[download]'),
    ]);
    expect(download.suggestedFilename()).toBe('directions.csv');
    const text = await readFile(await download.path(), 'utf8');
    expect(text).toBe(renderDirectionsCsv(run.audit));
    await page.context().close();
  });

  it('shows the same directions without scripts', async () => {
    const { page } = await open(1400, 'light', false);
    expect(await page.locator('#directions tbody tr').count()).toBeGreaterThan(3);
    expect(await page.locator('#controls').isVisible()).toBe(false);
    await page.context().close();
  });
});

function visibleLabels(page: Page): Promise<string[]> {
  return page.evaluate(
    '[...document.querySelectorAll("#directions tbody tr:not([hidden]):not(.drawn) th")].map((cell) => cell.textContent)',
  );
}
