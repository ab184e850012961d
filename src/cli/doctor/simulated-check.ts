import { simulatedSymbols } from '../../brokers/simulated/market-profiles.ts';
import { failing, notChecked, ok, type Finding } from './finding.ts';
import type { Ground } from './ground.ts';

/** What a simulated account can be asked: its market is made here, and no money hangs on it. */
export function simulatedCheck({ accounts }: Ground): Finding[] {
  return accounts.flatMap(({ name, mode, symbols, mt5, metaapi }) => {
    const account = { group: 'account', item: 'terminal', account: name } as const;
    if (mode !== 'simulated') {
      if (mt5 !== undefined || metaapi !== undefined) return [];
      const todo = 'Write mt5: with login and server of the account (docs/mt5.md).';
      return [failing(account, `mode ${mode} needs a terminal, and mt5: is not written`, todo)];
    }
    const simulated = 'simulated: no broker, no terminal, nothing of it is real';
    const market = { group: 'symbols', item: 'market', account: name } as const;
    const known: readonly string[] = simulatedSymbols();
    const strange = symbols.filter((symbol) => !known.includes(symbol));
    if (strange.length === 0) {
      return [notChecked(account, simulated), ok(market, `${symbols.join(', ')}: in its market`)];
    }
    const seen = `its market has no ${strange.join(', ')}`;
    return [
      notChecked(account, simulated),
      failing(market, seen, `Choose of: ${known.join(', ')}`),
    ];
  });
}
