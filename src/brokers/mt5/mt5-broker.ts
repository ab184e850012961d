import type {
  BooksRequest,
  BrokerEvent,
  BrokerPort,
  BrokerRequest,
} from '../../execution/broker-port.ts';
import { orderNumberOf, type Magic, type OrderNumber, type Ticket } from '../../execution/order.ts';
import { floorToStep, type Instrument } from '../../market/instrument.ts';
import type { Lots, SymbolName, UtcMs } from '../../market/units.ts';
import { RETCODE } from '../retcodes.ts';
import { checkTradeMode } from '../simulated/trade-permission.ts';
import type { TradeRequest } from './outcome.ts';
import type { Snapshot } from './snapshot.ts';
import type { SymbolNames } from './symbol-names.ts';
import type { TerminalIdentity, TerminalPort } from './terminal-port.ts';
import type { Asked } from './terminal-requests.ts';
import {
  accountOf,
  chargeOf,
  dealsOf,
  isTrade,
  pendingOf,
  positionOf,
  type BooksReading,
} from './terminal-books.ts';
import { judged, resultOf, tradeOutcome } from './trade-outcome.ts';
import { transactionEvents } from './transaction-events.ts';
import { tradeAnswer, type TradeAnswer } from './wire/answers.ts';
import type { IntentNews, Push } from './wire/messages.ts';

const FIND_WITHIN_MS = 10_000;
/** Books that the broker has reason to read by itself hold deals of this long before. */
const OVERLAP_MS = 3_600_000;
/** Of an account that nothing is known of, deals of a week are read. */
const FIRST_DEALS_MS = 7 * 86_400_000;

export interface Mt5BrokerParts {
  readonly terminal: TerminalPort;
  readonly names: SymbolNames;
  /** The present instant; never goes back. */
  readonly now: () => UtcMs;
  readonly instrument: (symbol: SymbolName) => Instrument | undefined;
}

/**
 * A MetaTrader 5 account behind the broker port. Requests go to the terminal over its link; whatever
 * comes back is told in the order in which it arrived, at the instant of its arrival. Nothing is ever
 * sent twice: what got no clear answer is unknown until the terminal's own books tell.
 */
export class Mt5Broker implements BrokerPort {
  readonly #parts: Mt5BrokerParts;
  readonly #namespace: number;
  /** Requests that were handed over in this life: a number is used once. */
  readonly #numbers = new Set<OrderNumber>();
  /** Those of which nobody knows yet what became of them. */
  readonly #open = new Map<Magic, TradeRequest>();
  #events: BrokerEvent[] = [];
  #wake: () => void = () => {};
  #woken = false;
  /** The account's balance by the deals told: it has in it what was told, and nothing else. */
  #balance = 0;
  readonly #told = new Set<string>();
  #rereading = false;

  constructor(parts: Mt5BrokerParts) {
    this.#parts = parts;
    this.#namespace = parts.terminal.namespace;
    parts.terminal.listen({
      onReady: (identity, snapshot) => this.#onReady(identity, snapshot),
      onLost: (why) => this.#emit({ type: 'link', time: parts.now(), up: false, detail: why }),
      onPush: (push) => this.#onPush(push),
      onHole: () => this.#reread(),
    });
  }

  submit(request: BrokerRequest): void {
    if (request.type === 'read-books') return this.#readBooks(request);
    const { number } = request;
    const isNew = !this.#numbers.has(number);
    this.#numbers.add(number);
    const no = isNew ? this.#obstacle(request) : undefined;
    if (no) {
      const [retcode, detail] = no;
      const outcome = { outcome: 'rejected', rereads: false, retcode, detail } as const;
      return this.#emit(resultOf(outcome, number, this.#parts.now()));
    }
    this.#open.set(request.magic, request);
    const { terminal } = this.#parts;
    terminal.trade(request, this.#reading, (asked) => this.#answered(request, asked));
  }

  drain(): readonly BrokerEvent[] {
    if (this.#events.length === 0) return NO_EVENTS;
    const events = this.#events;
    this.#events = [];
    this.#woken = false;
    return events;
  }

  onEvent(wake: () => void): void {
    this.#wake = wake;
  }

  get #reading(): BooksReading {
    const { terminal, names } = this.#parts;
    return { offsetMs: terminal.offsetMs, names };
  }

  /** Why a request is not even sent: a definite no. */
  #obstacle(request: TradeRequest): readonly [number, string] | undefined {
    const { terminal, instrument } = this.#parts;
    if (!terminal.inStep) {
      return [RETCODE.connection, 'no terminal is linked and in step: nothing was sent'];
    }
    if (request.type !== 'open') return undefined;
    const known = instrument(request.symbol);
    if (!known) return undefined;
    const shut = checkTradeMode(known, request.side, false);
    return shut ? [shut.retcode, shut.detail] : volumeProblem(known, request.lots);
  }

  #answered(request: TradeRequest, asked: Asked<TradeAnswer>): void {
    const outcome = tradeOutcome(asked, request);
    if (outcome.outcome !== 'unknown') this.#open.delete(request.magic);
    this.#emit(resultOf(outcome, request.number, this.#parts.now()));
    if (outcome.rereads) this.#reread();
  }

  #onReady(identity: TerminalIdentity, snapshot: Snapshot): void {
    const { now } = this.#parts;
    this.#balance = snapshot.account.balance;
    const { server, login, trade_mode: mode, company } = identity;
    const detail = `${server}, account ${login} (${mode}), ${company}`;
    this.#emit({ type: 'link', time: now(), up: true, detail });
    for (const request of this.#open.values()) this.#find(request);
  }

  /** Ask the journal and the books of the terminal what became of a request. */
  #find(request: TradeRequest): void {
    const question = { t: 'find', magic: String(request.magic) } as const;
    this.#parts.terminal.ask(question, tradeAnswer, FIND_WITHIN_MS, (asked) => {
      const outcome = tradeOutcome(asked, request);
      // Not found is no proof yet: the account's core waits for its books to show it twice.
      const isKnown = asked.ok || asked.part !== undefined;
      if (!isKnown || outcome.outcome === 'unknown' || !this.#open.delete(request.magic)) return;
      this.#emit(resultOf(outcome, request.number, this.#parts.now()));
    });
  }

  #onPush(push: Push): void {
    switch (push.t) {
      case 'tx':
        return this.#onTransaction(push);
      case 'intent':
        return this.#onIntent(push);
      case 'acct': {
        const { identity } = this.#parts.terminal;
        if (!identity) return;
        const account = accountOf(push, identity);
        return this.#emit({ type: 'account', time: this.#parts.now(), account });
      }
      default:
        return;
    }
  }

  #onTransaction(push: Extract<Push, { t: 'tx' }>): void {
    const { events, net, rereads } = transactionEvents(push, {
      reading: this.#reading,
      now: this.#parts.now(),
      balance: this.#balance,
      isTold: (ticket) => this.#told.has(ticket),
    });
    if (push.deal_row && events.length > 0) this.#noteTold(push.deal_row.ticket);
    this.#balance += net;
    for (const event of events) this.#emit(event);
    if (rereads) this.#reread();
  }

  /** A request's fate became known after its answer, from the terminal's own books. */
  #onIntent({ magic: text, state, retcode, order, why }: IntentNews): void {
    const magic = Number(text) as Magic;
    const number = orderNumberOf(this.#namespace, magic);
    const request = this.#open.get(magic);
    if (number === undefined || !request) return this.#reread();
    const { outcome } = judged(state, retcode, request);
    if (outcome === 'unknown') return;
    this.#open.delete(magic);
    const ticket = order === '0' ? {} : { order: order as Ticket };
    const detail = `found in the terminal's books: ${why}`;
    const told = { outcome, rereads: false, retcode, detail, ...ticket };
    this.#emit(resultOf(told, number, this.#parts.now()));
  }

  #readBooks({ dealsSince }: BooksRequest): void {
    const { terminal, now } = this.#parts;
    if (!terminal.inStep) return; // they are asked for again once it is
    const since = dealsSince > 0 ? dealsSince : now() - FIRST_DEALS_MS;
    const from = Math.max(0, Math.floor((since + terminal.offsetMs) / 1000));
    terminal.askSnapshot(from, (asked) => {
      const [snapshot] = asked.ok ? asked.parts : [];
      if (snapshot) this.#tellBooks(snapshot, dealsSince);
    });
  }

  #tellBooks(snapshot: Snapshot, dealsSince: UtcMs): void {
    const { terminal, now } = this.#parts;
    const { identity } = terminal;
    if (!identity) return;
    const reading = this.#reading;
    const volumes = new Map(snapshot.positions.map(({ id, volume }) => [id, volume]));
    this.#balance = snapshot.account.balance;
    for (const { ticket } of snapshot.deals) this.#noteTold(ticket);
    const deals = snapshot.deals
      .filter(isTrade)
      .flatMap((row) => dealsOf(row, volumes.get(row.position) ?? 0, reading))
      .filter(({ time }) => time >= dealsSince);
    const charges = snapshot.deals
      .flatMap((row) => chargeOf(row, reading) ?? [])
      .filter(({ time }) => time >= dealsSince);
    this.#emit({
      type: 'books',
      time: now(),
      account: accountOf(snapshot.account, identity),
      positions: snapshot.positions.map((row) => positionOf(row, reading)),
      orders: snapshot.orders.flatMap((row) => pendingOf(row, reading) ?? []),
      deals,
      charges,
      highestNumber: snapshot.highestNumber,
    });
  }

  /** Read the books unasked, once at a time: something was told that only they explain. */
  #reread(): void {
    if (this.#rereading || !this.#parts.terminal.inStep) return;
    this.#rereading = true;
    const dealsSince = (this.#parts.now() - OVERLAP_MS) as UtcMs;
    const from = Math.max(0, Math.floor((dealsSince + this.#parts.terminal.offsetMs) / 1000));
    this.#parts.terminal.askSnapshot(from, (asked) => {
      this.#rereading = false;
      const [snapshot] = asked.ok ? asked.parts : [];
      if (snapshot) this.#tellBooks(snapshot, dealsSince);
    });
  }

  #noteTold(ticket: string): void {
    this.#told.add(ticket);
    if (this.#told.size <= TOLD_KEPT) return;
    for (const oldest of this.#told) {
      this.#told.delete(oldest);
      return;
    }
  }

  #emit(event: BrokerEvent): void {
    this.#events.push(event);
    if (this.#woken) return;
    this.#woken = true;
    this.#wake();
  }
}

const NO_EVENTS: readonly BrokerEvent[] = [];
const TOLD_KEPT = 20_000;

function volumeProblem(instrument: Instrument, lots: Lots): readonly [number, string] | undefined {
  const { volumeMin, volumeMax, volumeStep } = instrument;
  const fits = lots >= volumeMin && lots <= volumeMax && floorToStep(instrument, lots) === lots;
  if (fits) return undefined;
  return [
    RETCODE.invalidVolume,
    `${lots} lots; ${instrument.symbol} takes ${volumeMin} to ${volumeMax} in steps of ${volumeStep}`,
  ];
}
