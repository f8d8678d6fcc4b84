import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { testsNeeding } from './testsNeeding.js';

const path = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** Tests that need a browser: Chromium at the path of the variable CHROMIUM, or `/usr/bin/chromium`. */
export const chromiumTests = testsNeeding(`Chromium at ${path}`, existsSync(path));

/** Starts that Chromium without a window. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: path,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars'],
  });
}
