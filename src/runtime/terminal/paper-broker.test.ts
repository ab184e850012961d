import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { helloOf } from '../../brokers/mt5/testing/test-terminal.ts';
import type { Snapshot } from '../../brokers/mt5/snapshot.ts';
import type { TerminalListener, TerminalPort } from '../../brokers/mt5/terminal-port.ts';
import type { Hello } from '../../brokers/mt5/wire/messages.ts';
import { magicOf, type OrderNumber } from '../../execution/order.ts';
import type { Currency, Lots, Points, SymbolName, UtcMs } from '../../market/units.ts';
import { PaperBroker } from './paper-broker.ts';
import { youngAccount } from '../test/young-account.ts';

const EURUSD = 'EURUSD' as SymbolName;
const NOON = Date.UTC(2026, 0, 6, 12);
const folder = mkdtempSync(join(tmpdir(), 'kimi-paper-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('margin and stop-out are those that the terminal reports', () => {
  const { start, instruments } = youngAccount([EURUSD], folder);
  const settings = { ...start.settings, currency: 'USD' as Currency };
  let listener: TerminalListener = {};
  const terminal = { listen: (one: TerminalListener) => void (listener = one) };
  const paper = new PaperBroker(
    { ...start, settings },
    instruments,
    terminal as TerminalPort,
    (write) => write(),
  );
  const hello = helloOf({ leverage: 200, so_mode: 'money', so_call: 9_000, so_so: 8_000 });
  listener.onReady?.(hello as unknown as Hello, {} as Snapshot);
  const quote = (second: number, bid: number, ask: number): void =>
    paper.onQuote({ symbol: EURUSD, time: (NOON + second * 1000) as UtcMs, bid, ask });
  quote(0, 1.1, 1.1001);
  paper.submit({
    type: 'open',
    number: 1 as OrderNumber,
    magic: magicOf(7, 1 as OrderNumber),
    symbol: EURUSD,
    side: 'buy',
    kind: 'market',
    lots: 1 as Lots,
    price: 0,
    stopLoss: 0,
    takeProfit: 0,
    deviation: 0 as Points,
    comment: '',
  });
  quote(1, 1.1, 1.1001);
  paper.submit({ type: 'read-books', dealsSince: 0 as UtcMs });
  const [books] = paper.drain().filter((event) => event.type === 'books');
  // 100,000 EUR * 1.1001 / 200
  expect(books?.account).toMatchObject({ leverage: 200, margin: 550.05 });
  // Equity before commission 10,000 - 100,000 * 0.0201 = 7,990: far above any margin, below 8,000
  quote(2, 1.08, 1.0801);
  const [deal] = paper.drain().flatMap((event) => (event.type === 'deal' ? [event.deal] : []));
  expect(deal).toMatchObject({ reason: 'stop-out', profit: -2010 });
});
