import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { OFFSET_MS, specificationOf } from '../../brokers/mt5/testing/test-rows.ts';
import { TestTerminal } from '../../brokers/mt5/testing/test-terminal.ts';
import { magicOf, type OrderNumber } from '../../execution/order.ts';
import { MINUTE_MS, type Lots, type Points } from '../../market/units.ts';

import {
  EURUSD,
  flatBars,
  FOREIGN,
  newAccount,
  newBooks,
  openEurusd,
  stateOf,
} from '../test/account-at-terminal.ts';
import { until } from '../../brokers/mt5/testing/account-behind.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const one of undo.splice(0).toReversed()) await one();
});

describe('an account at a terminal', () => {
  it('records what the broker changes of an instrument, and begins its agent anew', async () => {
    const { port, facts, status, namespace } = await newAccount(undo);
    const instruments = new Map([[EURUSD, openEurusd()]]);
    const books = newBooks(namespace, flatBars, openEurusd(), instruments);
    const terminal = await new TestTerminal({ port, books }).start();
    undo.push(() => terminal.cut());
    const of = (kind: string) => facts().filter(({ body }) => body.kind === kind);
    await until(() => of('agent-created').length === 1, 'an agent');
    const told = status();
    const swap = { ...openEurusd().swap, long: -77 };
    instruments.set(EURUSD, { ...openEurusd(), swap });
    terminal.push('spec', specificationOf(instruments.get(EURUSD) ?? openEurusd(), undefined));
    await until(() => of('instrument-changed').length === 1, 'a fact');
    expect(of('instrument-changed')[0]?.body).toMatchObject({
      symbol: EURUSD,
      changes: [`swap.long ${openEurusd().swap.long} → -77`],
    });
    instruments.set(EURUSD, { ...openEurusd(), swap, digits: 4, point: 0.0001 });
    terminal.push('spec', specificationOf(instruments.get(EURUSD) ?? openEurusd(), undefined));
    await until(() => of('agent-created').length === 2, 'the agent anew');
    expect(status()).toBe(told);
  });

  it('waits, learns its instruments, reads history and trades when bars close', async () => {
    const { account, port, told, facts, status, home, namespace } = await newAccount(undo);
    expect(status()).toMatch(
      /^waiting for the terminal of 5012345 on Example-Demo at 127\.0\.0\.1:/,
    );
    const books = newBooks(namespace);
    const terminal = await new TestTerminal({ port, books }).start();
    undo.push(() => terminal.cut());
    await until(() => told.some(({ type }) => type === 'charts'), 'history on the chart');
    const [charts] = told.flatMap((message) => (message.type === 'charts' ? [message.charts] : []));
    expect(charts?.map(({ timeframe }) => timeframe).toSorted()).toEqual([
      'H1',
      'H4',
      'M1',
      'M15',
      'M5',
    ]);
    expect(
      told.some((one) => one.type === 'instruments' && one.instruments[0]?.symbol === EURUSD),
    ).toBe(true);
    expect(status()).toBe('Example Broker, Example-Demo, account 5012345');
    // A minute closes and is pushed: the agent is at work.
    const minute = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
    const row = [(minute + OFFSET_MS) / 1000, 1.1, 1.1005, 1.0995, 1.1001, 10, 8, 0];
    books.quote(EURUSD, 1.1, 1.1001);
    terminal.push('bars', { symbol: EURUSD, tf: 'M1', gap: false, rows: [row] });
    await until(() => stateOf(facts()) === 'RUNNING', 'a running agent');
    // The books are read twice before anything is believed of an account that nobody knows.
    expect(
      facts()
        .filter(({ body }) => body.kind === 'link')
        .at(-1)?.body,
    ).toMatchObject({ up: true });
    expect(JSON.parse(readFileSync(join(home, 'mt5-instruments.json'), 'utf8'))).toMatchObject({
      instruments: [{ symbol: EURUSD, digits: 5, contractSize: 100_000 }],
    });
    expect(statSync(join(home, 'mt5-secret')).mode & 0o777).toBe(0o600);
    terminal.cut();
    await until(() => status().startsWith('no terminal'), 'the end of the link');
    expect(account).toBeDefined();
  });

  it('takes a symbol without history, and asks for nothing that makes no sense', async () => {
    const { port, facts, status, namespace } = await newAccount(undo);
    const none = newBooks(namespace, () => []);
    const terminal = await new TestTerminal({ port, books: none }).start();
    undo.push(() => terminal.cut());
    await until(() => status().startsWith('Example Broker'), 'being in step');
    await until(() => terminal.received.some(({ t }) => t === 'bars'), 'a wish for history');
    await pause();
    terminal.push('bars', { symbol: EURUSD, tf: 'M1', gap: true, rows: [] });
    await until(() => terminal.received.at(-1)?.['count'] === 60, 'a wish for what was missed');
    const asked = terminal.received.filter(({ t }) => t === 'bars');
    expect(asked.flatMap((one) => Object.values(one)).includes(null)).toBe(false);
    expect(facts().some(({ body }) => body.kind === 'link' && body.up)).toBe(true);
  });

  it(
    'adopts what is open and closes it on command, over the wire and once',
    { timeout: 40_000 },
    async () => {
      const { account, port, told, facts, namespace } = await newAccount(undo);
      const books = newBooks(namespace);
      // Opened by hand before the program came.
      books.quote(EURUSD, 1.1, 1.1001);
      books.submitForeign({
        type: 'open',
        number: 1 as OrderNumber,
        magic: magicOf(FOREIGN, 1 as OrderNumber),
        symbol: EURUSD,
        side: 'buy',
        kind: 'market',
        lots: 0.1 as Lots,
        price: 1.1001,
        stopLoss: 1.09,
        takeProfit: 1.12,
        deviation: 10 as Points,
        comment: 'by hand',
      });
      const terminal = await new TestTerminal({ port, books }).start();
      undo.push(() => terminal.cut());
      const tick = setInterval(() => books.quote(EURUSD, 1.1, 1.1001), 100);
      undo.push(() => clearInterval(tick));
      const held = () =>
        facts().flatMap(({ body }) => (body.kind === 'reconciled' ? body.positions : []));
      const end = performance.now() + 30_000;
      while (held().length === 0 && performance.now() < end)
        await until(() => true, '').then(pause);
      const [position] = held();
      expect(position).toMatchObject({ symbol: EURUSD, lots: 0.1, stopLoss: 1.09 });
      if (!position) return;
      const command = { type: 'close-position', position: position.ticket } as const;
      account.receive({ type: 'command', id: 'c', by: 'test', command });
      await until(() => told.some((one) => one.type === 'answer' && one.answer.ok), 'an answer');
      await until(
        () => facts().some(({ body }) => body.kind === 'deal' && body.remaining === 0),
        'the closing deal',
      );
      expect([...books.sent.values()]).toEqual([1]);
    },
  );

  it('reads no bars while the configured clock is not the terminal’s', async () => {
    const { port, told, status, namespace } = await newAccount(undo, { serverClock: 'utc+3' });
    const terminal = await new TestTerminal({ port, books: newBooks(namespace) }).start();
    undo.push(() => terminal.cut());
    await until(() => status().startsWith('server_clock'), 'a word of the clock');
    expect(status()).toMatch(/server_clock utc\+3 says UTC\+3 now, the terminal says UTC\+2/);
    expect(told.some(({ type }) => type === 'charts')).toBe(false);
  });

  it.each([
    { told: undefined, says: /; the terminal does not tell whether of opposite .* taken as no$/ },
    { told: false, says: /^Example Broker, Example-Demo, account 5012345$/ },
    { told: true, says: /^Example Broker, Example-Demo, account 5012345$/ },
  ])('counts hedged margin on paper as the terminal tells: $told', async ({ told, says }) => {
    const change = told === undefined ? {} : { hedgedByLargerLeg: told };
    const account = await newAccount(undo, { mode: 'paper' });
    const books = newBooks(account.namespace, flatBars, { ...openEurusd(), ...change });
    const terminal = await new TestTerminal({ port: account.port, books }).start();
    undo.push(() => terminal.cut());
    await until(() => account.status().startsWith('Example Broker'), 'an account that runs');
    expect(account.status()).toMatch(says);
    const [known] = account.told.flatMap((one) =>
      one.type === 'instruments' ? one.instruments : [],
    );
    expect(known?.hedgedByLargerLeg ?? false).toBe(told ?? false);
  });

  it('takes quotes on paper and sends nothing to the terminal', async () => {
    const { account, port, told, facts, namespace } = await newAccount(undo, { mode: 'paper' });
    const books = newBooks(namespace);
    const terminal = await new TestTerminal({ port, books }).start();
    undo.push(() => terminal.cut());
    await until(() => told.some(({ type }) => type === 'charts'), 'history on the chart');
    books.quote(EURUSD, 1.1, 1.1001);
    await until(() => facts().some(({ body }) => body.kind === 'link' && body.up), 'a link');
    account.receive({ type: 'command', id: 'e', by: 'test', command: { type: 'emergency-stop' } });
    await until(() => told.some((one) => one.type === 'answer'), 'an answer');
    expect(books.sent.size).toBe(0);
  });
});

async function pause(): Promise<void> {
  await new Promise<void>((resolve) => {
    setTimeout(resolve, 100);
  });
}
