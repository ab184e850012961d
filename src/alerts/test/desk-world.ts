import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Fact, FactBody } from '../../agents/fact.ts';
import { accountSettings } from '../../config/account-settings.ts';
import { parseConfig } from '../../config/load-config.ts';
import type { Config } from '../../config/schema.ts';
import type { AccountName, UtcMs } from '../../market/units.ts';
import type { ViewedAccount } from '../../runtime/account-views.ts';
import { Replica } from '../../runtime/replica.ts';
import { AlertDesk } from '../alert-desk.ts';
import { Outbox } from '../outbox.ts';

/** An account in the house, told of facts as the house tells of them. */
export class DeskWorld {
  readonly account: ViewedAccount;
  desk: AlertDesk;
  outbox: Outbox;
  now = Date.parse('2026-01-06T12:00:00Z');
  readonly #config: Config;
  readonly #file: string;
  readonly #linkWithinMs: number | undefined;
  #seq = 0;

  constructor(alerts: string, linkWithinMs?: number) {
    this.#linkWithinMs = linkWithinMs;
    const yaml = `
alerts: ${alerts}
accounts: [{ name: main, mode: demo, currency: USD, symbols: [EURUSD], mt5: { login: 1, server: S } }]`;
    const loaded = parseConfig(yaml);
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
    this.#config = loaded.config;
    const [account] = loaded.config.accounts;
    if (!account) throw new Error('there is no account');
    const settings = accountSettings(account);
    const replica = new Replica(settings.currency, settings);
    this.account = { settings, instruments: new Map(), replica, speed: null };
    const folder = mkdtempSync(join(tmpdir(), 'kimi-alerts-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    this.#file = join(folder, 'alerts.sqlite');
    [this.outbox, this.desk] = this.#begin();
    onTestFinished(() => this.#end());
  }

  /** The account opens: what its journal's tail holds is handed over. */
  open(facts: readonly Fact[] = []): void {
    this.account.replica.state.seq = facts.at(-1)?.seq ?? this.account.replica.state.seq;
    this.desk.opened(this.account, facts);
  }

  fact(body: object): Fact {
    this.#seq += 1;
    const account = 'main' as AccountName;
    return { seq: this.#seq, account, time: this.now as UtcMs, body: body as FactBody };
  }

  /** A batch of facts happens. */
  happen(...bodies: readonly object[]): void {
    for (const body of bodies) {
      const fact = this.fact(body);
      this.desk.before(this.account, fact);
      this.account.replica.take(fact);
    }
    this.desk.folded(this.account);
  }

  /** The process ends without a word and another begins on the same file. */
  crash(): void {
    this.#end();
    [this.outbox, this.desk] = this.#begin();
  }

  /** What is in the outbox for a channel, oldest first. */
  messages(channel = 'it') {
    return this.outbox
      .list(1000)
      .filter((message) => message.channel === channel)
      .toReversed();
  }

  #end(): void {
    this.desk.close();
    this.outbox.close();
  }

  #begin(): [Outbox, AlertDesk] {
    const outbox = Outbox.open(this.#file);
    const desk = new AlertDesk({
      config: this.#config.alerts,
      outbox,
      deliveries: [],
      say: (line) => {
        throw new Error(line);
      },
      now: () => this.now,
      ...(this.#linkWithinMs === undefined ? {} : { linkWithinMs: this.#linkWithinMs }),
    });
    return [outbox, desk];
  }
}
