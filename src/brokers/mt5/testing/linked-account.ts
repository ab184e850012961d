import type { SimulatedBrokerSettings } from '../../simulated/settings.ts';
import type { AccountTerms } from '../account-terms.ts';
import { Gateway } from '../gateway.ts';
import { Terminal } from '../terminal.ts';
import { accountBehind, NAMESPACE, termsOf } from './account-behind.ts';
import { TestBooks, type TestBooksParts } from './test-books.ts';
import {
  TEST_LOGIN,
  TEST_SECRET,
  TEST_SERVER,
  TestTerminal,
  type TestTerminalOptions,
} from './test-terminal.ts';

export const TERMS = termsOf(TEST_LOGIN, TEST_SERVER);

interface GatewayMore {
  readonly secret?: string;
  readonly token?: number;
}

/** A terminal's place in a gateway that listens on a free port, and what was logged of it. */
export async function openGateway(terms: Partial<AccountTerms> = {}, more: GatewayMore = {}) {
  const log: string[] = [];
  const say = (level: string, text: string): void => void log.push(`${level}: ${text}`);
  const terminal = new Terminal({
    terms: { ...TERMS, ...terms },
    secret: more.secret ?? TEST_SECRET,
    namespace: NAMESPACE,
    token: more.token ?? 1,
    version: '1.0.0',
    log: say,
  });
  const settings = { host: '127.0.0.1', port: 0, version: '1.0.0', log: say };
  const opened = await Gateway.open(settings, [terminal]);
  if (!opened.ok) throw new Error(opened.message);
  return { terminal, gateway: opened.gateway, port: opened.gateway.port, log };
}

/** A whole account: gateway, terminal, and a simulated broker behind it that a test moves. */
export async function linkedAccount(
  broker: Partial<SimulatedBrokerSettings> = {},
  books: Partial<TestBooksParts> = {},
) {
  const { terminal, gateway, port, log } = await openGateway();
  const { clock, now, instruments, simulated, portOver } = accountBehind(broker);
  const testBooks = new TestBooks({
    broker: simulated,
    namespace: NAMESPACE,
    instruments,
    now,
    ...books,
  });
  const connect = async (options: Partial<TestTerminalOptions> = {}): Promise<TestTerminal> =>
    new TestTerminal({ port, books: testBooks, ...options }).start();
  return {
    terminal,
    gateway,
    port,
    log,
    clock,
    simulated,
    books: testBooks,
    broker: portOver(terminal),
    connect,
  };
}

/** Resolves once the terminal has answered all that was asked of it before. */
export async function answered(terminal: Terminal): Promise<void> {
  const { pingAnswer } = await import('../wire/answers.ts');
  return new Promise((resolve, reject) => {
    terminal.ask({ t: 'ping' }, pingAnswer, 5_000, (asked) => {
      if (asked.ok) resolve();
      else reject(new Error(asked.why));
    });
  });
}
