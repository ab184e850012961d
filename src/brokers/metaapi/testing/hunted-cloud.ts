import type { HuntedLine, Luck } from '../../mt5/testing/hunted-account.ts';
import type { MetaApiTerminal } from '../metaapi-terminal.ts';
import { cloudAccount, turns } from './cloud-account.ts';
import type { TradeFault } from './fake-faults.ts';
import { EURUSD, until } from '../../mt5/testing/account-behind.ts';

/**
 * An account at MetaApi whose service fails as a seed chooses: answers and requests that are lost,
 * requests that arrive long after they were given up, refusals, lost connections with empty books and a
 * stale stream behind them, events that are late, doubled or never told.
 */
export async function huntedCloud(luck: Luck): Promise<HuntedLine> {
  const account = cloudAccount();
  const { cloud, clock, simulated } = account;
  const happened = {
    lostAnswer: 0,
    lostRequest: 0,
    late: 0,
    refused: 0,
    disconnected: 0,
    lateDeals: 0,
    deaf: 0,
    twice: 0,
  };
  const { random } = luck;
  cloud.faults.trade = (): TradeFault => {
    const draw = luck.isFaulty ? random.uniform() : 1;
    if (draw < 0.08) return count('lostAnswer', 'lost-answer');
    if (draw < 0.12) return count('lostRequest', 'lost-request');
    if (draw < 0.16) return count('late', 'late');
    if (draw < 0.2) return count('refused', 'TooManyRequestsError');
    return draw < 0.24 ? count('refused', 'NotConnectedError') : 'none';
  };
  function count<Fault>(what: keyof typeof happened, fault: Fault): Fault {
    happened[what] += 1;
    return fault;
  }
  function strike(): void {
    const { faults } = cloud;
    const chance = (share: number): boolean => luck.isFaulty && random.uniform() < share;
    faults.twice = chance(0.2) && count('twice', true);
    faults.positionsFirst = chance(0.5);
    faults.lateDeals = chance(0.1) && count('lateDeals', true);
    faults.deaf = chance(0.05) && count('deaf', true);
    faults.loseMagic = chance(0.1);
    faults.tooManyReads = chance(0.05) ? 1 : 0;
    if (!faults.lateDeals) cloud.releaseDeals();
    if (chance(0.3)) cloud.releaseLate();
    if (!chance(0.04)) return;
    count('disconnected', true);
    faults.staleStream = chance(0.5);
    cloud.disconnect();
  }
  let terminal: MetaApiTerminal = account.terminal;
  let isOpen = false;
  return {
    get terminal() {
      return terminal;
    },
    clock,
    simulated,
    sent: cloud.sent,
    happened,
    quote(bid, ask) {
      strike();
      cloud.quote(EURUSD, bid, ask);
    },
    async settle() {
      if (!isOpen) terminal.open(); // after its listeners have come
      isOpen = true;
      await turns(12);
      if (terminal.inStep && cloud.connected) return;
      if (!cloud.connected) {
        cloud.faults.emptyReads = luck.isFaulty && random.uniform() < 0.5 ? 1 : 0;
        cloud.reconnect();
      }
      await until(() => terminal.inStep, 'being in step');
      cloud.faults.staleStream = false;
    },
    kill() {
      terminal.close();
      cloud.listeners.clear();
      terminal = account.newTerminal();
      isOpen = false;
    },
    async end() {
      terminal.close();
    },
  };
}
