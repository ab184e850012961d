import type { z } from 'zod';
import type { Magic } from '../../execution/order.ts';
import type { TradeRequest } from '../mt5/outcome.ts';
import type { Snapshot } from '../mt5/snapshot.ts';
import type { BooksReading } from '../mt5/terminal-books.ts';
import type {
  TerminalIdentity,
  TerminalListener,
  TerminalPort,
  TerminalQuestion,
} from '../mt5/terminal-port.ts';
import type { Asked } from '../mt5/terminal-requests.ts';
import type { TradeAnswer } from '../mt5/wire/answers.ts';
import type { Push } from '../mt5/wire/messages.ts';
import { MagicNotes } from './magic-notes.ts';
import { marketAnswer } from './market-answers.ts';
import type { LineSettings } from './line-settings.ts';
import { MetaApiLine } from './metaapi-line.ts';
import type { News } from './news.ts';
import { ANSWER_WITHIN_MS, within } from './patience.ts';
import type { SdkTradeResponse } from './sdk-records.ts';
import { tradeCall } from './trade-call.ts';
import { failureReply, foundReply, replyOf } from './trade-reply.ts';
import { Unanswered } from './unanswered.ts';

const NO_LINE = {
  ok: false,
  code: 'E_NOT_SENT',
  why: 'MetaApi is not in step: nothing was sent',
} as const;

/**
 * An account's terminal that MetaApi runs. It is asked and traded through the SDK, and tells what it
 * tells in the words of the Expert Advisor's terminal, so that the broker port, the feed and the paper
 * account are the same over both roads.
 */
export class MetaApiTerminal implements TerminalPort {
  readonly namespace: number;
  readonly #listeners: TerminalListener[] = [];
  readonly #line: MetaApiLine;
  readonly #magics: MagicNotes;
  /** Magics that were handed to the SDK in this life: none is twice. */
  readonly #sent = new Set<Magic>();
  readonly #unanswered = new Unanswered();
  #last: Snapshot | undefined;
  #seq = 0;

  constructor(namespace: number, settings: LineSettings) {
    this.namespace = namespace;
    this.#magics = new MagicNotes(namespace);
    this.#line = new MetaApiLine(settings, this.#magics, {
      onReady: (identity, snapshot) => this.#onReady(identity, snapshot),
      onLost: (why) => this.#tell((listener) => listener.onLost?.(why)),
      onNews: (news) => this.#push(news),
      onHole: () => this.#tell((listener) => listener.onHole?.()),
    });
  }

  /** Connect, and stay connected until {@link close}. */
  open(): void {
    this.#line.open();
  }

  close(): void {
    this.#line.close();
  }

  get inStep(): boolean {
    return this.#line.inStep;
  }

  get identity(): TerminalIdentity | undefined {
    return this.#line.session?.identity;
  }

  get offsetMs(): number {
    return this.#line.offsetMs;
  }

  listen(listener: TerminalListener): void {
    this.#listeners.push(listener);
  }

  ask<Part>(
    question: TerminalQuestion,
    schema: z.ZodType<Part>,
    patienceMs: number,
    done: (asked: Asked<Part>) => void,
  ): void {
    const answer = async (): Promise<void> => {
      done(parsed(await this.#answer(question, patienceMs), schema));
    };
    void answer();
  }

  trade(
    request: TradeRequest,
    { names }: BooksReading,
    done: (asked: Asked<TradeAnswer>) => void,
  ): void {
    const { magic } = request;
    if (this.#sent.has(magic)) {
      return done({ ok: false, code: 'E_DUP', why: 'this magic was handed over before' });
    }
    const { session, isGood } = this.#line;
    if (!session || !isGood) return done(NO_LINE);
    const lotsOf = (position: string): number | undefined => this.#line.lotsOf(position);
    const call = tradeCall(request, { names, lotsOf });
    if (typeof call === 'string') return done({ ok: false, code: 'E_PARAM', why: call });
    this.#sent.add(magic);
    this.#unanswered.add(request);
    const send = async (): Promise<void> => done(await this.#send(request, call(session.rpc)));
    void send();
  }

  askSnapshot(historyFrom: number | undefined, done: (asked: Asked<Snapshot>) => void): void {
    const read = async (): Promise<void> => {
      const found = await this.#line.readBooks(historyFrom ?? 0);
      if (typeof found === 'string') return done({ ok: false, code: 'E_LINK', why: found });
      this.#last = found;
      done({ ok: true, parts: [found] });
      this.#tellFound(found);
    };
    void read();
  }

  async #send(request: TradeRequest, sent: Promise<SdkTradeResponse>): Promise<Asked<TradeAnswer>> {
    this.#line.stir();
    let reply: Asked<TradeAnswer>;
    try {
      const response = await within(ANSWER_WITHIN_MS, sent);
      if (response.orderId !== undefined) {
        this.#magics.note(String(response.orderId), request.magic);
      }
      reply = replyOf(request, response);
    } catch (error) {
      reply = failureReply(request, this.#line.failureOf(error));
    }
    this.#line.stir();
    if (isClear(reply)) this.#unanswered.answered(request.magic);
    return reply;
  }

  async #answer(question: TerminalQuestion, patienceMs: number): Promise<Asked<unknown>> {
    if (question.t === 'find') return this.#find(question.magic);
    try {
      return await within(patienceMs, marketAnswer(this.#line, question));
    } catch (error) {
      const { name, message } = this.#line.failureOf(error);
      return { ok: false, code: 'E_SERVICE', why: `${name}: ${message}` };
    }
  }

  #find(magic: string): Asked<unknown> {
    const found = this.#last && this.#unanswered.found(Number(magic) as Magic, this.#last);
    if (!found) return { ok: false, code: 'E_NOT_FOUND', why: 'the books do not show it' };
    this.#unanswered.answered(Number(magic) as Magic);
    return foundReply(Number(magic) as Magic, found.state, found.order);
  }

  #onReady(identity: TerminalIdentity, snapshot: Snapshot): void {
    this.#last = snapshot;
    this.#tell((listener) => listener.onReady?.(identity, snapshot));
  }

  /** What got no answer is known by now: say so once. */
  #tellFound(snapshot: Snapshot): void {
    for (const [magic, { state, order }] of this.#unanswered.takeFound(snapshot)) {
      const rest = { deal: '0', position: '0', volume: 0, price: 0, why: 'no answer came' };
      this.#push({ t: 'intent', magic: String(magic), state, retcode: 10_009, order, ...rest });
    }
  }

  #push(news: News): void {
    this.#seq += 1;
    const push = { ...news, seq: this.#seq } as Push;
    this.#tell((listener) => listener.onPush?.(push));
  }

  #tell(say: (listener: TerminalListener) => void): void {
    for (const listener of this.#listeners) say(listener);
  }
}

function isClear(reply: Asked<TradeAnswer>): boolean {
  if (reply.ok) return true;
  return reply.code === 'E_RETCODE';
}

function parsed<Part>(asked: Asked<unknown>, schema: z.ZodType<Part>): Asked<Part> {
  if (!asked.ok) return { ok: false, code: asked.code, why: asked.why };
  const parts: Part[] = [];
  for (const part of asked.parts) {
    const read = schema.safeParse(part);
    if (!read.success) {
      const [issue] = read.error.issues;
      const why = `MetaApi's ${issue?.path.join('.') ?? ''} is ${issue?.message ?? 'not understood'}`;
      return { ok: false, code: 'E_FIELD', why };
    }
    parts.push(read.data);
  }
  return { ok: true, parts };
}
