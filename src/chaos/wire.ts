import type {
  BrokerEvent,
  BrokerPort,
  BrokerRequest,
  OrderResult,
} from '../execution/broker-port.ts';
import type { OrderNumber, Ticket } from '../execution/order.ts';
import type { UtcMs } from '../market/units.ts';
import type { FaultOf, FaultTable, StepOf } from './fault-table.ts';
import { Lane } from './lane.ts';
import type { Luck } from './luck.ts';
import { AfterConnecting } from './after-connecting.ts';
import type { Truth } from './truth.ts';
import { withoutComments } from './without-comments.ts';

/** Nothing is longer on its way: what it brings is refused by its age where it arrives later. */
const LONGEST_MS = 20_000;
const USUAL_MS = 30;

const RETCODE = { requote: 10_004, reject: 10_006, timeout: 10_012, partial: 10_010, used: 10_013 };

type Numbered = Exclude<BrokerRequest, { type: 'read-books' }>;

export interface WireParts {
  readonly luck: Luck;
  readonly table: FaultTable;
  readonly broker: BrokerPort;
  readonly truth: Truth;
  /** Chance that something befalls a message. */
  readonly rate: number;
  /** May the books be short just after a connection? */
  readonly mayBeShort: () => boolean;
  /** The account is at a terminal, which may be behind its server. */
  readonly isTerminal: boolean;
  /** The broker writes a comment of its own over ours. */
  readonly overwrites: boolean;
  /** The account keeps one position a symbol: what befalls its requests is counted apart, too. */
  readonly nets: boolean;
}

/**
 * The wire between the process and the broker, and the broker's moods: what goes over it is delayed,
 * lost, repeated or overtaken, refused, requoted or answered with TIMEOUT whatever became of it.
 */
export class Wire implements BrokerPort {
  readonly #parts: WireParts;
  readonly #requests = new Lane<BrokerRequest>();
  readonly #news = new Lane<BrokerEvent>();
  readonly #first: AfterConnecting;
  /** Numbers whose answer will be a TIMEOUT. */
  readonly #timeouts = new Set<OrderNumber>();
  readonly #typeOf = new Map<OrderNumber, BrokerRequest['type']>();
  /** Requests that the broker has and has not answered. */
  readonly #atBroker = new Map<OrderNumber, Numbered>();
  readonly #arrived = new Set<OrderNumber>();
  /** Messages that went over it or were to. */
  messages = 0;
  now = 0 as UtcMs;
  calm = false;
  #linked = false;
  #listening = false;

  constructor(parts: WireParts) {
    this.#parts = parts;
    this.#first = new AfterConnecting(parts.luck, parts.table);
  }

  get linked(): boolean {
    return this.#linked;
  }

  submit(request: BrokerRequest): void {
    const { luck, rate } = this.#parts;
    this.messages += 1;
    if ('number' in request) this.#typeOf.set(request.number, request.type);
    if (!this.#linked) return; // a socket that is closed takes nothing
    if (this.calm || !luck.chance(rate)) return this.#send(request);
    if ('number' in request && luck.chance(0.4)) return this.#mood(request);
    const step = stepOf(request);
    const fault = luck.pick(['delayed', 'lost', 'repeated', 'overtaken']);
    this.#befell('request', step, fault);
    if (fault === 'lost') return;
    if (fault === 'delayed') return this.#send(request, luck.between(1_000, LONGEST_MS));
    if (fault === 'overtaken') {
      return this.#requests.putAside(request, this.now + luck.between(100, LONGEST_MS));
    }
    this.#send(request);
    this.#requests.putAside(request, this.now + luck.between(0, LONGEST_MS));
  }

  drain(): readonly BrokerEvent[] {
    return this.#news.take(this.now);
  }

  onEvent(): void {}

  /** When the next message arrives, on either side. */
  get nextDue(): number {
    return Math.min(this.#requests.nextDue, this.#news.nextDue);
  }

  /** Let what has arrived at the broker do its work, and what the broker says set out. */
  pump(now: UtcMs): void {
    this.now = now;
    for (const request of this.#requests.take(now)) {
      if ('number' in request && !this.#arrived.has(request.number)) {
        this.#arrived.add(request.number);
        this.#atBroker.set(request.number, request);
      }
      this.#parts.broker.submit(request);
      this.#collect();
    }
    this.#collect();
  }

  setLink(up: boolean): void {
    const { broker, luck, table } = this.#parts;
    this.#collect();
    if (!up) this.#cutOff();
    if (!up && this.#linked) this.#first.cut(this.now);
    this.#linked = up;
    if (up && !this.calm && this.#parts.mayBeShort())
      this.#first.connected(this.now, this.#parts.isTerminal);
    (broker as BrokerPort & { setLink(up: boolean, detail: string): void }).setLink(
      up,
      up ? 'connected' : 'the link was cut',
    );
    this.#collect();
    if (this.calm || !this.#listening || !luck.chance(this.#parts.rate)) return;
    table.count('news', 'link', 'repeated');
    const time = this.now;
    this.#news.put({ type: 'link', time, up, detail: 'told again' }, time, time);
  }

  /** The process is gone: what it was to hear is lost, what it said may still arrive. */
  deafen(): void {
    this.#listening = false;
    this.#news.cut();
    const { luck } = this.#parts;
    for (const request of this.#requests.cut()) {
      if (luck.chance(0.5)) this.#send(request, luck.between(0, 5_000));
    }
  }

  listen(): void {
    this.#listening = true;
  }

  /** Is the request still on its way, or at the broker without an end? */
  isOpen(number: OrderNumber): boolean {
    return this.#underway().some((request) => request.number === number);
  }

  /** Is a close of this position under way? */
  isClosing(position: Ticket): boolean {
    return this.#underway().some((request) => {
      return request.type === 'close' && request.position === position;
    });
  }

  /** Opening requests that may still be filled. */
  openings(): OrderNumber[] {
    return this.#underway().flatMap(({ type, number }) => (type === 'open' ? [number] : []));
  }

  /** Nothing is under way in either direction. */
  get isQuiet(): boolean {
    return this.#requests.isEmpty && this.#news.isEmpty && this.#atBroker.size === 0;
  }

  /** What the broker has not answered; of a request that is repeated the first is what counts. */
  #underway(): Numbered[] {
    const coming = this.#requests.onWay.filter((request): request is Numbered => {
      return 'number' in request && !this.#arrived.has(request.number);
    });
    return [...coming, ...this.#atBroker.values()];
  }

  #send(request: BrokerRequest, delayMs = USUAL_MS): void {
    this.#requests.put(request, this.now + delayMs, this.now + LONGEST_MS);
  }

  /** The broker refuses, requotes, or says TIMEOUT of what it did or did not do. */
  #mood(request: Numbered): void {
    const step = stepOf(request);
    const priced = step === 'open' || step === 'close';
    const moods = ['refused', 'TIMEOUT, done', 'TIMEOUT, not done', 'requoted'] as const;
    const mood = moods[this.#parts.luck.between(0, priced ? 3 : 2)] ?? 'refused';
    this.#befell('answer', step, mood);
    const { number } = request;
    if (mood === 'TIMEOUT, done') {
      this.#timeouts.add(number);
      return this.#send(request);
    }
    const type = 'order-result';
    const time = this.now;
    const due = this.now + this.#parts.luck.between(USUAL_MS, LONGEST_MS);
    const answer: OrderResult =
      mood === 'TIMEOUT, not done'
        ? { type, time, number, outcome: 'unknown', retcode: RETCODE.timeout, detail: 'TIMEOUT' }
        : mood === 'refused'
          ? { type, time, number, outcome: 'rejected', retcode: RETCODE.reject, detail: 'REJECT' }
          : {
              type,
              time,
              number,
              outcome: 'rejected',
              retcode: RETCODE.requote,
              detail: 'REQUOTE',
            };
    if (this.#listening) this.#news.putAside(answer, due);
  }

  #collect(): void {
    for (const event of this.#parts.broker.drain()) {
      this.#parts.truth.take(event);
      if (event.type === 'order-result') this.#answered(event);
      if (this.#listening) this.#tell(event);
    }
  }

  #answered({ number, outcome, retcode }: OrderResult): void {
    if (outcome === 'unknown' && retcode === RETCODE.used) return; // of a repeated request
    this.#atBroker.delete(number);
    const type = this.#typeOf.get(number);
    if (retcode !== RETCODE.partial || (type !== 'open' && type !== 'close')) return;
    this.#befell('answer', type, 'filled in part');
  }

  #tell(said: BrokerEvent): void {
    const { luck, table, rate } = this.#parts;
    const { now } = this;
    this.messages += 1;
    if (said.type === 'link') return this.#news.put(said, now, now);
    if (!this.#linked) return table.count('news', said.type, 'cut off');
    const event = this.#altered(said);
    if (this.calm || !luck.chance(rate)) {
      return this.#news.put(event, now + USUAL_MS, now + LONGEST_MS);
    }
    const fault = luck.pick(['delayed', 'lost', 'repeated', 'overtaken']);
    table.count('news', event.type, fault);
    if (fault === 'lost') return;
    if (fault === 'overtaken') {
      return this.#news.putAside(event, now + luck.between(100, LONGEST_MS));
    }
    const delay = fault === 'delayed' ? luck.between(1_000, LONGEST_MS) : USUAL_MS;
    this.#news.put(event, now + delay, now + LONGEST_MS);
    if (fault === 'repeated') this.#news.putAside(event, now + luck.between(0, LONGEST_MS));
  }

  #altered(event: BrokerEvent): BrokerEvent {
    if (event.type === 'order-result' && this.#timeouts.delete(event.number)) {
      const { type, time, number } = event;
      const detail = 'TIMEOUT';
      return { type, time, number, outcome: 'unknown', retcode: RETCODE.timeout, detail };
    }
    const shown = event.type === 'books' ? this.#first.shown(event) : event;
    return this.#parts.overwrites ? withoutComments(shown) : shown;
  }

  /** Count what befell a request, on its way or at the broker. */
  #befell(
    group: 'request' | 'answer',
    step: StepOf<'request'>,
    fault: FaultOf<'request'> | FaultOf<'answer'>,
  ): void {
    const { table, nets } = this.#parts;
    table.count(group, step, fault);
    if (!nets || step === 'read-books' || step === 'cancel' || fault === 'requoted') return;
    table.count('netting', step, fault);
  }

  #cutOff(): void {
    const { table } = this.#parts;
    for (const request of this.#requests.cut()) this.#befell('request', stepOf(request), 'cut off');
    for (const event of this.#news.cut()) {
      // What our own end told is not lost on the way.
      if (event.type === 'link') this.#news.put(event, this.now, this.now);
      else table.count('news', event.type, 'cut off');
    }
  }
}

function stepOf({ type }: BrokerRequest): StepOf<'request'> {
  if (type === 'close-by' || type === 'modify-order') return 'modify';
  return type;
}
