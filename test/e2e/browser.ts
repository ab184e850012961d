import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { ROOT } from './program.ts';

const PLACES = [
  process.env['KIMI_CHROMIUM'] ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** A browser of this machine; tests of the page skip by name where there is none. */
export const BROWSER = PLACES.find((path) => path !== '' && existsSync(path));

export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: BROWSER ?? '',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--no-first-run',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** What a page complained of: errors in its console, faults, and what its policy kept out. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return complaints;
}

const SHOTS = join(ROOT, 'test-output');

/** Keep a picture of the page, for persons to look at. */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(SHOTS, { recursive: true });
  await page.evaluate('scrollTo(0, 0)'); // what sticks to the top would hide the middle
  await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true });
}

/** Colours that the canvases of a place show: a chart that draws nothing has very few. */
export function coloursIn(page: Page, place: string): Promise<number> {
  // Runs in the browser: handed over as text, for these tests are not typed for a page.
  return page.evaluate<number>(`(() => {
    const colours = new Set();
    for (const canvas of document.querySelectorAll(${JSON.stringify(`${place} canvas`)})) {
      const { width, height } = canvas;
      if (width === 0 || height === 0) continue;
      // From a copy made to be read: reading the page's own would make the browser complain of us.
      const copy = new OffscreenCanvas(width, height);
      const drawn = copy.getContext('2d', { willReadFrequently: true });
      drawn.drawImage(canvas, 0, 0);
      const { data } = drawn.getImageData(0, 0, width, height);
      for (let at = 0; at < data.length; at += 4) {
        colours.add(data[at] * 65536 + data[at + 1] * 256 + data[at + 2]);
      }
    }
    return colours.size;
  })()`);
}
