import type { Channel, Outgoing, SendOutcome } from './channel.ts';
import type { Message, Outbox } from './outbox.ts';

/** A receiver that has not answered within this time has not taken the message. */
const SEND_WITHIN_MS = 15_000;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 15 * 60_000;
/** What could not be told for so long is no news any more. */
const GIVEN_UP_AFTER_MS = 3 * 24 * 3_600_000;
/** So many that waited together go out as one message. */
const TOGETHER = 6;
const TOGETHER_MOST = 30;

export interface DeliveryOptions {
  readonly now?: () => number;
  readonly sendWithinMs?: number;
  readonly firstPauseMs?: number;
  /** Told what a person should see who looks into the program's own output. */
  readonly say?: (line: string) => void;
}

/**
 * Carries the waiting messages of one channel out, oldest first, one at a time. While a receiver
 * fails, its messages wait in the outbox, and tries become rarer; other channels go on.
 */
export class Delivery {
  readonly channel: Channel;
  readonly #outbox: Outbox;
  readonly #now: () => number;
  readonly #sendWithinMs: number;
  readonly #firstPauseMs: number;
  readonly #say: (line: string) => void;
  #timer: NodeJS.Timeout | undefined;
  #working: Promise<void> | undefined;
  readonly #pauseMark: string;
  #pausedUntil: number;
  #failures = 0;
  #stopped = false;

  constructor(channel: Channel, outbox: Outbox, options: DeliveryOptions = {}) {
    this.channel = channel;
    this.#outbox = outbox;
    this.#now = options.now ?? Date.now;
    this.#sendWithinMs = options.sendWithinMs ?? SEND_WITHIN_MS;
    this.#firstPauseMs = options.firstPauseMs ?? FIRST_PAUSE_MS;
    this.#say = options.say ?? (() => {});
    this.#pauseMark = `pause:${channel.name}`;
    // What a receiver asked for holds over a restart.
    this.#pausedUntil = outbox.mark(this.#pauseMark) ?? 0;
  }

  /** There may be something to send. */
  wake(): void {
    if (this.#stopped || this.#working) return;
    clearTimeout(this.#timer);
    this.#working = this.#work().finally(() => {
      this.#working = undefined;
      this.#sleep();
    });
  }

  /** Try once to send what the outbox could not take. */
  tryUnsaved(message: Outgoing): void {
    void this.channel.send(message, AbortSignal.timeout(this.#sendWithinMs)).catch(() => {});
  }

  /** Send what is due, for so long at most; what is left stays in the outbox. */
  async stop(withinMs: number): Promise<void> {
    this.wake();
    const timer = new Promise<void>((resolve) => {
      setTimeout(resolve, withinMs).unref();
    });
    await Promise.race([this.#working, timer]);
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  /** Until nothing is due, or the receiver fails. */
  async #work(): Promise<void> {
    while (!this.#stopped && this.#now() >= this.#pausedUntil) {
      const messages = this.#next();
      if (messages.length === 0) return;
      const outcome = await this.#send(messages);
      if (this.#stopped && !outcome.ok) return;
      this.#settle(messages, outcome);
    }
  }

  #sleep(): void {
    if (this.#stopped) return;
    const due = this.#outbox.nextDue(this.channel.name);
    if (due === undefined) return;
    const wait = Math.max(due, this.#pausedUntil) - this.#now();
    this.#timer = setTimeout(() => this.wake(), Math.min(Math.max(wait, 10), 3_600_000));
    this.#timer.unref();
  }

  /** The oldest message, or many that waited so long together that they are told as one. */
  #next(): readonly Message[] {
    const { name } = this.channel;
    const due = this.#outbox.due(name, this.#now(), TOGETHER_MOST);
    const [first] = due;
    if (!first) return [];
    // What is critical is told for itself.
    const plain = due.filter(({ level }) => level !== 'critical');
    if (first.level === 'critical' || plain.length < TOGETHER || first.attempts > 0) return [first];
    return plain;
  }

  async #send(messages: readonly Message[]): Promise<SendOutcome> {
    const signal = AbortSignal.timeout(this.#sendWithinMs);
    try {
      return await this.channel.send(outgoing(messages), signal);
    } catch (error) {
      // A fault of ours in a channel must not end the delivery of the others.
      return { ok: false, retry: 'later', reason: error instanceof Error ? error.name : 'fault' };
    }
  }

  #settle(messages: readonly Message[], outcome: SendOutcome): void {
    const now = this.#now();
    if (outcome.ok) {
      if (this.#failures > 0) this.#say(`alerts: ${this.channel.name} takes messages again`);
      this.#failures = 0;
      this.#outbox.sent(messages);
      return;
    }
    const { reason, retry, afterMs } = outcome;
    if (retry === 'never') {
      this.#say(`alerts: ${this.channel.name} will never take ${messages[0]?.id}: ${reason}`);
      this.#outbox.refused(messages, reason, 'failed');
      return;
    }
    if (this.#failures === 0) this.#say(`alerts: ${this.channel.name} does not work: ${reason}`);
    this.#failures += 1;
    const doubled = this.#firstPauseMs * 2 ** Math.min(this.#failures - 1, 20);
    this.#pausedUntil = now + (afterMs ?? Math.min(doubled, LONGEST_PAUSE_MS));
    this.#outbox.setMark(this.#pauseMark, this.#pausedUntil);
    const tooOld = messages.filter(({ createdAt }) => now - createdAt > GIVEN_UP_AFTER_MS);
    const young = messages.filter((message) => !tooOld.includes(message));
    this.#outbox.refused(young, reason, 'waiting');
    this.#outbox.refused(tooOld, `${reason}; given up after three days`, 'failed');
  }
}

/** One message, or several under the first one's id. */
function outgoing(messages: readonly Message[]): Outgoing {
  const [first] = messages;
  if (!first) throw new RangeError('there is no message');
  const { id, head, event, level, account, time } = first;
  const silent = messages.every((message) => message.silent);
  const common = { id, event, level, account, time, silent };
  if (messages.length === 1) return { ...common, head, text: wordsOf(first) };
  const heads = [...new Set(messages.map((message) => message.head))];
  const lines = messages.map(
    (message) => `${clock(message.time)} ${message.head}: ${wordsOf(message)}`,
  );
  const text = `${messages.length} messages that waited:\n${lines.join('\n')}`;
  return { ...common, head: heads.join(', '), text };
}

function wordsOf({ text, more }: Message): string {
  return more === 0 ? text : `${more} more like this, the last: ${text}`;
}

function clock(time: number): string {
  return new Date(time).toISOString().slice(5, 16).replace('T', ' ');
}
