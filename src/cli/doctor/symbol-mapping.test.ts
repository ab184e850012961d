import { afterEach, describe, expect, it } from 'vitest';
import type { Asker } from './settle-symbols.ts';
import { examine, keptIn, told } from './test/examine.ts';
import { listed, type OddBroker } from './test/odd-broker.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const one of undo.splice(0).toReversed()) await one();
});

describe('what a broker calls things', () => {
  it(
    'is found by suffix, prefix and rename, kept once, and used again',
    { timeout: 60_000 },
    async () => {
      const broker = {
        symbols: [
          listed('EURUSD', 'EURUSD.r'),
          listed('USDJPY', 'mUSDJPY'),
          listed('XAUUSD', 'GOLD'),
          listed('XAUUSD', 'GOLDmicro', { contractSize: 1 }),
          listed('US30', 'DJ30.cash'),
        ],
      };
      const symbols = 'EURUSD, USDJPY, XAUUSD, US30';
      const { findings, folder } = await examine(undo, { broker, symbols });
      expect(told(findings, 'mapping')).toEqual([
        'ok | EURUSD.r, found, and kept from now on: EUR in USD, 5 digits, 100000 a lot',
        'ok | mUSDJPY, found, and kept from now on: USD in JPY, 3 digits, 100000 a lot',
        'ok | GOLD, found, and kept from now on: XAU in USD, 2 digits, 100 a lot',
        'ok | DJ30.cash, found, and kept from now on: USD in USD, 1 digit, 1 a lot',
      ]);
      expect(told(findings, 'conversion-jpy')).toEqual(['ok | JPY is counted in USD by mUSDJPY']);
      expect(keptIn(folder)).toMatchObject({
        version: 1,
        login: '5012345',
        server: 'Example-Demo',
        symbols: [
          {
            symbol: 'EURUSD',
            name: 'EURUSD.r',
            base: 'EUR',
            profit: 'USD',
            digits: 5,
            contractSize: 100_000,
          },
          { symbol: 'USDJPY', name: 'mUSDJPY' },
          { symbol: 'XAUUSD', name: 'GOLD' },
          { symbol: 'US30', name: 'DJ30.cash' },
        ],
      });
      // A second broker's symbol of the same kind changes nothing that is settled.
      const more = { symbols: [...broker.symbols, listed('EURUSD', 'EURUSD.x')] };
      const again = await examine(undo, { broker: more, symbols, folder });
      expect(told(again.findings, 'mapping', 'EURUSD')).toEqual([
        'ok | EURUSD.r, as kept: EUR in USD, 5 digits, 100000 a lot; also there: EURUSD.x',
      ]);
    },
  );

  const TWO: OddBroker = {
    symbols: [listed('EURUSD', 'EURUSD.a'), listed('EURUSD', 'EURUSD.b')],
  };

  it('is a question when two are meant equally well', { timeout: 60_000 }, async () => {
    const { findings, folder } = await examine(undo, { broker: TWO });
    expect(told(findings, 'mapping')).toEqual([
      'failing | 2 symbols may be EURUSD, and nothing is guessed:\n' +
        '  EURUSD.a: Euro against US dollar; EUR in USD, 5 digits, 100000 a lot\n' +
        '  EURUSD.b: Euro against US dollar; EUR in USD, 5 digits, 100000 a lot | Say which: ' +
        'kimi-agent doctor --map EURUSD=EURUSD.a\nor write under mt5: symbols: { EURUSD: EURUSD.a }',
    ]);
    expect(() => keptIn(folder)).toThrow('ENOENT');
    const answered = await examine(undo, { broker: TWO, folder, answers: { EURUSD: 'EURUSD.b' } });
    expect(told(answered.findings, 'mapping')).toEqual([
      'ok | EURUSD.b, as kept: EUR in USD, 5 digits, 100000 a lot; also there: EURUSD.a',
    ]);
    expect(keptIn(folder)).toMatchObject({ symbols: [{ symbol: 'EURUSD', name: 'EURUSD.b' }] });
  });

  it('is settled by a person at a terminal', { timeout: 30_000 }, async () => {
    const asked: string[] = [];
    const ask: Asker = (symbol, candidates) => {
      asked.push(`${symbol}: ${candidates.map(({ name }) => name).join(' ')}`);
      return Promise.resolve(candidates[0]);
    };
    const { findings } = await examine(undo, { broker: TWO, ask });
    expect(asked).toEqual(['EURUSD: EURUSD.a EURUSD.b']);
    expect(told(findings, 'mapping')[0]).toMatch(/^ok \| EURUSD\.a, as kept: /);
  });

  it('takes no answer that is none of them', { timeout: 30_000 }, async () => {
    await expect(examine(undo, { broker: TWO, answers: { EURUSD: 'GBPUSD' } })).rejects.toThrow(
      "--map EURUSD=GBPUSD: the broker's symbols that may be EURUSD are EURUSD.a, EURUSD.b. Another " +
        'one goes into the configuration, which is taken at its word: mt5: symbols: { EURUSD: GBPUSD }',
    );
  });

  it(
    'goes by the configuration, unless that names another thing',
    { timeout: 60_000 },
    async () => {
      const named = await examine(undo, { broker: TWO, mt5: ', symbols: { EURUSD: EURUSD.b }' });
      expect(told(named.findings, 'mapping')[0]).toMatch(
        /^ok \| EURUSD\.b, as mt5\.symbols says: /,
      );
      const broker = { symbols: [listed('USDJPY', 'USDJPY')] };
      const wrong = await examine(undo, { broker, mt5: ', symbols: { EURUSD: USDJPY }' });
      expect(told(wrong.findings, 'mapping')).toEqual([
        'failing | USDJPY is not EURUSD: it is USD in JPY, not EUR in USD | Correct mt5: symbols: ' +
          '{ EURUSD: … } in the configuration.',
      ]);
    },
  );

  it('is refused when what was kept has become another thing', { timeout: 60_000 }, async () => {
    const { folder } = await examine(undo, { broker: { symbols: [listed('EURUSD', 'EURUSD.r')] } });
    const broker = { symbols: [listed('EURUSD', 'EURUSD.r', { contractSize: 1000 })] };
    const changed = await examine(undo, { broker, folder });
    expect(told(changed.findings, 'mapping')).toEqual([
      'failing | EURUSD.r was settled as EUR in USD, 5 digits, 100000 a lot, and is now EUR in USD, ' +
        '5 digits, 1000 a lot: it may be another thing, and nothing of it is opened. Look what has changed; if ' +
        'it is meant, kimi-agent doctor --map EURUSD=EURUSD.r | Choose anew: kimi-agent doctor --map EURUSD=NAME',
    ]);
    const meant = await examine(undo, { broker, folder, answers: { EURUSD: 'EURUSD.r' } });
    expect(told(meant.findings, 'mapping')[0]).toMatch(/^ok \| EURUSD\.r, as kept: .* 1000 a lot$/);
  });

  it('is not there', { timeout: 30_000 }, async () => {
    const broker = { symbols: [listed('USDJPY', 'USDJPY'), listed('USDJPY', 'EURUSD.odd')] };
    const { findings } = await examine(undo, { broker });
    expect(told(findings, 'mapping')).toEqual([
      'failing | the broker has no symbol that is EURUSD; not it: EURUSD.odd (it is USD in JPY, not ' +
        'EUR in USD) | Look for its name in Market Watch > Symbols (Ctrl+U) and write it under mt5: ' +
        'symbols: { EURUSD: NAME }, or take EURUSD out of symbols.',
    ]);
  });
});
