import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import type { Alert } from './alert.ts';

/** A message to one channel, as it waits or as it was sent. */
export interface Message extends Alert {
  readonly channel: string;
  readonly silent: boolean;
  /** Others that were alike and are told with this one. */
  readonly more: number;
  readonly attempts: number;
  readonly createdAt: number;
}

export interface ListedMessage extends Message {
  readonly state: 'waiting' | 'sent' | 'failed';
  readonly dueAt: number;
  /** Why the last try failed; empty when none did. */
  readonly error: string;
}

export interface NewMessage {
  readonly alert: Alert;
  readonly channel: string;
  readonly silent: boolean;
  readonly dueAt: number;
  /** It stands for others: with each of the same id one more is counted. */
  readonly folds: boolean;
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS messages (
    id TEXT NOT NULL, channel TEXT NOT NULL, head TEXT NOT NULL, account TEXT NOT NULL,
    event TEXT NOT NULL, level TEXT NOT NULL, time INTEGER NOT NULL, text TEXT NOT NULL,
    silent INTEGER NOT NULL, more INTEGER NOT NULL, attempts INTEGER NOT NULL,
    created INTEGER NOT NULL, due INTEGER NOT NULL, state TEXT NOT NULL, error TEXT NOT NULL,
    PRIMARY KEY (id, channel)
  ) STRICT;
  CREATE INDEX IF NOT EXISTS waiting ON messages (channel, created) WHERE state = 'waiting';
  CREATE TABLE IF NOT EXISTS marks (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;`;

/**
 * Messages that wait to be sent, in a SQLite file of their own: what is in it outlives a restart. A
 * message is marked as sent after its receiver has taken it, so after a crash it may go out again,
 * under the same id.
 */
export class Outbox {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  private constructor(database: DatabaseSync) {
    this.#database = database;
  }

  static open(file: string): Outbox {
    const database = new DatabaseSync(file);
    try {
      database.exec('PRAGMA busy_timeout = 2000; PRAGMA journal_mode = WAL');
      database.exec(`PRAGMA synchronous = NORMAL; ${SCHEMA}`);
    } catch (error) {
      database.close();
      throw error;
    }
    return new Outbox(database);
  }

  /** Put messages in, and note how far the facts of an account were read, both or neither. */
  add(messages: readonly NewMessage[], now: number, mark?: readonly [string, number]): void {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      for (const message of messages) this.#insert(message, now);
      if (mark) this.setMark(...mark);
      this.#database.exec('COMMIT');
    } catch (error) {
      this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  /** Waiting messages of a channel that are due, oldest first. */
  due(channel: string, now: number, limit: number): Message[] {
    const sql = `SELECT * FROM messages WHERE state = 'waiting' AND channel = ? AND due <= ?
      ORDER BY created, rowid LIMIT ?`;
    return this.#all(sql, channel, now, limit).map(messageOf);
  }

  /** When the next message of a channel is due; undefined when none waits. */
  nextDue(channel: string): number | undefined {
    const sql = `SELECT min(due) AS due FROM messages WHERE state = 'waiting' AND channel = ?`;
    const due = this.#all(sql, channel)[0]?.['due'];
    return due === null || due === undefined ? undefined : Number(due);
  }

  sent(messages: readonly Message[]): void {
    for (const { id, channel } of messages) {
      this.#run(
        `UPDATE messages SET state = 'sent', error = '', attempts = attempts + 1
        WHERE id = ? AND channel = ?`,
        id,
        channel,
      );
    }
  }

  /** It was not taken, and is tried again or given up. */
  refused(messages: readonly Message[], error: string, state: 'waiting' | 'failed'): void {
    for (const { id, channel } of messages) {
      this.#run(
        `UPDATE messages SET state = ?, error = ?, attempts = attempts + 1
        WHERE id = ? AND channel = ?`,
        state,
        error,
        id,
        channel,
      );
    }
  }

  /** Newest first. */
  list(limit: number): ListedMessage[] {
    const rows = this.#all(
      'SELECT * FROM messages ORDER BY created DESC, rowid DESC LIMIT ?',
      limit,
    );
    return rows.map((row) => ({
      ...messageOf(row),
      state: String(row['state']) as ListedMessage['state'],
      dueAt: Number(row['due']),
      error: String(row['error']),
    }));
  }

  mark(name: string): number | undefined {
    const value = this.#all('SELECT value FROM marks WHERE name = ?', name)[0]?.['value'];
    return value === undefined ? undefined : Number(value);
  }

  setMark(name: string, value: number): void {
    this.#run('INSERT OR REPLACE INTO marks (name, value) VALUES (?, ?)', name, value);
  }

  /** Forget what was sent, or given up, and made before an instant. */
  forgetBefore(time: number): void {
    this.#run(`DELETE FROM messages WHERE state <> 'waiting' AND created < ?`, time);
  }

  close(): void {
    this.#database.close();
  }

  #insert({ alert, channel, silent, dueAt, folds }: NewMessage, now: number): void {
    const { id, head, account, event, level, time, text } = alert;
    this.#run(
      `INSERT INTO messages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, 'waiting', '')
      ON CONFLICT (id, channel) DO ${
        folds
          ? "UPDATE SET more = more + 1, text = excluded.text WHERE state = 'waiting'"
          : 'NOTHING'
      }`,
      id,
      channel,
      head,
      account,
      event,
      level,
      time,
      text,
      silent ? 1 : 0,
      folds ? 1 : 0,
      now,
      dueAt,
    );
  }

  #all(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#statement(sql).all(...values);
  }

  #run(sql: string, ...values: SQLInputValue[]): void {
    this.#statement(sql).run(...values);
  }

  #statement(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known) return known;
    const fresh = this.#database.prepare(sql);
    this.#statements.set(sql, fresh);
    return fresh;
  }
}

type Row = ReturnType<StatementSync['all']>[number];

function messageOf(row: Row): Message {
  return {
    id: String(row['id']),
    channel: String(row['channel']),
    head: String(row['head']),
    account: String(row['account']),
    event: String(row['event']) as Message['event'],
    level: String(row['level']) as Message['level'],
    time: Number(row['time']),
    text: String(row['text']),
    silent: Number(row['silent']) === 1,
    more: Number(row['more']),
    attempts: Number(row['attempts']),
    createdAt: Number(row['created']),
  };
}
