import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BROWSER, complaintsOf, openBrowser, picture } from './browser.ts';
import { Panel } from './panel.ts';
import { eventually, Program, removeFolder, stateFolder } from './program.ts';

/** Little is refused by the clock, and everything above the middle waits for a person. */
const ASKING = `
accounts:
  - name: main
    mode: simulated
    currency: SIM
    symbols: [EURUSD, GBPUSD, USDJPY, XAUUSD, AUDUSD]
    confidence_threshold: 0.97
    approval: { above: 0.3, expires_minutes: 1440, max_drift: 1 }
    limits: { max_trades_per_day: 0 }
    signal: { kill_zones: ['00:00-12:00', '12:00-23:59'], news_unknown: pass }
`;
const VIEWS = [
  'Overview',
  'Symbol',
  'Signals',
  'Trades',
  'Research',
  'Risk',
  'Events',
  'Settings',
] as const;

const state = stateFolder();
let program: Program;
let panel: Panel;
let browser: Browser;
let page: Page;

async function serious(on: Page): Promise<string[]> {
  await on.evaluate(axe.source);
  return on.evaluate<string[]>(`axe.run(document).then(({ violations }) => violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => id + ': ' + nodes.map(({ target }) => target.join(' ')).join(', ')))`);
}

async function signedIn(options: Parameters<Browser['newContext']>[0]): Promise<Page> {
  const context = await browser.newContext(options);
  const fresh = await context.newPage();
  const link = await Program.run(['link', '--state', state]);
  await fresh.goto(link.out.trim());
  await fresh.getByText('Live').first().waitFor({ timeout: 15_000 });
  return fresh;
}

const view = (on: Page, name: string) => on.getByRole('link', { name: new RegExp(`^${name}`) });
const notice = (text: string | RegExp) =>
  page.locator('.notices').getByText(text).first().waitFor({ timeout: 20_000 });

describe.skipIf(BROWSER === undefined)('acting on the page (skipped without Chromium)', () => {
  beforeAll(async () => {
    const config = join(state, 'kimi.yaml');
    writeFileSync(config, ASKING);
    const where = ['--port', '0', '--state', state, '--config', config];
    program = new Program(['start', ...where, '--speed', '2000']);
    [browser] = await Promise.all([openBrowser(), program.link()]);
    panel = await Panel.of(program, state);
    page = await signedIn({ viewport: { width: 1440, height: 900 } });
  }, 90_000);

  afterAll(async () => {
    await browser?.close();
    await program?.kill();
    removeFolder(state);
  });

  it('tells the first minute once', async () => {
    await page.getByRole('heading', { name: 'Your first minute' }).waitFor();
    const told = await page.locator('.first-minute').innerText();
    expect(told).toContain('has already lived');
    expect(told).toContain('It refused');
    await picture(page, 'first-minute');
    await page.getByRole('button', { name: 'Understood' }).click();
    await page.reload();
    await page.getByText('Live').first().waitFor();
    expect(await page.getByRole('heading', { name: 'Your first minute' }).count()).toBe(0);
  }, 30_000);

  it('has no serious fault of accessibility, in light on a desktop and in dark on a telephone', async () => {
    const phone = await signedIn({
      viewport: { width: 390, height: 844 },
      colorScheme: 'dark',
      hasTouch: true,
    });
    for (const name of VIEWS) {
      for (const [on, where] of [
        [page, 'desktop'],
        [phone, 'phone-dark'],
      ] as const) {
        await view(on, name).click();
        await on.locator('.frame-content .panel').first().waitFor();
        await on.waitForTimeout(300);
        expect(await serious(on), `${name} on the ${where}`).toEqual([]);
        await picture(on, `${where}-${name.toLowerCase()}`);
      }
    }
    await phone.close();
  }, 60_000);

  it('is used by the keyboard alone, and the emergency stop cannot be hit in passing', async () => {
    await page.goto(`${panel.url}/#/overview`);
    await page.reload();
    await page.getByText('Live').first().waitFor();
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to content');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toMatch(/Emergency stop/);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.type('STOPP');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect((await panel.agents()).every(({ state: now }) => now === 'RUNNING')).toBe(true);
    for (let hops = 0; hops < 3; hops += 1) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await eventually(() => page.url().includes('#/signals') || undefined, 5_000);
    const focused = () => page.evaluate<string>('document.activeElement.id');
    await eventually(async () => (await focused()) === 'content' || undefined, 5_000);
  }, 30_000);

  it('approves a signal that waits, in two steps, and says what came of it', async () => {
    await view(page, 'Signals').click();
    const approve = page.getByRole('button', { name: /^Approve the signal in/ }).first();
    await approve.waitFor({ timeout: 60_000 });
    await picture(page, 'waiting');
    const before = (await panel.get<{ signals: unknown[] }>('/api/signals/waiting')).body.signals;
    await approve.click();
    await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
    await notice(/signal|approv|refused|price|not/i);
    await eventually(async () => {
      const { signals } = (await panel.get<{ signals: unknown[] }>('/api/signals/waiting')).body;
      return JSON.stringify(signals[0]) !== JSON.stringify(before[0]) || undefined;
    }, 20_000);
    await page.keyboard.press('Escape');
  }, 90_000);

  it('trips the breaker in the simulated market and arms it again in two steps', async () => {
    await view(page, 'Overview').click();
    await page.getByRole('button', { name: 'Trip the breaker' }).click();
    await notice(/by hand, without a stop/);
    await page.getByText('Circuit breaker: Tripped').waitFor({ timeout: 30_000 });
    await picture(page, 'tripped');
    await page.getByRole('button', { name: 'Arm it again …' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('may lose once more').waitFor();
    await picture(page, 'rearm');
    await dialog.getByRole('button', { name: 'Arm it again' }).click();
    await eventually(async () => {
      return (await panel.account()).breaker?.state !== 'tripped' || undefined;
    }, 20_000);
  }, 90_000);

  it('makes an agent stricter, and refuses to make it laxer in the words of the program', async () => {
    await view(page, 'Settings').click();
    const field = page.getByLabel(/^Confidence above which/).first();
    await field.fill('0.99');
    await page.getByRole('button', { name: /^Save confidence_threshold of EURUSD/ }).click();
    await page.getByText('configured: 0.97').first().waitFor();
    await page.getByRole('button', { name: 'Back to configured' }).first().waitFor();
    await picture(page, 'settings');
    await field.fill('0.1');
    await page.getByRole('button', { name: /^Save confidence_threshold of EURUSD/ }).click();
    await page.getByRole('alert').first().waitFor();
  }, 30_000);

  it('shows the configuration as it runs, and checks what to write for another', async () => {
    await view(page, 'Settings').click();
    await page.getByLabel('Find a setting').fill('max_leverage');
    await page.getByRole('button', { name: 'Change accounts[0].limits.max_leverage' }).click();
    const value = page.getByLabel('New value of accounts[0].limits.max_leverage');
    await value.fill('10');
    await page.getByRole('button', { name: 'Show the YAML' }).click();
    await page.getByText('from 30 to 10, after a restart').waitFor();
    const text = page.getByLabel('YAML of the configuration');
    expect(await text.inputValue()).toContain('max_leverage: 10\n');
    await picture(page, 'configuration');
    await text.fill('api:\n  port: 1\n  prot: 2\n');
    await page.getByRole('button', { name: 'Check', exact: true }).click();
    await page.getByRole('button', { name: 'line 3' }).click();
    expect(await page.evaluate<string>('String(getSelection())')).toBe('  prot: 2');
    await picture(page, 'configuration-wrong');
    // Nothing of it has come into force.
    const running = await panel.get<{ settings: { key: string; value: unknown }[] }>(
      '/api/configuration',
    );
    const leverage = running.body.settings.find(({ key }) => key.endsWith('limits.max_leverage'));
    expect(leverage?.value).toBe(30);
  }, 30_000);

  it('runs a backtest with progress and reads what it said', async () => {
    await view(page, 'Research').click();
    await page.getByLabel('Weeks').fill('1');
    await page.getByRole('button', { name: 'Start a backtest' }).click();
    await page.getByText('Done').first().waitFor({ timeout: 45_000 });
    await page
      .getByRole('button', { name: /^Compare/ })
      .first()
      .click();
    expect(await page.locator('.comparison pre').innerText()).toContain('weeks 1');
    const [report] = await Promise.all([
      page.context().waitForEvent('page'),
      page.getByRole('link', { name: 'Open the report' }).first().click(),
    ]);
    const head = report.getByRole('heading', { name: 'Equity and drawdown' });
    await head.waitFor();
    const said = complaintsOf(report);
    await report.reload();
    await head.waitFor();
    // Its own script is not kept from running, in a sandbox that has no part in the session.
    expect(await report.evaluate('self.origin')).toBe('null');
    expect(said).toEqual([]);
    await picture(report, 'report');
    await report.close();
    await page.getByLabel('Seed', { exact: true }).fill('2');
    await page.getByRole('button', { name: 'Start a backtest' }).click();
    const compare = page.getByRole('button', { name: /^Compare .*seed 2/ });
    await compare.click({ timeout: 60_000 });
    await page.getByRole('cell', { name: 'Profit factor' }).waitFor();
    expect(await page.locator('.comparison pre').count()).toBe(2);
    await picture(page, 'research');
  }, 150_000);
});
