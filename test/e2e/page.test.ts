import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BROWSER, coloursIn, complaintsOf, openBrowser, picture } from './browser.ts';
import { busyAccount } from './busy-account.ts';
import { Panel } from './panel.ts';
import { eventually, Program, removeFolder, stateFolder } from './program.ts';

/** Five minutes of the market in a second: much happens, and what is open stays to be seen. */
const SPEED = '300';

const state = stateFolder();
const config = busyAccount(state);
let program: Program;
let panel: Panel;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let complaints: string[];
let link: string;

async function begin(port: string): Promise<void> {
  const where = ['--port', port, '--state', state, '--config', config];
  program = new Program(['start', ...where, '--speed', SPEED]);
  link = await program.link();
  panel = await Panel.of(program, state);
}

const says = (text: string | RegExp) => page.getByText(text).first().waitFor({ timeout: 15_000 });
const view = (name: string) => page.getByRole('link', { name, exact: true }).click();
const row = (symbol: string) => page.locator('.agents tbody tr', { hasText: symbol }).first();

/** Ask for a position to be closed in all tabs at once; undefined when it was gone before. */
async function closeInBoth(tabs: readonly Page[], ticket: string): Promise<string | undefined> {
  const name = new RegExp(`^Close position ${ticket} `);
  try {
    for (const tab of tabs) {
      await tab.getByRole('button', { name }).click({ timeout: 3_000 });
    }
  } catch {
    for (const tab of tabs) await tab.keyboard.press('Escape');
    return undefined;
  }
  const close = (tab: Page) =>
    tab.getByRole('dialog').getByRole('button', { name: 'Close position' }).click();
  await Promise.all(tabs.map(close));
  await eventually(async () => {
    const held = await panel.positions();
    return held.every((one) => one.ticket !== ticket) || undefined;
  }, 20_000);
  for (const tab of tabs) await tab.keyboard.press('Escape');
  const asked = await panel.events();
  return asked.some(({ text }) => text.includes('closed by page')) ? ticket : undefined;
}

describe.skipIf(BROWSER === undefined)('the page (skipped where there is no Chromium)', () => {
  beforeAll(async () => {
    [browser] = await Promise.all([openBrowser(), begin('0')]);
    context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    page = await context.newPage();
    complaints = complaintsOf(page);
  }, 90_000);

  afterAll(async () => {
    await browser?.close();
    await program?.kill();
    removeFolder(state);
  });

  it('opens by the printed link, and shows at once what it is', async () => {
    const opened = performance.now();
    await page.goto(link);
    await says('SIMULATED');
    await says('Live');
    await page.locator('.equity-canvas canvas').first().waitFor();
    await eventually(async () => {
      return (await coloursIn(page, '.equity-canvas')) > 20 || undefined;
    }, 10_000);
    expect(performance.now() - opened).toBeLessThan(10_000);
    expect(page.url()).not.toContain('code=');
    for (const symbol of ['EURUSD', 'GBPUSD', 'USDJPY', 'XAUUSD', 'AUDUSD']) {
      await row(symbol).waitFor();
    }
    expect(await page.locator('.mode').first().innerText()).toContain('nothing real');
  }, 30_000);

  it('shows a symbol with its candles, and keeps the choice in the address', async () => {
    await picture(page, 'overview');
    await view('Symbol');
    await page.locator('.price').getByRole('button', { name: 'GBPUSD' }).click();
    await page.getByRole('button', { name: 'M15', exact: true }).click();
    await eventually(async () => {
      return (await coloursIn(page, '.price-canvas')) > 20 || undefined;
    }, 10_000);
    expect(page.url()).toContain('symbol=GBPUSD&timeframe=M15');
    await page.reload();
    await page
      .locator('.price')
      .getByRole('button', { name: 'GBPUSD', pressed: true })
      .waitFor({ timeout: 15_000 });
    await page.getByRole('button', { name: 'M15', exact: true, pressed: true }).waitFor();
    await picture(page, 'symbol');
    await page.goBack();
    await page.getByRole('heading', { name: 'In short' }).waitFor();
  }, 30_000);

  it('shows events, and decisions with their reasons', async () => {
    await view('Events');
    await page.getByRole('heading', { name: 'Events' }).waitFor();
    await says(/Signal (not )?taken: /);
    await picture(page, 'events');
    await view('Signals');
    const why = page.getByRole('button', { name: /^Why: decision on / }).first();
    await why.click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('It is not a chance of winning').waitFor();
    expect(await dialog.innerText()).toMatch(/Gates[\s\S]*Score/);
    await picture(page, 'decision');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    await picture(page, 'signals');
    await view('Trades');
    await says(/trades, \d+ with a gain/);
    await picture(page, 'trades');
    await view('Risk');
    await says('Limits and how far they are');
    await says('This limit ends trading first.');
    await picture(page, 'risk');
    await view('Overview');
  }, 30_000);

  it('is signed in by a cookie that scripts cannot read, and by a code that is good once', async () => {
    const [cookie] = await context.cookies();
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/' });
    expect(await page.evaluate('document.cookie')).toBe('');
    await page.reload();
    await says('Live');
    const stranger = await browser.newContext();
    const strange = await stranger.newPage();
    await strange.goto(link);
    await strange.getByText('This page is not signed in').waitFor({ timeout: 15_000 });
    await strange.getByText('a link works once').waitFor();
    await strange.getByText('npx kimi-agent link').waitFor();
    await picture(strange, 'signed-out');
    await stranger.close();
  }, 30_000);

  it('creates an agent by the form and stops it', async () => {
    await page.getByLabel('Symbol of a new agent').fill('EURGBP');
    await page.getByRole('button', { name: 'Create agent' }).click();
    await row('EURGBP').getByText('Running').waitFor({ timeout: 15_000 });
    await page.getByRole('button', { name: 'Stop the agent of EURGBP' }).click();
    await row('EURGBP').getByText('Stopped').waitFor({ timeout: 15_000 });
    expect((await panel.agents()).find(({ symbol }) => symbol === 'EURGBP')?.state).toBe('STOPPED');
    await page.getByLabel('Symbol of a new agent').fill('EURXXX');
    await page.getByRole('button', { name: 'Create agent' }).click();
    await says(/EURXXX is not an instrument of this account/);
    // The browser itself notes that the answer was a 400; nothing else may have gone wrong.
    expect(complaints.filter((text) => !text.includes('status of 400'))).toEqual([]);
  }, 40_000);

  it('shows a position with its stop while it is open', async () => {
    const table = page.locator('.positions tbody tr');
    await table.first().waitFor({ timeout: 60_000 });
    expect(await table.first().innerText()).not.toContain('none');
    await picture(page, 'position');
  }, 70_000);

  it('closes a position once, though two tabs ask for it at the same time', async () => {
    const other = await context.newPage();
    await other.goto(panel.url);
    // A position may meet its stop while it is being closed: then another one is taken.
    let closed: string | undefined;
    for (let tries = 0; tries < 4 && closed === undefined; tries += 1) {
      const [held] = await eventually(async () => {
        const held = await panel.positions();
        return held.length > 0 ? held : undefined;
      }, 60_000);
      closed = held && (await closeInBoth([page, other], held.ticket));
    }
    expect(closed).toBeDefined();
    const asked = (await panel.events()).filter(
      ({ kind, text }) => kind === 'reduction-intended' && text.includes('closed by page'),
    );
    expect(asked).toHaveLength(1);
    await other.close();
  }, 120_000);

  it('stops everything, but only after STOP was typed', async () => {
    await page.getByRole('button', { name: 'Emergency stop' }).click();
    const dialog = page.getByRole('dialog');
    const confirm = dialog.getByRole('button', { name: /^Close all positions/ });
    expect(await confirm.isDisabled()).toBe(true);
    await dialog.getByLabel('Type STOP to confirm').fill('STO');
    expect(await confirm.isDisabled()).toBe(true);
    await picture(page, 'emergency-stop');
    await dialog.getByLabel('Type STOP to confirm').fill('STOP');
    await confirm.click();
    await says('No open position.');
    await eventually(async () => {
      const agents = await panel.agents();
      return agents.every((agent) => agent.state === 'STOPPED') || undefined;
    }, 10_000);
    expect(await panel.positions()).toEqual([]);
    await says('EMERGENCY STOP: done');
    await picture(page, 'stopped');
  }, 40_000);

  it('fits a telephone', async () => {
    const phone = await context.newPage();
    await phone.setViewportSize({ width: 390, height: 844 });
    const said = complaintsOf(phone);
    await phone.goto(panel.url);
    await phone.getByText('Live').first().waitFor({ timeout: 15_000 });
    for (const name of ['Overview', 'Symbol', 'Signals', 'Trades', 'Risk', 'Events']) {
      await phone.getByRole('link', { name, exact: true }).click();
      await phone.locator('.frame-content .panel').first().waitFor();
      const width = await phone.evaluate<number>('document.documentElement.scrollWidth');
      expect(width).toBeLessThanOrEqual(390);
      await picture(phone, `telephone-${name.toLowerCase()}`);
    }
    expect(said).toEqual([]);
    await phone.close();
  }, 30_000);

  it('says plainly that the program is gone, and goes on by a new link when it is back', async () => {
    await program.kill();
    await says('Reconnecting');
    await says(/last heard from the program .* ago/);
    await picture(page, 'reconnecting');
    await begin(new URL(panel.url).port);
    // Sessions ended with the old process.
    await page.getByText('This page is not signed in').waitFor({ timeout: 30_000 });
    const fresh = await Program.run(['link', '--state', state]);
    await page.goto(fresh.out.trim());
    await says('Live');
    await row('EURGBP').getByText('Stopped').waitFor({ timeout: 15_000 });
  }, 90_000);
});
