import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { setup } from '../../properties/buildIfStale.js';
import { farfieldInShell } from '../../properties/builtCommand.js';
import { chromiumTests, launchChromium } from '../../properties/chromium.js';
import { exampleAudit } from '../../properties/exampleAudit.js';
import { temporaryFolder } from '../../properties/temporaryFolder.js';
import { headlineOf, headlineText } from '../audit/headline.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const CHECKS = join(root, 'src', 'report', 'html', 'pageChecks.browser.js');
const MODEL = join(root, 'docs', 'example', 'pump.onnx');
const DATA = join(root, 'docs', 'example', 'pump.csv');
const SHARED = join(root, '..', 'shared', 'networks');

chromiumTests.describe('farfield explore in Chromium', () => {
  let browser: Browser;
  const folder = temporaryFolder('explore');
  const page = (name: string) => pathToFileURL(join(folder, name)).href;

  beforeAll(async () => {
    setup();
    const write = (...args: string[]) => farfieldInShell('explore', ...args, '--quiet');
    expect(write(MODEL, '--data', DATA, '--out', join(folder, 'pump.html')).status).toBe(0);
    expect(write('--out', join(folder, 'empty.html')).status).toBe(0);
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
  });

  async function open(name: string, width: number, colorScheme: 'light' | 'dark') {
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
    const tab = await context.newPage();
    const trouble: string[] = [];
    tab.on('console', (message) => trouble.push(message.text()));
    tab.on('pageerror', (error) => trouble.push(error.message));
    tab.on('request', (request) => {
      if (!/^(file|data):/.test(request.url())) trouble.push(`asks for ${request.url()}`);
    });
    await tab.addInitScript({ path: CHECKS });
    await tab.goto(page(name));
    return { tab, trouble };
  }
  const ready = (tab: Page) => tab.waitForSelector('#found:not([hidden])');
  const text = (tab: Page, id: string) => tab.textContent(`#${id}`);

  it.each(
    [360, 1400].flatMap((width) =>
      (['light', 'dark'] as const).map((scheme) => [width, scheme] as const),
    ),
  )('is quiet, fits and is legible: %d px wide, %s', async (width, scheme) => {
    const { tab, trouble } = await open('pump.html', width, scheme);
    await ready(tab);
    expect(trouble).toEqual([]);
    expect(await tab.evaluate('pageChecks.overflowing()')).toEqual([]);
    expect(await tab.evaluate('pageChecks.illegible()')).toEqual([]);
    await tab.context().close();
  });

  it('says what the command says, and a key moves the feature out', async () => {
    const { tab, trouble } = await open('pump.html', 1400, 'light');
    await ready(tab);
    const { audit } = await exampleAudit(['msp', 'mds', 'cea-msp']);
    expect(await text(tab, 'headline')).toBe(headlineText(audit, headlineOf(audit)!));
    await tab.selectOption('#feature', { label: 'flow' });
    await tab.focus('#handle');
    await tab.keyboard.press('End');
    expect(await text(tab, 'place')).toMatch(/^flow \+1000 σ, at /);
    expect(await text(tab, 'confidence')).toBe('100.00 % class normal');
    expect(await text(tab, 'limit')).toBe('certain of class normal, for ever: decided');
    // Far out MSP is blind and CEA(MSP) flags, as the audit decided.
    expect(await tab.textContent('[data-id=msp]')).toContain('is silent');
    expect(await tab.textContent('[data-id=cea-msp]')).toContain('flags');
    await tab.keyboard.press('Home');
    expect(await text(tab, 'place')).toMatch(/^flow −1000 σ/);
    await tab.keyboard.press('PageUp');
    expect(await text(tab, 'place')).not.toMatch(/^flow −1000 σ/);
    expect(trouble).toEqual([]);
    await tab.context().close();
  });

  it('is moved by the pointer', async () => {
    const { tab } = await open('pump.html', 1400, 'light');
    await ready(tab);
    const before = await text(tab, 'place');
    const box = (await tab.locator('#plot').boundingBox())!;
    await tab.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await tab.mouse.down();
    await tab.mouse.move(box.x + box.width * 0.9, box.y + box.height / 2);
    await tab.mouse.up();
    expect(await text(tab, 'place')).not.toBe(before);
    await tab.context().close();
  });

  it('cannot connect to anything, nor run what it did not come with', async () => {
    const { tab } = await open('empty.html', 1400, 'light');
    const refused = await tab.evaluate(
      "new Promise((resolve) => { addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective)); fetch('http://127.0.0.1:9/').catch(() => undefined); setTimeout(() => resolve('none'), 3000); })",
    );
    expect(refused).toBe('connect-src');
    // Nor does it run a script that is not its own. What is evaluated here may, what follows may not.
    const written = await tab.evaluate(
      "new Promise((resolve) => setTimeout(() => { try { resolve(new Function('return 1')()); } catch (error) { resolve(error.name); } }))",
    );
    expect(written).toBe('EvalError');
    await tab.context().close();
  });

  it('reads files that are dropped, anywhere on the page', async () => {
    const { tab, trouble } = await open('empty.html', 1400, 'light');
    const files = [MODEL, DATA].map((path) => ({
      name: basename(path),
      base64: readFileSync(path).toString('base64'),
    }));
    const dropped = await tab.evaluateHandle(`(() => {
      const data = new DataTransfer();
      for (const { name, base64 } of ${JSON.stringify(files)}) {
        data.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name));
      }
      return data;
    })()`);
    const isMarked = () => tab.locator('#drop.over').count();
    await tab.dispatchEvent('#drop', 'dragenter', { dataTransfer: dropped });
    expect(await isMarked()).toBe(1);
    await tab.dispatchEvent('#drop', 'dragleave', { dataTransfer: dropped });
    expect(await isMarked()).toBe(0);
    await tab.dispatchEvent('#drop', 'dragenter', { dataTransfer: dropped });
    await tab.dispatchEvent('main', 'drop', { dataTransfer: dropped });
    await ready(tab);
    expect(await isMarked()).toBe(0);
    expect(await text(tab, 'status')).toContain('240 rows of pump.csv');
    expect(trouble).toEqual([]);
    await tab.context().close();
  });

  it('reads files that are chosen, and says what is wrong with one that cannot be read', async () => {
    const { tab } = await open('empty.html', 1400, 'light');
    await tab.setInputFiles('#files', [MODEL, DATA]);
    await ready(tab);
    expect(await text(tab, 'status')).toContain('240 rows of pump.csv');
    await tab.setInputFiles('#files', {
      name: 'broken.onnx',
      mimeType: 'application/octet-stream',
      buffer: Buffer.from('no model'),
    });
    await tab.waitForSelector('#status:has-text("broken")');
    expect(await tab.locator('#found').isVisible()).toBe(false);
    await tab.context().close();
  });

  const shared = existsSync(SHARED)
    ? readdirSync(SHARED).filter((name) => /^(mlp-gelu-wide|sk-mlp-logistic)\.onnx$/.test(name))
    : [];
  it.each(shared)('shows %s, a network of others', async (name) => {
    const { tab, trouble } = await open('empty.html', 1400, 'light');
    await tab.setInputFiles('#files', join(SHARED, name));
    await ready(tab);
    await tab.focus('#handle');
    await tab.keyboard.press('End');
    expect(await text(tab, 'confidence')).toMatch(/^\d+\.\d\d % class \d+$/);
    expect(trouble).toEqual([]);
    await tab.context().close();
  });
});
