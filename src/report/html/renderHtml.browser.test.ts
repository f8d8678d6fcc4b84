import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { chromiumTests, launchChromium } from '../../../properties/chromium.js';
import { dataEvidence, troubledDataEvidence } from '../../../properties/experimentExample.js';
import { exampleEvidence, troubledEvidence } from '../../../properties/reportExample.js';
import { temporaryFolder } from '../../../properties/temporaryFolder.js';
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
    await page.evaluate('document.fonts.ready.then(() => null)');
    return { page, trouble };
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
    'is quiet, loads its fonts, fits and is legible: %s, %d px wide, %s',
    async (name, width, scheme) => {
      const { page, trouble } = await open(name, width, scheme);
      await page.evaluate('document.querySelectorAll("details").forEach((d) => { d.open = true })');
      expect(trouble).toEqual([]);
      expect(await ask(page, 'fonts()')).toEqual([]);
      expect(await ask(page, 'overflowing()')).toEqual([]);
      expect(await ask(page, 'illegible()')).toEqual([]);
      const background = await page.evaluate('getComputedStyle(document.body).backgroundColor');
      expect(background).toBe(scheme === 'light' ? 'rgb(251, 250, 247)' : 'rgb(21, 24, 27)');
      await page.context().close();
    },
  );

  it.each(['clean', 'data'] as const)('has a glyph for every character: %s', async (name) => {
    const { page } = await open(name, 1400, 'light');
    expect(await ask(page, 'missingGlyphs()')).toEqual([]);
    await page.context().close();
  });

  it('sets formulas in the fonts of KaTeX and in no others', async () => {
    const { page } = await open('clean', 1400, 'light');
    const session = await page.context().newCDPSession(page);
    await session.send('DOM.enable');
    await session.send('CSS.enable');
    const { root } = await session.send('DOM.getDocument');
    const { nodeIds } = await session.send('DOM.querySelectorAll', {
      nodeId: root.nodeId,
      selector: '.katex-html span',
    });
    const answers = await Promise.all(
      nodeIds.map((nodeId) => session.send('CSS.getPlatformFontsForNode', { nodeId })),
    );
    const fonts = answers.flatMap((answer) => answer.fonts);
    expect(fonts.filter(({ isCustomFont }) => !isCustomFont)).toEqual([]);
    const glyphs = fonts.reduce((sum, { glyphCount }) => sum + glyphCount, 0);
    expect(glyphs).toBeGreaterThan(300);
    await page.context().close();
  });

  it('gives every drawing a text alternative and every heading its place', async () => {
    const { page } = await open('data', 1400, 'light');
    expect(await ask(page, 'unnamed()')).toEqual([]);
    await page.context().close();
  });

  it('finds junit.xml well-formed, whatever the texts', async () => {
    const { page } = await open('clean', 1400, 'light');
    const all = [exampleEvidence(), troubledEvidence(), dataEvidence(), troubledDataEvidence()];
    for (const evidence of all) {
      const xml = JSON.stringify(renderJunit(evidence));
      const suites = evidence.claims.length + (evidence.experiments.length > 0 ? 1 : 0);
      expect(await ask(page, `parseXml(${xml})`)).toEqual({ error: null, suites });
    }
    await page.context().close();
  });

  it('checks with checks that can fail', async () => {
    const { page } = await open('clean', 360, 'light');
    await page.evaluate(`document.body.insertAdjacentHTML('beforeend',
      '<p style="width:500px;color:#ccc">\u0378</p><h4>x</h4><svg></svg><span class="katex-html"><b>x</b></span>')`);
    expect(await ask(page, 'missingGlyphs()')).toEqual(['\u0378']);
    expect(await ask(page, 'overflowing()')).toEqual(['the page scrolls sideways', 'P ']);
    expect(await ask(page, 'illegible()')).toHaveLength(1);
    expect(await ask(page, 'unnamed()')).toEqual(['<svg></svg>']);
    expect(await ask(page, 'fonts()')).toHaveLength(1);
    expect(await ask(page, "parseXml('<a>')")).toMatchObject({ suites: 0 });
    await page.context().close();
  });
});

/** Runs one of the checks in `pageChecks.browser.js`. */
function ask(page: Page, check: string): Promise<unknown> {
  return page.evaluate(`pageChecks.${check}`);
}
