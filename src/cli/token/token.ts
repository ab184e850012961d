import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { CONTROL_FILE, ControlStore } from '../../api/control/control-store.ts';
import { OWNER, type Scope } from '../../api/door/grant.ts';
import { TokenBook, type TokenChange } from '../../api/door/token-book.ts';
import { tokenFile } from '../../runtime/state/state-folder.ts';
import { configuration } from '../configuration.ts';
import { CommandError } from '../exit-codes.ts';
import { tableText } from '../table.ts';

export interface FolderOptions {
  readonly config?: string;
  readonly state?: string;
}

export interface CreateOptions extends FolderOptions {
  readonly scope: Scope;
  readonly days?: number;
}

export interface ListOptions extends FolderOptions {
  readonly json?: boolean;
}

export function createToken(name: string, { scope, days, ...options }: CreateOptions): void {
  const book = bookOf(options);
  const secret = valueOf(book.create(name, scope, days));
  note(options, 'token create', { name, scope, days: days ?? null });
  process.stderr.write(`kimi-agent: the token ${name} (${scope}); it is not shown again:\n`);
  process.stdout.write(`${secret}\n`);
}

export function revokeToken(name: string, options: FolderOptions): void {
  const message = valueOf(bookOf(options).revoke(name));
  note(options, 'token revoke', { name });
  process.stdout.write(`${message}\n`);
}

export function listTokens({ json, ...options }: ListOptions): void {
  const records = bookOf(options).list();
  if (json === true) {
    const shown = records.map(({ sha256: _digest, ...rest }) => rest);
    process.stdout.write(`${JSON.stringify(shown, undefined, 1)}\n`);
    return;
  }
  const rows = [
    [OWNER.name, OWNER.scope, OWNER.id, 'at the first start', 'never'],
    ...records.map(({ name, scope, id, createdAt, expiresAt }) => [
      name,
      scope,
      id,
      dayOf(createdAt),
      expiresAt ? dayOf(expiresAt) : 'never',
    ]),
  ];
  const titles = ['name', 'scope', 'id', 'made', 'ends'];
  const columns = titles.map((title, at) => ({
    title,
    of: (row: readonly string[]) => row[at] ?? '',
  }));
  process.stdout.write(`${tableText(rows, columns)}\n`);
}

/** Who has the state folder has all rights; what is done with them is recorded like the API's. */
function note(options: FolderOptions, action: string, target: Record<string, unknown>): void {
  const store = new ControlStore(join(folderOf(options), CONTROL_FILE));
  const who = `command line, ${userInfo().username}`;
  const entry = { time: Date.now(), who, scope: 'admin', source: 'this machine', action, target };
  store.end(store.begin(entry), { status: 200, result: 'done', detail: '' });
  store.close();
}

function folderOf({ config, state }: FolderOptions): string {
  return state ?? configuration(config).state_dir;
}

function bookOf(options: FolderOptions): TokenBook {
  const folder = folderOf(options);
  if (!existsSync(tokenFile(folder))) {
    throw new CommandError(`No program has run on the state folder ${folder} yet: npm start`);
  }
  const book = new TokenBook(folder);
  try {
    book.list();
  } catch (error) {
    throw new CommandError(messageOf(error));
  }
  return book;
}

function valueOf(change: TokenChange<string>): string {
  if (change.ok) return change.value;
  throw new CommandError(change.message);
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
