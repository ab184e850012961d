import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SignalRecord } from '../../src/api/control-room.ts';
import { BROWSER, coloursIn, openBrowser, picture } from './browser.ts';
import { busyAccount } from './busy-account.ts';
import { Panel } from './panel.ts';
import { eventually, pause, Program, removeFolder, stateFolder } from './program.ts';

/** Five minutes of the market in a second. */
const SPEED = '300';
const HOUR_MS = 3_600_000;

const state = stateFolder();
const config = busyAccount(state);
let program: Program;
let panel: Panel;
let browser: Browser;
let context: BrowserContext;
let page: Page;

async function begin(port: string): Promise<void> {
  const where = ['--port', port, '--state', state, '--config', config];
  program = new Program(['start', ...where, '--speed', SPEED]);
  await program.link();
  panel = await Panel.of(program, state);
}

async function signIn(on: Page): Promise<void> {
  const link = await Program.run(['link', '--state', state]);
  await on.goto(link.out.trim());
  await on.getByText('Live', { exact: true }).first().waitFor({ timeout: 20_000 });
}

const view = (on: Page, name: string) =>
  on.getByRole('link', { name: new RegExp(`^${name}`) }).click();
const row = (on: Page, symbol: string) =>
  on.locator('.agents tbody tr', { hasText: symbol }).first();
const live = (on: Page) =>
  on.locator('.top-bar, header').getByText('Live', { exact: true }).first();
const notice = (on: Page, text: string | RegExp) =>
  on.locator('.notices').getByText(text).first().waitFor({ timeout: 20_000 });

/** A page that was loaded once more has lost this. */
const mark = (on: Page) => on.evaluate('window.neverReloaded = true');
const isMarked = (on: Page) => on.evaluate<boolean>('window.neverReloaded === true');

/** Click up and down the column of a bar until the mark of a signal there answers. */
async function clickColumn(x: number, top: number, bottom: number): Promise<boolean> {
  const dialog = page.getByRole('dialog');
  for (let y = top; y < bottom; y += 4) {
    await page.mouse.click(x, y);
    // To ask takes longer than to click, and a click beside a dialog does nothing.
    if ((y - top) % 40 === 0 && (await dialog.isVisible())) return true;
  }
  return dialog.isVisible();
}

/** Where on the screen the bar stands during which a signal came, in a chart that shows the newest. */
async function columnOf({ signal }: SignalRecord): Promise<number> {
  const { bars, forming } = await panel.candles(signal.symbol, '&timeframe=H4&limit=10000');
  const count = bars.length + (forming ? 1 : 0);
  const box = await page.locator('.price-canvas').boundingBox();
  const scale = await page.locator('.price-canvas td:nth-child(3) canvas').first().boundingBox();
  if (!box) throw new Error('there is no chart');
  const width = box.width - (scale?.width ?? 0);
  const inView = Math.max(30, Math.round(width / 7));
  const at = bars.findLastIndex(([time]) => time <= signal.time - 1);
  // Twelve bars of room stand behind the newest.
  return box.x + ((at - (count + 12 - inView) + 0.5) * width) / inView;
}

describe.skipIf(BROWSER === undefined)('a long day of the page (skipped without Chromium)', () => {
  beforeAll(async () => {
    [browser] = await Promise.all([openBrowser(), begin('0')]);
    context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    page = await context.newPage();
    await signIn(page);
  }, 90_000);

  afterAll(async () => {
    await browser?.close();
    await program?.kill();
    removeFolder(state);
  });

  it('tells of a signal in words when its mark on the chart is clicked', async () => {
    const [newest] = await panel.signals();
    if (!newest) throw new Error('there is no signal');
    const { symbol } = newest.signal;
    await page.goto(`${panel.url}/#/symbol?symbol=${symbol}&timeframe=H4`);
    await page.locator('.price-canvas canvas').first().waitFor();
    await eventually(async () => {
      return (await coloursIn(page, '.price-canvas')) > 20 || undefined;
    }, 15_000);
    const box = await page.locator('.price-canvas').boundingBox();
    if (!box) throw new Error('there is no chart');
    const mine = (await panel.signals()).filter(({ signal }) => signal.symbol === symbol);
    let found = false;
    for (const record of mine.slice(0, 6)) {
      // The chart goes on: where a bar stands is worked out anew each time.
      const x = await columnOf(record);
      found ||= await clickColumn(x, box.y + 4, box.y + box.height - 30);
    }
    expect(found).toBe(true);
    const dialog = page.getByRole('dialog');
    expect(await dialog.innerText()).toMatch(/Gates[\s\S]*Score/);
    await picture(page, 'signal-clicked');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
  }, 120_000);

  it('draws a week of bars that are gathered on the way, and says from what', async () => {
    await page.getByLabel('More timeframes').selectOption('H2');
    await page.getByText('H2 is gathered here from H1 bars').waitFor();
    await page.getByRole('button', { name: 'H2', pressed: true }).waitFor();
    await picture(page, 'symbol-h2');
    const { bars, forming } = await panel.candles('EURUSD', '&timeframe=H2');
    expect(bars.length).toBeGreaterThan(100);
    expect(forming?.[0] ?? Infinity).toBeGreaterThan(bars.at(-1)?.[0] ?? 0);
  }, 30_000);

  it('shows the course of a trade, also of one closed before the start', async () => {
    await view(page, 'Trades');
    const course = page.getByRole('button', { name: /^Show the course of the trade/ }).first();
    await course.click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Furthest against it').waitFor();
    expect(await dialog.locator('svg g').count()).toBeGreaterThan(5);
    expect(await dialog.innerText()).not.toContain('not watched');
    await picture(page, 'trade-course');
    await page.keyboard.press('Escape');
  }, 30_000);

  it('was asleep while hours passed, and is right again by itself when it wakes', async () => {
    await view(page, 'Overview');
    await mark(page);
    const before = (await panel.account()).serverTime;
    await page.evaluate(`(() => {
      let last = performance.now();
      window.longestSleepMs = 0;
      setInterval(() => {
        window.longestSleepMs = Math.max(window.longestSleepMs, performance.now() - last);
        last = performance.now();
      }, 100);
    })()`);
    // A frozen lifecycle stops hidden pages alone: a debugger that halts it stops this one.
    const session = await context.newCDPSession(page);
    await session.send('Debugger.enable');
    await session.send('Debugger.pause');
    await panel.call('POST', '/api/agents/create?symbol=NZDUSD');
    await eventually(async () => {
      return (await panel.account()).serverTime - before > HOUR_MS || undefined;
    }, 60_000);
    await session.send('Debugger.resume');
    await session.send('Debugger.disable');
    await row(page, 'NZDUSD').getByText('Running').waitFor({ timeout: 15_000 });
    await live(page).waitFor();
    expect(await page.evaluate<number>('window.longestSleepMs')).toBeGreaterThan(3_000);
    expect(await isMarked(page)).toBe(true);
    await picture(page, 'woken');
  }, 60_000);

  it('notices an hour without timers, says so, and catches up', async () => {
    const elsewhere = await browser.newContext();
    const fresh = await elsewhere.newPage();
    await fresh.clock.install();
    await signIn(fresh);
    await mark(fresh);
    await fresh.clock.fastForward(HOUR_MS);
    await panel.call('POST', '/api/agents/stop/NZDUSD');
    await row(fresh, 'NZDUSD').getByText('Stopped').waitFor({ timeout: 20_000 });
    await live(fresh).waitFor({ timeout: 15_000 });
    expect(await isMarked(fresh)).toBe(true);
    await elsewhere.close();
  }, 60_000);

  it('has one of two tabs do what both ask for, and tells the other why not', async () => {
    const other = await context.newPage();
    await other.goto(panel.url);
    await live(other).waitFor({ timeout: 15_000 });
    for (const tab of [page, other]) {
      await tab.getByLabel('Symbol of a new agent').fill('USDCHF');
    }
    await Promise.all(
      [page, other].map((tab) => tab.getByRole('button', { name: 'Create agent' }).click()),
    );
    for (const tab of [page, other]) {
      await row(tab, 'USDCHF').getByText('Running').waitFor({ timeout: 15_000 });
    }
    const notices = await Promise.all(
      [page, other].map(async (tab) => {
        await notice(tab, /USDCHF/);
        return tab.locator('.notices').innerText();
      }),
    );
    expect(notices.filter((text) => /created/.test(text))).toHaveLength(1);
    expect(notices.filter((text) => /already|there is/.test(text))).toHaveLength(1);
    const created = (await panel.events()).filter(
      ({ kind, symbol }) => kind === 'agent-created' && symbol === 'USDCHF',
    );
    expect(created).toHaveLength(1);
    await other.close();
  }, 60_000);

  it('moves the market by hand: a gap, news, and a broker that is gone for a while', async () => {
    await view(page, 'Overview');
    const { bid } = await quote('EURUSD');
    await page.getByRole('button', { name: 'Gap the price' }).click();
    await notice(page, /EURUSD gaps down by 1 %/);
    await eventually(async () => (await quote('EURUSD')).bid < bid * 0.995 || undefined, 20_000);
    await page.getByRole('button', { name: 'Fire news' }).click();
    await notice(page, /prices jump now/);
    await page.getByRole('button', { name: 'Cut the broker link' }).click();
    await notice(page, /is cut for 30 seconds/);
    await page.getByText('The link to the broker is down: cut by hand').first().waitFor();
    await picture(page, 'link-cut');
    await eventually(async () => (await panel.account()).link.up || undefined, 45_000);
    await page
      .getByText('The link to the broker is down')
      .first()
      .waitFor({ state: 'hidden', timeout: 15_000 });
  }, 120_000);

  it('says that it is signed out in the middle of an act, does nothing, and goes on after', async () => {
    await page.getByRole('button', { name: 'Stop the agent of USDCHF' }).waitFor();
    await context.clearCookies();
    await page.getByRole('button', { name: 'Stop the agent of USDCHF' }).click();
    await page.getByText('This page is not signed in').waitFor({ timeout: 15_000 });
    await page.getByText('nothing was done').first().waitFor();
    await picture(page, 'expired');
    const usdchf = (await panel.agents()).find(({ symbol }) => symbol === 'USDCHF');
    expect(usdchf?.state).toBe('RUNNING');
    await mark(page);
    // The link is opened in another tab of the same browser: the page goes on by itself.
    const other = await context.newPage();
    await signIn(other);
    await row(page, 'USDCHF').getByText('Running').waitFor({ timeout: 20_000 });
    expect(await isMarked(page)).toBe(true);
    await other.close();
  }, 90_000);

  it('kills the program, and comes back to all that it had, the curve of its equity too', async () => {
    const { port } = new URL(panel.url);
    const equity = async () => (await panel.snapshot()).equity['main'] ?? [];
    await pause(11_000); // the curve is written now and then
    const before = await equity();
    expect(before.length).toBeGreaterThan(200);
    await page.getByRole('button', { name: 'Kill the program' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Kill it now' }).click();
    await eventually(() => program.isOver || undefined, 10_000);
    await page.getByText('Reconnecting').first().waitFor();
    await page
      .getByText(/last heard from the program .* ago/)
      .first()
      .waitFor({ timeout: 30_000 });
    await begin(port);
    await page.getByText('This page is not signed in').waitFor({ timeout: 40_000 });
    await signIn(page);
    await row(page, 'USDCHF').getByText('Running').waitFor({ timeout: 20_000 });
    const after = await equity();
    const known = new Set(after.map(([time]) => time));
    const missing = before.filter(([time]) => !known.has(time));
    expect(missing.length).toBeLessThan(0.1 * before.length);
    await picture(page, 'back-again');
  }, 120_000);
});

async function quote(symbol: string): Promise<{ readonly bid: number }> {
  const { bars } = await panel.candles(symbol, '&timeframe=M1&limit=1');
  return { bid: bars.at(-1)?.[4] ?? Number.NaN };
}
