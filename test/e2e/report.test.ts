import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BROWSER, coloursIn, complaintsOf, openBrowser, picture } from './browser.ts';
import { Program, removeFolder, stateFolder } from './program.ts';

const SMA = 'examples/strategies/sma-cross.ts';

describe.skipIf(BROWSER === undefined)('a report (skipped where there is no Chromium)', () => {
  const folder = stateFolder();
  const file = join(folder, 'report.html');
  let browser: Browser;

  beforeAll(async () => {
    const ended = await Program.run(
      // prettier-ignore
      ['backtest', '--simulated', '--weeks', '4', '--strategy', SMA, '--controls',
        '--control-seeds', '100', '--state', folder, '--html', file],
    );
    expect(ended).toMatchObject({ code: 0 });
    browser = await openBrowser();
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    removeFolder(folder);
  });

  /** The report as someone opens it on a train: from the disk, with no network at all. */
  async function opened(width: number, height: number): Promise<[Page, string[]]> {
    const context = await browser.newContext({ viewport: { width, height }, offline: true });
    const page = await context.newPage();
    const complaints = complaintsOf(page);
    page.on('request', (request) => {
      if (!request.url().startsWith('file:')) complaints.push(`asked for ${request.url()}`);
    });
    await page.goto(pathToFileURL(file).href);
    return [page, complaints];
  }

  it('opens offline, answers first, and is walked trade by trade', async () => {
    const [page, complaints] = await opened(1280, 900);
    const answer = page.locator('.answer');
    expect(await answer.locator('p').count()).toBe(3);
    const box = await answer.boundingBox();
    expect(box && box.y + box.height).toBeLessThan(400);

    const said = page.locator('#said');
    const first = await said.textContent();
    expect(first).toMatch(/^(EURUSD|GBPUSD|USDJPY|XAUUSD|AUDUSD) (buy|sell) /);
    expect(await coloursIn(page, '#walking')).toBeGreaterThan(8);
    await page.getByRole('button', { name: 'Next →' }).click();
    expect(await said.textContent()).not.toBe(first);
    await page.getByRole('button', { name: '← Before' }).click();
    expect(await said.textContent()).toBe(first);
    await page.locator('#number').fill('3');
    await page.locator('#number').press('Enter');
    expect(await page.locator('.pick[aria-current=true]').textContent()).toMatch(/^3/);
    await picture(page, 'report');
    expect(complaints).toEqual([]);
  });

  it('fits a phone', async () => {
    const [page, complaints] = await opened(390, 844);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    await picture(page, 'report-phone');
    expect(complaints).toEqual([]);
  });
});
