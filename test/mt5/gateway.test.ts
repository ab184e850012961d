import { beforeAll, describe, expect, it } from 'vitest';
import { Gateway } from '../../src/brokers/mt5/gateway.ts';
import { Mt5Broker } from '../../src/brokers/mt5/mt5-broker.ts';
import { SymbolNames } from '../../src/brokers/mt5/symbol-names.ts';
import { Terminal } from '../../src/brokers/mt5/terminal.ts';
import { answered, EURUSD, until } from '../../src/brokers/mt5/testing/linked-account.ts';
import { describeBrokerPort } from '../../src/brokers/conformance/broker-port-suite.ts';
import type { BrokerUnderTest } from '../../src/brokers/conformance/broker-harness.ts';
import type { SimulatedBrokerSettings } from '../../src/brokers/simulated/settings.ts';
import { magicOf, type OrderNumber } from '../../src/execution/order.ts';
import type { Currency, Lots, Money, Points, UtcMs } from '../../src/market/units.ts';
import { COMPILER, compiled, expertSource, SANITIZED } from './compile.ts';
import { Expert } from './expert.ts';
import { TestTerminal } from './terminal/test-terminal.ts';

const SECRET = 'correct horse battery staple 0123456789abcdef';
const NAMESPACE = 4711;

let program = '';

/** The program's own gateway, the compiled Expert Advisor, and an account behind it. */
async function chain(change: Partial<SimulatedBrokerSettings> = {}) {
  const log: string[] = [];
  const say = (level: string, text: string): void => void log.push(`${level}: ${text}`);
  const terminal = new Terminal({
    terms: {
      name: 'main',
      login: '5012345',
      server: 'Example-Demo',
      mode: 'demo',
      currency: 'USD' as Currency,
    },
    secret: SECRET,
    namespace: NAMESPACE,
    version: '1.0.0',
    log: say,
  });
  const opened = await Gateway.open({ host: '127.0.0.1', port: 0, version: '1.0.0', log: say }, [
    terminal,
  ]);
  if (!opened.ok) throw new Error(opened.message);
  const { gateway } = opened;
  const account = new TestTerminal({ initialBalance: 20_000 as Money, ...change });
  const broker = new Mt5Broker({
    terminal,
    names: new SymbolNames(),
    now: () => Date.now() as UtcMs,
    instrument: (symbol) => account.instruments.get(symbol),
  });
  const expert = new Expert(program, account);
  const inputs = {
    InpPort: gateway.port,
    InpSecret: SECRET,
    InpTimerMs: 10,
    InpMaxLots: 1000,
    InpMaxPositions: 100,
  };
  const start = async (): Promise<void> => {
    expert.start({ inputs });
    await until(() => terminal.inStep, 'being in step');
  };
  const stop = async (): Promise<void> => {
    await gateway.close();
    await expert.remove();
    expect(expert.faults).toBe('');
  };
  return { account, broker, expert, log, start, stop, terminal };
}

async function under(change: Partial<SimulatedBrokerSettings> = {}): Promise<BrokerUnderTest> {
  const { account, broker, start, stop, terminal } = await chain(change);
  await start();
  broker.drain();
  const settle = async (): Promise<void> => {
    for (let beat = 0; beat < 3; beat += 1) await answered(terminal);
  };
  return {
    broker,
    symbol: EURUSD,
    async price(bid, ask) {
      account.quote(EURUSD, bid, ask);
      await settle();
    },
    settle,
    stop,
  };
}

describe.skipIf(COMPILER === undefined)('gateway and Expert Advisor (skipped without g++)', () => {
  beforeAll(async () => {
    program = await compiled(expertSource(), SANITIZED);
  }, 240_000);

  const reason = 'OrderSend waits for its fill, at the price of that moment';
  describeBrokerPort('the compiled Expert Advisor behind the gateway', {
    newBroker: () => under(),
    skip: [
      { test: 'a position is closed whole', reason },
      { test: 'a position is closed in part and keeps its ticket, stop and target', reason },
    ],
  });

  it(
    'opens one position for one number, whatever is killed on the way',
    { timeout: 60_000 },
    async () => {
      const { account, broker, expert, start, stop, terminal } = await chain();
      await start();
      let seed = 20_261_124;
      const draw = (below: number): number => {
        seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 1;
        return seed % below;
      };
      for (let number = 1; number <= 12; number += 1) {
        account.faults.answer = draw(3) === 0 ? 10_012 : undefined;
        account.faults.sendMs = draw(2) * 30;
        broker.submit({
          type: 'open',
          number: number as OrderNumber,
          magic: magicOf(NAMESPACE, number as OrderNumber),
          symbol: EURUSD,
          side: 'buy',
          kind: 'market',
          lots: 0.01 as Lots,
          price: 1.1,
          stopLoss: 1.09,
          takeProfit: 1.12,
          deviation: 50 as Points,
          comment: 'hunt',
        });
        await new Promise<void>((resolve) => {
          setTimeout(resolve, draw(40));
        });
        if (draw(2) === 0) {
          await expert.kill();
          account.faults.answer = undefined;
          await until(() => !terminal.inStep, 'the end of the link');
          await start();
        }
        broker.drain();
      }
      account.faults.answer = undefined;
      await answered(terminal);
      const { positions, deals } = account.books();
      const numbers = positions.map(({ magic }) => magic);
      expect(new Set(numbers).size).toBe(numbers.length);
      expect(deals.every(({ lots }) => lots === 0.01)).toBe(true);
      expect(new Set(deals.map(({ magic }) => magic)).size).toBe(deals.length);
      expect(positions.length).toBeGreaterThan(0);
      await stop();
    },
  );
});
