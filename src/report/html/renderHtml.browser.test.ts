import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { chromiumTests, launchChromium } from '../../../properties/chromium.js';
import { dataEvidence, troubledDataEvidence } from '../../../properties/experimentExample.js';
import { PRINTED_WIDTH, printedPages } from '../../../properties/printedPages.js';
import { exampleEvidence, troubledEvidence } from '../../../properties/reportExample.js';
import { temporaryFolder } from '../../../properties/temporaryFolder.js';
import { compactHtml } from '../../page/compactHtml.js';
import { renderJunit } from '../renderJunit.js';
import { renderHtml } from './renderHtml.js';

const CHECKS = fileURLToPath(new URL('./pageChecks.browser.js', import.meta.url));

chromiumTests.describe('report.html in Chromium', () => {
  let browser: Browser;
  let folder: string;
  const pages = { clean: '', troubled: '', data: '', 'troubled data': '' };

  beforeAll(async () => {
    folder = temporaryFolder('page');
    for (const [name, evidence] of [
      ['clean', exampleEvidence()],
      ['troubled', troubledEvidence()],
      ['data', dataEvidence()],
      ['troubled data', troubledDataEvidence()],
    ] as const) {
      pages[name] = join(folder, `${name}.html`);
      await writeFile(pages[name], await renderHtml(evidence));
    }
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
  });

  /** Opens a page; `trouble` collects what the browser complains of and what it asks for. */
  async function open(name: keyof typeof pages, width: number, colorScheme: 'light' | 'dark') {
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
    const page = await context.newPage();
    const trouble: string[] = [];
    page.on('console', (message) => trouble.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => trouble.push(`error: ${error.message}`));
    page.on('requestfailed', (request) => trouble.push(`failed: ${request.url().slice(0, 100)}`));
    page.on('request', (request) => {
      if (!/^(file|data):/.test(request.url())) trouble.push(`asks for ${request.url()}`);
    });
    await page.addInitScript({ path: CHECKS });
    await page.goto(pathToFileURL(pages[name]).href);
    return { page, trouble };
  }

  /** Pages that stay open for all tests that only read them. */
  const kept = new Map<string, ReturnType<typeof open>>();
  async function opened(name: keyof typeof pages): Promise<Page> {
    const shown = kept.get(name) ?? open(name, 1400, 'light');
    kept.set(name, shown);
    return (await shown).page;
  }

  const views = [
    ['clean', 360, 'light'],
    ['clean', 360, 'dark'],
    ['clean', 1400, 'light'],
    ['clean', 1400, 'dark'],
    ['troubled', 360, 'dark'],
    ['troubled', 1400, 'light'],
    ['data', 400, 'dark'],
    ['data', 1400, 'light'],
    ['troubled data', 360, 'light'],
  ] as const;

  it.each(views)(
    'is quiet, sets its formulas, fits and is legible: %s, %d px wide, %s',
    async (name, width, scheme) => {
      const { page, trouble } = await open(name, width, scheme);
      await page.evaluate('document.querySelectorAll("details").forEach((d) => { d.open = true })');
      expect(trouble).toEqual([]);
      expect(await ask(page, 'formulas()')).toEqual([]);
      expect(await ask(page, 'overflowing()')).toEqual([]);
      expect(await ask(page, 'illegible()')).toEqual([]);
      const background = await page.evaluate('getComputedStyle(document.body).backgroundColor');
      expect(background).toBe(scheme === 'light' ? 'rgb(251, 250, 247)' : 'rgb(21, 24, 27)');
      await page.context().close();
    },
  );

  it.each(['clean', 'data'] as const)('has a glyph for every character: %s', async (name) => {
    expect(await ask(await opened(name), 'missingGlyphs()')).toEqual([]);
  });

  it('is the same document in its compact form', async () => {
    for (const name of ['clean', 'troubled', 'data'] as const) {
      const written = await readFile(pages[name], 'utf8');
      const compact = compactHtml(written);
      expect(compact.length).toBeLessThan(written.length);
      const page = await opened('clean');
      // White space beside blocks is not seen.
      const parsed = (html: string) =>
        page.evaluate(
          `(() => {
            const parsed = new DOMParser().parseFromString(${JSON.stringify(html)}, 'text/html');
            return parsed.documentElement.outerHTML.replace(/\\s+/g, ' ').replace(/ ?(<[^>]*>) ?/g, '$1');
          })()`,
        );
      expect(await parsed(compact)).toBe(await parsed(written));
    }
  });

  it('shows all claims, the refuted ones or ours, by keyboard', async () => {
    const { page } = await open('clean', 1400, 'light');
    const rows = page.locator('.catalogue tbody tr:visible');
    const all = await rows.count();
    await page.locator('.filter input').first().focus();
    await page.keyboard.press('ArrowDown');
    const refuted = await rows.count();
    expect(await page.locator('.catalogue tbody tr:visible .badge.refuted').count()).toBe(refuted);
    await page.keyboard.press('ArrowDown');
    const ours = await rows.count();
    expect(refuted).toBeGreaterThan(ours);
    expect(all).toBeGreaterThan(refuted);
    expect(ours).toBeGreaterThan(0);
    await page.context().close();
  });

  it('prints without an empty page and without cutting anything off', async () => {
    for (const name of ['clean', 'data'] as const) {
      const { page } = await open(name, 1400, 'light');
      const printed = await printedPages(page);
      expect(printed.length, name).toBeGreaterThan(3);
      expect(printed.filter(({ characters }) => characters === 0)).toEqual([]);
      await page.emulateMedia({ media: 'print' });
      await page.setViewportSize({ width: PRINTED_WIDTH, height: 900 });
      expect(await ask(page, 'cutOff()'), name).toEqual([]);
      await page.context().close();
    }
  });

  it('gives every drawing a text alternative and every heading its place', async () => {
    expect(await ask(await opened('data'), 'unnamed()')).toEqual([]);
  });

  it('finds junit.xml well-formed, whatever the texts', async () => {
    const page = await opened('clean');
    const all = [exampleEvidence(), troubledEvidence(), dataEvidence(), troubledDataEvidence()];
    for (const evidence of all) {
      const xml = JSON.stringify(renderJunit(evidence));
      const suites = evidence.claims.length + (evidence.experiments.length > 0 ? 1 : 0);
      expect(await ask(page, `parseXml(${xml})`)).toEqual({ error: null, suites });
    }
  });

  it('checks with checks that can fail', async () => {
    const { page } = await open('clean', 360, 'light');
    await page.evaluate(`document.body.insertAdjacentHTML('beforeend',
      '<p style="width:500px;color:#ccc">\u0378</p><h4>x</h4><svg></svg><div class="formula"><b>x</b></div>')`);
    expect(await ask(page, 'missingGlyphs()')).toEqual(['\u0378']);
    expect(await ask(page, 'overflowing()')).toEqual(['the page scrolls sideways', 'P ']);
    expect(await ask(page, 'illegible()')).toHaveLength(1);
    expect(await ask(page, 'unnamed()')).toEqual(['<svg></svg>']);
    expect(await ask(page, 'formulas()')).toEqual(['a formula without MathML']);
    expect(await ask(page, 'cutOff()')).toContain('P ');
    expect(await ask(page, "parseXml('<a>')")).toMatchObject({ suites: 0 });
    await page.context().close();
  });
});

/** Runs one of the checks in `pageChecks.browser.js`. */
function ask(page: Page, check: string): Promise<unknown> {
  return page.evaluate(`pageChecks.${check}`);
}
