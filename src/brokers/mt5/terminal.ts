import { z } from 'zod';
import { refusalOf, type AccountTerms } from './account-terms.ts';
import type { FlatMessage } from './flat-message.ts';
import { SnapshotParts, type Snapshot } from './snapshot.ts';
import type { TradeRequest } from './outcome.ts';
import type { BooksReading } from './terminal-books.ts';
import type { LinkEnd, TerminalLink } from './terminal-link.ts';
import type { TerminalListener, TerminalPort } from './terminal-port.ts';
import { TerminalRequests, type Asked } from './terminal-requests.ts';
import { tradeMessage } from './trade-message.ts';
import type { Refused, Welcome } from './welcome.ts';
import type { Answer, Heartbeat, Hello, Push } from './wire/messages.ts';
import type { AccountRow } from './wire/rows.ts';
import { tradeAnswer, type TradeAnswer } from './wire/answers.ts';

/** The EA that this gateway was released with. */
export const EA_VERSION = '1.1.0';
/** A terminal is silent no longer than this, and while a trade is at the broker than that. */
const SILENT_MS = 5_000;
const SILENT_TRADING_MS = 20_000;
const SNAPSHOT_MS = 30_000;
const LOOK_MS = 500;
/** An opening order that reaches the EA later than this is not sent: its price is another one. */
const OPENING_VALID_MS = 10_000;
/** What only reduces risk may wait longer behind what is at the broker. */
const REDUCING_VALID_MS = 25_000;
const ANSWER_WITHIN_MS = 28_000;

export interface TerminalSettings {
  readonly terms: AccountTerms;
  readonly secret: string;
  /** The upper part of this account's magics. */
  readonly namespace: number;
  /** Fencing token of this gateway: above that of every one that held the account before. */
  readonly token: number;
  /** Version of this program. */
  readonly version: string;
  /** What a person should know of: a refusal, an end, what the EA says. */
  readonly log: (level: 'info' | 'warn' | 'error', text: string) => void;
}

/**
 * One account's terminal, whether it is connected or not. It outlives connections: the newest that
 * proves itself is the one, and what was asked over another is answered with its end.
 */
export class Terminal implements TerminalPort {
  readonly settings: TerminalSettings;
  readonly #listeners: TerminalListener[] = [];
  readonly #timer: NodeJS.Timeout;
  #link: TerminalLink | undefined;
  #hello: Hello | undefined;
  #requests = new TerminalRequests();
  #parts = new SnapshotParts();
  readonly #snapshots = new Map<number, (asked: Asked<Snapshot>) => void>();
  #heartbeat: Heartbeat | undefined;
  #account: AccountRow | undefined;
  /** The EA said, last of all, that it would be silent so long. */
  #busyMs = 0;
  #mono = { value: 0, at: 0 };
  /** The link's first snapshot has come. */
  #told = false;
  #inStep = false;

  constructor(settings: TerminalSettings) {
    this.settings = settings;
    this.#timer = setInterval(() => this.#requests.look(performance.now()), LOOK_MS);
  }

  listen(listener: TerminalListener): void {
    this.#listeners.push(listener);
  }

  get namespace(): number {
    return this.settings.namespace;
  }

  get inStep(): boolean {
    return this.#inStep;
  }

  get identity(): Hello | undefined {
    return this.#hello;
  }

  /** What the terminal says of itself; undefined while none is linked. */
  get hello(): Hello | undefined {
    return this.#hello;
  }

  get heartbeat(): Heartbeat | undefined {
    return this.#heartbeat;
  }

  /** Its money, as the link last told it. */
  get account(): AccountRow | undefined {
    return this.#account;
  }

  /** Server time minus UTC, in milliseconds, as the terminal last said. */
  get offsetMs(): number {
    return (this.#heartbeat?.off ?? this.#hello?.off ?? 0) * 1000;
  }

  admit(hello: Hello): Welcome | Refused {
    const { terms, secret, namespace, token, version } = this.settings;
    const refused = refusalOf(hello, terms);
    if (refused) return refused;
    return { secret, namespace, token, gateway: version, eaExpected: EA_VERSION };
  }

  onLinked(link: TerminalLink, hello: Hello): void {
    const older = this.#link;
    this.#lose('another terminal of the same account has connected');
    this.#link = link;
    older?.close('E_REPLACED', `account ${hello.login} has connected anew, from ${link.peer}`);
    this.#hello = hello;
    this.#noteMono(hello.mono);
    this.#log('info', `terminal ${link.peer} is linked: EA ${hello.ea}, build ${hello.build}`);
    if (hello.ea !== EA_VERSION) {
      this.#log('warn', `the EA is version ${hello.ea}, this gateway came with ${EA_VERSION}`);
    }
  }

  onPush(link: TerminalLink, push: Push): void {
    if (link !== this.#link) return;
    if (this.#parts.begun && push.t !== 'snap') {
      return link.close('E_STATE', `${push.t} came between two parts of a snapshot`);
    }
    this.#busyMs = push.t === 'busy' ? push.ms : 0;
    if (push.t === 'hb') this.#onHeartbeat(push);
    if (push.t === 'acct') this.#account = push;
    if (push.t === 'log') this.#log(push.level, `the EA says: ${push.text}`);
    if (push.t !== 'snap') return this.#tell((listener) => listener.onPush?.(push));
    const snapshot = this.#parts.take(push);
    if (typeof snapshot === 'string') return link.close('E_FIELD', snapshot);
    if (snapshot) this.#onSnapshot(snapshot);
  }

  onAnswer(link: TerminalLink, answer: Answer): void {
    if (link !== this.#link) return;
    this.#busyMs = 0;
    const defect = this.#requests.take(answer);
    if (defect !== undefined) link.close('E_FIELD', defect);
  }

  onHole(link: TerminalLink): void {
    if (link !== this.#link) return;
    this.#parts.forget();
    this.#tell((listener) => listener.onHole?.());
  }

  patience(): number {
    const usual = this.#requests.tradeWaits ? SILENT_TRADING_MS : SILENT_MS;
    return this.#busyMs > 0 ? this.#busyMs + usual : usual;
  }

  onClosed(link: TerminalLink, { code, why, linked }: LinkEnd): void {
    if (linked) this.#log('warn', `terminal ${link.peer}: link ended, ${code}: ${why}`);
    if (link !== this.#link) return;
    this.#link = undefined;
    this.#lose(why);
  }

  /** Ask; `done` is called once, at once when no terminal is linked. */
  ask<Part>(
    question: FlatMessage,
    schema: z.ZodType<Part>,
    patienceMs: number,
    done: (asked: Asked<Part>) => void,
  ): void {
    this.#ask(question, schema, { patienceMs }, done);
  }

  /** The EA refuses what it reads later than its kind of request is valid from now. */
  trade(
    request: TradeRequest,
    reading: BooksReading,
    done: (asked: Asked<TradeAnswer>) => void,
  ): void {
    const validMs = request.type === 'open' ? OPENING_VALID_MS : REDUCING_VALID_MS;
    const until = Math.floor(this.#mono.value + (performance.now() - this.#mono.at) + validMs);
    const dated = { ...tradeMessage(request, reading), until, token: this.settings.token };
    this.#ask(dated, tradeAnswer, { patienceMs: ANSWER_WITHIN_MS, trade: true }, done);
  }

  /** Ask for the whole books, with deals from `historyFrom` (server seconds) on. */
  askSnapshot(historyFrom: number | undefined, done: (asked: Asked<Snapshot>) => void): void {
    const from = historyFrom === undefined ? {} : { hist_from: historyFrom };
    const options = { patienceMs: SNAPSHOT_MS };
    const requests = this.#requests;
    this.#ask({ t: 'snap', ...from }, z.object({ id: z.int() }), options, (asked) => {
      if (!asked.ok) {
        const { code, why } = asked;
        return done({ ok: false, code, why });
      }
      const id = asked.parts[0]?.id ?? 0;
      // The snapshot comes behind its answer, over the same link or not at all.
      if (requests === this.#requests) this.#snapshots.set(id, done);
    });
  }

  /** Say goodbye and listen no more. */
  close(): void {
    clearInterval(this.#timer);
    this.#link?.close('E_SHUTDOWN', 'kimi-agent is stopping; open positions keep their stops');
  }

  #ask<Part>(
    question: FlatMessage,
    schema: z.ZodType<Part>,
    options: { readonly patienceMs: number; readonly trade?: boolean },
    done: (asked: Asked<Part>) => void,
  ): void {
    const link = this.#link;
    if (!link) return done({ ok: false, code: 'E_LINK', why: 'no terminal is linked' });
    this.#requests.ask(question, schema, options, (message) => link.send(message), done);
  }

  #onHeartbeat(heartbeat: Heartbeat): void {
    this.#heartbeat = heartbeat;
    this.#noteMono(heartbeat.mono);
    const hello = this.#hello;
    if (!hello) return;
    this.#hello = { ...hello, off: heartbeat.off, connected: heartbeat.connected };
    if (this.#inStep && !heartbeat.connected) {
      this.#leaveStep('the terminal has lost its connection to the trade server');
    } else if (!this.#inStep && this.#told && heartbeat.connected) {
      // What happened meanwhile is in its books, not in what it pushes.
      this.#told = false;
      this.askSnapshot(undefined, () => {});
    }
  }

  #onSnapshot(snapshot: Snapshot): void {
    this.#told = true;
    this.#account = snapshot.account;
    if (!this.#inStep && this.#hello) {
      this.#inStep = true;
      const hello = this.#hello;
      this.#tell((listener) => listener.onReady?.(hello, snapshot));
    }
    if (snapshot.id === undefined) return;
    const done = this.#snapshots.get(snapshot.id);
    this.#snapshots.delete(snapshot.id);
    done?.({ ok: true, parts: [snapshot] });
  }

  #lose(why: string): void {
    const { heartbeat } = this;
    if (this.#link === undefined && heartbeat === undefined && !this.#hello) return;
    const requests = this.#requests;
    this.#requests = new TerminalRequests();
    this.#parts.forget();
    this.#hello = undefined;
    this.#heartbeat = undefined;
    this.#account = undefined;
    this.#busyMs = 0;
    this.#told = false;
    this.#leaveStep(why);
    requests.endAll(why);
    const waiting = [...this.#snapshots.values()];
    this.#snapshots.clear();
    for (const done of waiting) done({ ok: false, code: 'E_LINK', why });
  }

  #leaveStep(why: string): void {
    if (!this.#inStep) return;
    this.#inStep = false;
    this.#tell((listener) => listener.onLost?.(why));
  }

  #noteMono(value: number): void {
    this.#mono = { value, at: performance.now() };
  }

  #log(level: 'info' | 'warn' | 'error', text: string): void {
    this.settings.log(level, text);
  }

  #tell(say: (listener: TerminalListener) => void): void {
    for (const listener of this.#listeners) say(listener);
  }
}
