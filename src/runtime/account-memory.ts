import { DayDigests, type DigestSettings } from '../agents/day-digests.ts';
import type { Fact } from '../agents/fact.ts';
import { SignalStories } from '../agents/signal-stories.ts';
import { TradeLedger, watchedTrade, type WatchedTrade } from '../agents/trade-ledger.ts';
import type { Deal } from '../execution/order.ts';
import type { EquityPoint, FromThread } from './messages.ts';
import { OrderHistory } from './order-history.ts';
import { DEALS_KEPT, ORDERS_KEPT, STORIES_KEPT } from './replica.ts';
import { Ring } from './ring.ts';

const TRADES_TOLD = 500;
const EQUITY_TOLD = 2000;

/** Plain data of all that an {@link AccountMemory} holds. */
export type MemoryState = Pick<
  Extract<FromThread, { type: 'opened' }>,
  'trades' | 'ledger' | 'equity' | 'stories' | 'digests' | 'orders' | 'deals'
>;

/** What of an account's past is shown to people: folded from its facts beside the state, never decided by. */
export class AccountMemory {
  readonly #trades = new Ring<WatchedTrade>(TRADES_TOLD);
  readonly #equity = new Ring<EquityPoint>(EQUITY_TOLD);
  readonly #deals = new Ring<Deal>(DEALS_KEPT);
  readonly #ledger: TradeLedger;
  readonly #stories: SignalStories;
  readonly #digests: DayDigests;
  readonly #orders: OrderHistory;

  constructor(settings: DigestSettings, from?: MemoryState) {
    this.#ledger = new TradeLedger((trade, excursion) => {
      this.#trades.push(watchedTrade(trade, excursion));
    }, from?.ledger);
    this.#stories = new SignalStories(STORIES_KEPT, from?.stories);
    this.#digests = new DayDigests(settings, from?.digests);
    this.#orders = new OrderHistory(ORDERS_KEPT, from?.orders);
    for (const trade of from?.trades ?? []) this.#trades.push(trade);
    for (const point of from?.equity ?? []) this.#equity.push(point);
    for (const deal of from?.deals ?? []) this.#deals.push(deal);
  }

  add(fact: Fact): void {
    this.#ledger.add(fact);
    this.#stories.add(fact);
    this.#digests.add(fact);
    this.#orders.add(fact);
    if (fact.body.kind === 'deal') this.#deals.push(fact.body.deal);
    const point = equityPointOf(fact);
    if (point) this.#equity.push(point);
  }

  /** Still this memory's own: to be copied before the next fact. */
  get state(): MemoryState {
    return {
      trades: this.#trades.last(),
      ledger: this.#ledger.state,
      equity: this.#equity.last(),
      stories: this.#stories.all(),
      digests: this.#digests.state,
      orders: this.#orders.lines(),
      deals: this.#deals.last(),
    };
  }
}

/** What a fact tells of the equity curve: a deal or a charge knows the balance, the broker's books know both. */
function equityPointOf({ time, body }: Fact): EquityPoint | undefined {
  if (body.kind === 'deal' || body.kind === 'charge') return [time, body.balance, body.balance];
  if (body.kind !== 'reconciled' && body.kind !== 'account-read') return undefined;
  return [time, body.account.equity, body.account.balance];
}
