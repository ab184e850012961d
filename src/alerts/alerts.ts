import { renameSync } from 'node:fs';
import { join } from 'node:path';
import type { ControlRoom } from '../api/control-room.ts';
import type { AlertsConfig } from '../config/alert-fields.ts';
import { HEARTBEAT_VARIABLE, secretNamed, type Environment } from '../config/secrets.ts';
import { headOf } from './account-words.ts';
import { AlertDesk } from './alert-desk.ts';
import { openChannel } from './channels.ts';
import { Delivery } from './delivery.ts';
import { Heartbeat } from './heartbeat.ts';
import { Outbox } from './outbox.ts';
import type { AlertEvent } from './alert.ts';
import { TelegramCommands } from './telegram-commands.ts';
import type { TelegramSettings } from './telegram-channel.ts';
import { TelegramPoll } from './telegram-poll.ts';

export interface AlertsStart {
  readonly config: AlertsConfig;
  /** Accounts of the program: what concerns it concerns them all. */
  readonly accounts: readonly { readonly name: string; readonly mode: string }[];
  /** The state folder. */
  readonly folder: string;
  readonly environment: Environment;
  readonly say: (line: string) => void;
}

export type OpenedAlerts =
  | { readonly ok: true; readonly alerts: Alerts }
  | { readonly ok: false; readonly message: string };

/** What is not sent when the program ends waits in the outbox for the next start. */
const LAST_WORDS_MS = 3_000;

export function outboxFile(folder: string): string {
  return join(folder, 'alerts.sqlite');
}

/** All that tells a person of trading when nobody looks: messages out, commands in, a heartbeat. */
export class Alerts {
  readonly desk: AlertDesk;
  readonly #start: AlertsStart;
  readonly #outbox: Outbox;
  readonly #deliveries: readonly Delivery[];
  readonly #telegrams: readonly TelegramSettings[];
  readonly #heartbeatUrl: string | undefined;
  readonly #ends: (() => void | Promise<void>)[] = [];

  private constructor(
    start: AlertsStart,
    parts: {
      readonly outbox: Outbox;
      readonly deliveries: readonly Delivery[];
      readonly telegrams: readonly TelegramSettings[];
      readonly heartbeatUrl: string | undefined;
    },
  ) {
    this.#start = start;
    this.#outbox = parts.outbox;
    this.#deliveries = parts.deliveries;
    this.#telegrams = parts.telegrams;
    this.#heartbeatUrl = parts.heartbeatUrl;
    const { config, say } = start;
    const { outbox, deliveries } = parts;
    this.desk = new AlertDesk({ config, outbox, deliveries, say });
  }

  /** Open every channel with its secret; one that cannot be opened is told, and none is. */
  static open(start: AlertsStart): OpenedAlerts {
    const { config, folder, environment, say } = start;
    const opened = config.channels.map((channel) => openChannel(channel, environment));
    const problems = opened.flatMap((one) => (one.ok ? [] : [one.message]));
    const heartbeat = secretNamed(environment, HEARTBEAT_VARIABLE);
    if (!heartbeat.ok) problems.push(`alerts: ${heartbeat.message}`);
    else if (heartbeat.secret !== undefined && !URL.canParse(heartbeat.secret)) {
      problems.push(`alerts: ${HEARTBEAT_VARIABLE} holds no address (https://…)`);
    }
    if (problems.length > 0) return { ok: false, message: problems.join('\n') };
    const outbox = openOutbox(folder, say);
    const deliveries = opened.flatMap((one) =>
      one.ok ? [new Delivery(one.channel, outbox, { say })] : [],
    );
    const wanted = new Set(config.channels.flatMap((one) => (one.commands ? [one.name] : [])));
    const telegrams = opened.flatMap((one) => {
      return one.ok && one.telegram && wanted.has(one.telegram.name) ? [one.telegram] : [];
    });
    const heartbeatUrl = heartbeat.ok ? heartbeat.secret : undefined;
    return { ok: true, alerts: new Alerts(start, { outbox, deliveries, telegrams, heartbeatUrl }) };
  }

  /** Begin to send what waits, to obey chats, and to beat. */
  begin(room: ControlRoom): void {
    const { config, say } = this.#start;
    for (const delivery of this.#deliveries) delivery.wake();
    for (const telegram of this.#telegrams) this.#poll(telegram, room);
    if (this.#heartbeatUrl === undefined) return;
    const heartbeat = new Heartbeat({
      url: this.#heartbeatUrl,
      everyMs: config.heartbeat_minutes * 60_000,
      isWell: () => room.accounts().every(({ state }) => state !== 'failed'),
      say,
    });
    heartbeat.start();
    this.#ends.push(() => heartbeat.stop());
  }

  /** Tell of something that concerns the whole program, and so every account. */
  raise(event: AlertEvent, text: string): void {
    const heads = this.#start.accounts.map(headOf);
    this.desk.raise({ account: 'program', head: heads.join(', '), event, text });
  }

  /** Sent messages stay so long, to be shown and to be known again. */
  forgetOlderThan(days: number): void {
    this.#outbox.forgetBefore(Date.now() - days * 86_400_000);
  }

  /** Send what can be sent in a few seconds, and end. */
  async stop(): Promise<void> {
    await Promise.all(this.#ends.map(async (end) => end()));
    await Promise.all(this.#deliveries.map((delivery) => delivery.stop(LAST_WORDS_MS)));
    this.desk.close();
    this.#outbox.close();
  }

  #poll(telegram: TelegramSettings, room: ControlRoom): void {
    const name = `telegram:${telegram.name}`;
    const poll = new TelegramPoll(telegram, {
      commands: new TelegramCommands(room),
      offset: {
        get: () => this.#outbox.mark(name) ?? 0,
        set: (offset) => this.#outbox.setMark(name, offset),
      },
      say: this.#start.say,
    });
    poll.start();
    this.#ends.push(() => poll.stop());
  }
}

/** A damaged outbox is set aside: a lost message must not keep the program from trading safely. */
function openOutbox(folder: string, say: (line: string) => void): Outbox {
  const file = outboxFile(folder);
  try {
    return Outbox.open(file);
  } catch (error) {
    const aside = `${file}.damaged-${Date.now()}`;
    const words = error instanceof Error ? error.message : String(error);
    renameSync(file, aside);
    say(`alerts: the outbox could not be read (${words}) and was set aside as ${aside}`);
    return Outbox.open(file);
  }
}
