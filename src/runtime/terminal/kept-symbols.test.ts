import { afterEach, describe, expect, it } from 'vitest';
import { TEST_LOGIN, TEST_SERVER, TestTerminal } from '../../brokers/mt5/testing/test-terminal.ts';
import type { Instrument } from '../../market/instrument.ts';
import { type SymbolName } from '../../market/units.ts';
import { keepSymbols } from './kept-symbols.ts';

import { EURUSD, flatBars, newAccount, newBooks, openEurusd } from '../test/account-at-terminal.ts';
import { until } from '../../brokers/mt5/testing/account-behind.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const one of undo.splice(0).toReversed()) await one();
});

describe('an account at a terminal calls a symbol as it was settled', () => {
  const LISTED: Instrument = { ...openEurusd(), symbol: 'EURUSD.r' as SymbolName };

  async function settled(contractSize: number) {
    const account = await newAccount(undo, {}, undefined, (home) => {
      const names = { name: 'EURUSD.r', base: 'EUR', profit: 'USD', digits: 5 };
      const at = { login: TEST_LOGIN, server: TEST_SERVER };
      keepSymbols(home, at, [{ symbol: EURUSD, ...names, contractSize }]);
    });
    const books = newBooks(account.namespace, flatBars, LISTED);
    const terminal = await new TestTerminal({ port: account.port, books }).start();
    undo.push(() => terminal.cut());
    return account;
  }

  it('and trades it', async () => {
    const { told } = await settled(100_000);
    await until(() => told.some(({ type }) => type === 'charts'), 'history on the chart');
    const learnt = told.flatMap((one) => (one.type === 'instruments' ? one.instruments : []));
    expect(learnt[0]).toMatchObject({ symbol: EURUSD, contractSize: 100_000 });
  });

  it('and opens nothing of it when it has become another thing', async () => {
    const { told, status } = await settled(1_000);
    await until(() => status().startsWith('Example Broker'), 'being in step');
    expect(status()).toBe(
      'Example Broker, Example-Demo, account 5012345; EURUSD: EURUSD.r was settled as EUR in USD, 5 ' +
        'digits, 1000 a lot, and is now EUR in USD, 5 digits, 100000 a lot: it may be another thing, ' +
        'and nothing of it is opened. Look what has changed; if it is meant, kimi-agent doctor --map ' +
        'EURUSD=EURUSD.r',
    );
    const learnt = told.flatMap((one) => (one.type === 'instruments' ? one.instruments : []));
    expect(learnt[0]).toMatchObject({ contractSize: 100_000, tradeMode: 'close-only' });
  });

  it('and says who finds a name that nobody has settled', async () => {
    const { port, status, namespace } = await newAccount(undo);
    const books = newBooks(namespace, flatBars, LISTED);
    const terminal = await new TestTerminal({ port, books }).start();
    undo.push(() => terminal.cut());
    await until(() => status().startsWith('Example Broker'), 'being in step');
    expect(status()).toBe(
      'Example Broker, Example-Demo, account 5012345; EURUSD: E_SYMBOL: no symbol EURUSD: kimi-agent ' +
        'doctor finds what it is called',
    );
  });
});
