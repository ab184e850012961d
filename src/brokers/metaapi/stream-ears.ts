import type { Snapshot } from '../mt5/snapshot.ts';
import { specificationOf } from './specification-of.ts';
import type { News } from './news.ts';
import type { PriceTape } from './price-tape.ts';
import { accountRowOf, dealRowOf, orderRowOf, positionRowOf, type RowReading } from './rows.ts';
import type { SdkListener } from './sdk.ts';
import type { SdkAccountInformation } from './sdk-records.ts';
import { TradeNews } from './trade-news.ts';

export interface EarsParts {
  readonly reading: () => RowReading;
  /** Undefined before the first connection. */
  readonly tape: () => PriceTape | undefined;
  readonly tell: (news: News) => void;
  readonly hole: () => void;
  /** The connection is not what it was: what has been told so far may not be all. */
  readonly lost: (why: string) => void;
  readonly now: () => number;
}

/** Hears the SDK's stream, and tells in a terminal's words what of it is news. */
export class StreamEars {
  readonly news: TradeNews;
  readonly #parts: EarsParts;
  #account = '';
  /** When a price was last heard, by the same clock. */
  heardAt = -Infinity;

  constructor(parts: EarsParts) {
    this.#parts = parts;
    const { tell, hole, now } = parts;
    this.news = new TradeNews({ tell: (tx) => tell({ t: 'tx', ...tx }), hole, now });
  }

  /** The books were read: what comes from here on is news. */
  begin(books: Snapshot): void {
    this.news.begin(books);
  }

  /** One for each connection: what an old one still says is not heard. */
  listener(isNow: () => boolean): SdkListener {
    const { news } = this;
    const { reading, lost, tape, tell, now } = this.#parts;
    const heard = (act: () => void) => async (): Promise<void> => {
      if (isNow()) act();
    };
    return {
      onDisconnected: heard(() => lost('MetaApi has lost its connection to the terminal')),
      onBrokerConnectionStatusChanged: async (_, connected) =>
        heard(() => {
          if (!connected) lost('the terminal at MetaApi has lost its connection to the broker');
        })(),
      onSynchronizationStarted: heard(() => lost('MetaApi synchronises the account anew')),
      onAccountInformationUpdated: async (_, account) => heard(() => this.#onAccount(account))(),
      onPositionsReplaced: async (_, positions) =>
        heard(() => news.onAllPositions(positions.map((one) => positionRowOf(one, reading()))))(),
      onPositionsUpdated: async (_, positions, removed) =>
        heard(() => {
          const rows = positions.map((one) => positionRowOf(one, reading()));
          news.onPositions(rows, removed.map(String));
        })(),
      onPendingOrdersUpdated: async (_, orders, completed) =>
        heard(() => {
          const rows = orders.map((one) => orderRowOf(one, reading()));
          news.onOrders(rows, completed.map(String));
        })(),
      onHistoryOrderAdded: async (_, order) =>
        heard(() => news.onPastOrder(orderRowOf(order, reading())))(),
      onDealAdded: async (_, deal) => heard(() => news.onDeal(dealRowOf(deal, reading())))(),
      onSymbolSpecificationUpdated: async (_, one) =>
        heard(() => tell({ t: 'spec', ...specificationOf(one, undefined) }))(),
      onSymbolPricesUpdated: async (_, prices) =>
        heard(() => {
          for (const price of prices) if (tape()?.take(price)) this.heardAt = now();
        })(),
    };
  }

  #onAccount(account: SdkAccountInformation): void {
    const row = accountRowOf(account);
    const shape = JSON.stringify(row);
    if (shape === this.#account) return;
    this.#account = shape;
    this.#parts.tell({ t: 'acct', ...row });
  }
}
