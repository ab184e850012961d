import { DatabaseSync } from 'node:sqlite';

/** Its name in the state folder. */
export const CONTROL_FILE = 'control.sqlite';

const AUDIT_KEPT = 100_000;
const KEYS_KEPT = 10_000;
/** Rows are cut so many at a time: not at each call. */
const CUT_EVERY = 500;

const TABLES = `
  CREATE TABLE IF NOT EXISTS audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    time INTEGER NOT NULL,
    who TEXT NOT NULL,
    scope TEXT NOT NULL,
    source TEXT NOT NULL,
    action TEXT NOT NULL,
    target TEXT NOT NULL,
    status INTEGER,
    result TEXT,
    detail TEXT
  ) STRICT;
  CREATE TABLE IF NOT EXISTS answers (
    key TEXT PRIMARY KEY,
    time INTEGER NOT NULL,
    fingerprint TEXT NOT NULL,
    status INTEGER,
    body TEXT
  ) STRICT`;

/** One control action: who did what, when, from where, and what came of it. */
export interface AuditEntry {
  readonly time: number;
  /** How it was let in and under which token, such as `page owner`. */
  readonly who: string;
  readonly scope: string;
  /** Address it came from. */
  readonly source: string;
  /** Method and pattern of the call, such as `POST /api/agents/stop/:symbol`. */
  readonly action: string;
  /** Parameters of the call. */
  readonly target: Readonly<Record<string, unknown>>;
}

export interface AuditResult {
  /** HTTP status of the answer. */
  readonly status: number;
  /** `done`, or the short name of the problem. */
  readonly result: string;
  readonly detail: string;
}

export interface AuditRow extends AuditEntry {
  readonly id: number;
  /** Null when the program ended before it was answered. */
  readonly status: number | null;
  readonly result: string | null;
  readonly detail: string | null;
}

/** What is known of an idempotency key: its first answer, or that there is none yet. */
export interface KeptAnswer {
  readonly fingerprint: string;
  readonly status: number | null;
  readonly body: string | null;
}

/**
 * What was done through the API, and how calls with an idempotency key were answered, in a file of
 * the state folder. On the disk before a command is handed in, so that a crash leaves a trace of it.
 */
export class ControlStore {
  readonly #database: DatabaseSync;
  #sinceCut = 0;

  /** `:memory:` keeps it for this process alone. */
  constructor(file: string) {
    this.#database = new DatabaseSync(file);
    this.#database.exec(
      `PRAGMA busy_timeout = 1000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; ${TABLES}`,
    );
  }

  begin({ time, who, scope, source, action, target }: AuditEntry): number {
    this.#cutNowAndThen();
    const { lastInsertRowid } = this.#database
      .prepare('INSERT INTO audit (time, who, scope, source, action, target) VALUES (?,?,?,?,?,?)')
      .run(time, who, scope, source, action, JSON.stringify(target));
    return Number(lastInsertRowid);
  }

  end(id: number, { status, result, detail }: AuditResult): void {
    this.#database
      .prepare('UPDATE audit SET status = ?, result = ?, detail = ? WHERE id = ?')
      .run(status, result, detail, id);
  }

  /** Newest first, older than `before` where that is given. */
  audit(limit: number, before?: number): AuditRow[] {
    const rows = this.#database
      .prepare('SELECT * FROM audit WHERE id < ? ORDER BY id DESC LIMIT ?')
      .all(before ?? Number.MAX_SAFE_INTEGER, limit);
    return rows.map((row) => ({
      ...(row as unknown as AuditRow),
      target: JSON.parse(String(row['target'])) as Record<string, unknown>,
    }));
  }

  /** Take a key for a call; what is known of it already when it is taken. */
  claim(key: string, fingerprint: string, time: number): KeptAnswer | undefined {
    const known = this.#database
      .prepare('SELECT fingerprint, status, body FROM answers WHERE key = ?')
      .get(key);
    if (known) return known as unknown as KeptAnswer;
    this.#database
      .prepare('INSERT INTO answers (key, time, fingerprint) VALUES (?, ?, ?)')
      .run(key, time, fingerprint);
    return undefined;
  }

  keep(key: string, status: number, body: string): void {
    this.#database
      .prepare('UPDATE answers SET status = ?, body = ? WHERE key = ?')
      .run(status, body, key);
  }

  close(): void {
    this.#database.close();
  }

  #cutNowAndThen(): void {
    this.#sinceCut += 1;
    if (this.#sinceCut < CUT_EVERY) return;
    this.#sinceCut = 0;
    this.#database.exec(
      `DELETE FROM audit WHERE id <= (SELECT max(id) FROM audit) - ${AUDIT_KEPT};
       DELETE FROM answers WHERE rowid NOT IN
         (SELECT rowid FROM answers ORDER BY time DESC LIMIT ${KEYS_KEPT})`,
    );
  }
}
