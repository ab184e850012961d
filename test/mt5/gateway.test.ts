import { beforeAll, describe, expect, it } from 'vitest';
import { Gateway } from '../../src/brokers/mt5/gateway.ts';
import { Mt5Broker } from '../../src/brokers/mt5/mt5-broker.ts';
import { SymbolNames } from '../../src/brokers/mt5/symbol-names.ts';
import { Terminal } from '../../src/brokers/mt5/terminal.ts';
import { answered } from '../../src/brokers/mt5/testing/linked-account.ts';
import { describeBrokerPort } from '../../src/brokers/conformance/broker-port-suite.ts';
import type { BrokerUnderTest } from '../../src/brokers/conformance/broker-harness.ts';
import type { SimulatedBrokerSettings } from '../../src/brokers/simulated/settings.ts';
import type { OpenRequest } from '../../src/execution/broker-port.ts';
import { magicOf, type OrderNumber } from '../../src/execution/order.ts';
import type { Currency, Lots, Money, Points, UtcMs } from '../../src/market/units.ts';
import { certificate, HAS_OPENSSL, type Certificate } from '../support/certificate.ts';
import { COMPILER, compiled, expertSource, SANITIZED } from './compile.ts';
import { Expert, type ExpertOptions } from './expert.ts';
import { TestTerminal } from './terminal/test-terminal.ts';
import { EURUSD, until } from '../../src/brokers/mt5/testing/account-behind.ts';

const SECRET = 'correct horse battery staple 0123456789abcdef';
const NAMESPACE = 4711;

let program = '';

/** A hundredth of a lot at the market. */
function openingOf(order: number, comment: string): OpenRequest {
  const number = order as OrderNumber;
  return {
    type: 'open',
    number,
    magic: magicOf(NAMESPACE, number),
    symbol: EURUSD,
    side: 'buy',
    kind: 'market',
    lots: 0.01 as Lots,
    price: 1.1,
    stopLoss: 1.09,
    takeProfit: 1.12,
    deviation: 50 as Points,
    comment,
  };
}

/** The program's own gateway, the compiled Expert Advisor, and an account behind it. */
async function chain(
  change: Partial<SimulatedBrokerSettings> = {},
  {
    token = 1,
    port = 0,
    tls,
  }: { token?: number; port?: number; tls?: Pick<Certificate, 'cert' | 'key'> } = {},
) {
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
    token,
    version: '1.0.0',
    log: say,
  });
  const opened = await Gateway.open(
    { host: '127.0.0.1', port, version: '1.0.0', log: say, ...(tls ? { tls } : {}) },
    [terminal],
  );
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
  const given = {
    InpPort: gateway.port,
    InpSecret: SECRET,
    InpTimerMs: 10,
    InpMaxLots: 1000,
    InpMaxPositions: 100,
  };
  const start = async (more: Partial<ExpertOptions> = {}): Promise<void> => {
    expert.start({ ...more, inputs: { ...given, ...more.inputs } });
    await until(() => terminal.inStep, 'being in step');
  };
  const stop = async (): Promise<void> => {
    await gateway.close();
    await expert.remove();
    expect(expert.faults).toBe('');
  };
  return { account, broker, expert, gateway, given, log, start, stop, terminal };
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
    'trades for the newest gateway alone: an older one that comes back is refused',
    { timeout: 40_000 },
    async () => {
      const old = await chain({}, { token: 10 });
      await old.start();
      await old.gateway.close();
      const { port } = old.gateway;
      const taker = await chain({}, { token: 20, port });
      await until(() => taker.terminal.inStep, 'the taker being in step');
      await taker.gateway.close();
      const back = await chain({}, { token: 10, port });
      await until(() => back.log.some((line) => line.includes('E_FENCED')), 'a refusal');
      expect(back.log.join('\n')).toMatch(/token 10 is older than 20: another gateway has taken/);
      expect(back.terminal.inStep).toBe(false);
      await back.stop();
      await old.expert.remove();
      expect(old.expert.faults).toBe('');
    },
  );

  it.skipIf(!HAS_OPENSSL)(
    'trades over an encrypted link, and not with a gateway of another certificate (needs openssl)',
    { timeout: 40_000 },
    async () => {
      const [right, other] = [certificate(), certificate()];
      const { account, broker, expert, given, log, start, stop, terminal } = await chain(
        {},
        { tls: right },
      );
      const inputs = { InpTls: true, InpHost: 'localhost' };
      expert.start({ inputs: { ...given, ...inputs }, knobs: { MQL_TLS_CA: other.file } });
      const tried = (): number =>
        expert.texts('print').filter((one) => /link ended/.test(one)).length;
      await until(() => tried() >= 2, 'two tries');
      expect(terminal.hello).toBeUndefined();
      await expert.kill();
      await start({ inputs, knobs: { MQL_TLS_CA: right.file } });
      broker.submit(openingOf(1, 'tls'));
      await until(() => account.books().positions.length === 1, 'a position');
      expect(log.some((line) => /is linked: EA/.test(line))).toBe(true);
      await stop();
      right.remove();
      other.remove();
    },
  );

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
        broker.submit(openingOf(number, 'hunt'));
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
