import type { Fact } from '../agents/fact.ts';
import type { AlertsConfig } from '../config/alert-fields.ts';
import type { ViewedAccount } from '../runtime/account-views.ts';
import { describeFact } from '../runtime/describe-fact.ts';
import type { HouseObserver } from '../runtime/house-observer.ts';
import type { ThreadStatus } from '../runtime/messages.ts';
import { headOf } from './account-words.ts';
import { LEVEL_OF, usualDelivery, type Alert, type AlertEvent } from './alert.ts';
import { alertOfFact, type Before } from './alert-of-fact.ts';
import { dayDigestText, DayResult } from './day-digest.ts';
import type { Delivery } from './delivery.ts';
import { FloodGate } from './flood-gate.ts';
import { LINK_WITHIN_MS, LinkWatch } from './link-watch.ts';
import type { NewMessage, Outbox } from './outbox.ts';
import { quietUntil } from './quiet-hours.ts';

export interface DeskParts {
  readonly config: AlertsConfig;
  readonly outbox: Outbox;
  readonly deliveries: readonly Delivery[];
  readonly say: (line: string) => void;
  readonly now?: () => number;
  /** How long a start may be without its link before that is told. */
  readonly linkWithinMs?: number;
}

/** So many facts that an old journal brings are no news: a first look at an account tells none. */
interface Gathering {
  readonly result: DayResult;
  readonly link: LinkWatch;
  alerts: Alert[];
  seq: number;
}

/**
 * Turns what happens in the house into messages and puts them into the outbox. It is told after the
 * replica, in the main thread; the trading threads know nothing of it, and it never throws.
 */
export class AlertDesk implements HouseObserver {
  readonly #parts: DeskParts;
  readonly #now: () => number;
  readonly #gate: FloodGate;
  readonly #accounts = new Map<string, Gathering>();

  constructor(parts: DeskParts) {
    this.#parts = parts;
    this.#now = parts.now ?? Date.now;
    this.#gate = new FloodGate(parts.config.alike_per_minute);
  }

  opened(account: ViewedAccount, facts: readonly Fact[]): void {
    this.#guarded(() => {
      const { settings, replica } = account;
      const mark = this.#parts.outbox.mark(settings.name);
      const gathering = this.#gathering(account);
      gathering.result.begin(replica.state.breaker, replica.trades.last());
      gathering.seq = replica.state.seq;
      // What a crash kept from being told is told now; the past of a new account is not.
      const missed = mark === undefined ? [] : facts.filter(({ seq }) => seq > mark);
      for (const fact of missed) this.#note(account, fact, undefined);
      gathering.link.begin();
      this.folded(account);
    });
  }

  before(account: ViewedAccount, fact: Fact): void {
    this.#guarded(() => {
      this.#digest(account, fact);
      this.#note(account, fact, account.replica.state.breaker?.state);
    });
  }

  folded({ settings }: ViewedAccount): void {
    this.#guarded(() => {
      const gathering = this.#accounts.get(settings.name);
      if (!gathering) return;
      const { alerts, seq } = gathering;
      gathering.alerts = [];
      if (alerts.length > 0 || this.#parts.outbox.mark(settings.name) !== seq) {
        this.#put(alerts, [settings.name, seq]);
      }
    });
  }

  status({ settings }: ViewedAccount, { state, detail }: ThreadStatus): void {
    if (state !== 'failed' && state !== 'stopped') return;
    this.#accounts.get(settings.name)?.link.end();
    const event = state === 'failed' ? 'account-failed' : 'stopped';
    const about = { account: settings.name, head: headOf(settings) };
    this.raise({ ...about, event, text: `The account is ${state}: ${detail}` });
  }

  /** The program ends: nothing is waited for any more. */
  close(): void {
    for (const { link } of this.#accounts.values()) link.end();
  }

  /** Tell of something that no fact says; the same `key` within its minute is the same message. */
  raise(
    { account, head, event, text }: Pick<Alert, 'account' | 'head' | 'event' | 'text'>,
    key = text,
  ): void {
    this.#guarded(() => {
      const time = this.#now();
      const id = `${account}:${event}:${Math.floor(time / 60_000)}:${key.slice(0, 60)}`;
      this.#put([{ id, account, head, event, level: LEVEL_OF[event], time, text }]);
    });
  }

  #gathering(account: ViewedAccount): Gathering {
    const { name } = account.settings;
    const known = this.#accounts.get(name);
    if (known) return known;
    const within = this.#parts.linkWithinMs ?? LINK_WITHIN_MS;
    const link = new LinkWatch(within, () => this.#linkIsLate(account, within));
    const fresh: Gathering = { result: new DayResult(), link, alerts: [], seq: 0 };
    this.#accounts.set(name, fresh);
    return fresh;
  }

  #linkIsLate({ settings, replica }: ViewedAccount, within: number): void {
    const about = { account: settings.name, head: headOf(settings) };
    const minutes = Math.round(within / 60_000);
    const text = `No link ${minutes} minutes after the start: ${replica.status.detail}`;
    this.raise({ ...about, event: 'link-lost', text });
  }

  #note(account: ViewedAccount, fact: Fact, breaker: Before['breaker']): void {
    const gathering = this.#gathering(account);
    gathering.seq = fact.seq;
    const words = describeFact(fact, account.settings.currency)?.text ?? '';
    const told = alertOfFact(fact, words, { linkUp: gathering.link.isUp, breaker });
    gathering.link.see(fact.body);
    if (told) gathering.alerts.push(this.#alert(account, fact, told.event, told.text));
  }

  /** A new day has begun: what the one before it brought. */
  #digest(account: ViewedAccount, fact: Fact): void {
    const gathering = this.#gathering(account);
    const ended = gathering.result.take(fact);
    if (!ended) return;
    const text = dayDigestText(account, ended);
    gathering.alerts.push(this.#alert(account, fact, 'day-digest', text));
  }

  #alert({ settings }: ViewedAccount, fact: Fact, event: AlertEvent, text: string): Alert {
    const { seq, time } = fact;
    const { name: account } = settings;
    const id = `${account}:${seq}:${event}`;
    return { id, account, head: headOf(settings), event, level: LEVEL_OF[event], time, text };
  }

  #put(alerts: readonly Alert[], mark?: readonly [string, number]): void {
    const now = this.#now();
    const { outbox, deliveries } = this.#parts;
    const messages = alerts.flatMap((alert) => this.#messages(alert, now));
    try {
      outbox.add(messages, now, mark);
    } catch (error) {
      // A full disk is what a person must hear of: told once, without the promise of the outbox.
      for (const { channel, alert, silent } of messages) {
        const delivery = deliveries.find((one) => one.channel.name === channel);
        if (alert.level === 'critical') delivery?.tryUnsaved({ ...alert, silent });
      }
      throw error;
    }
    if (messages.length === 0) return;
    const told = new Set(messages.map(({ channel }) => channel));
    for (const delivery of deliveries) if (told.has(delivery.channel.name)) delivery.wake();
  }

  #messages(alert: Alert, now: number): NewMessage[] {
    const { channels, quiet_hours: hours } = this.#parts.config;
    const { account, event, level } = alert;
    const fold = this.#gate.foldedInto(`${account}:${event}`, now);
    const quiet = hours && level !== 'critical' ? quietUntil(hours, now) : undefined;
    return channels.flatMap(({ name, events }) => {
      const how = events[event] ?? usualDelivery(event);
      if (how === 'off') return [];
      const id = fold ? `${account}:${event}:more:${fold.since}` : alert.id;
      const dueAt = Math.max(quiet ?? now, fold?.until ?? now);
      return {
        alert: { ...alert, id },
        channel: name,
        silent: how === 'silent',
        dueAt,
        folds: fold !== undefined,
      };
    });
  }

  /** Trading does not hear of a fault in here. */
  #guarded(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#parts.say(`alerts: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
