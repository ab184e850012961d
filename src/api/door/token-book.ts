import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { readJson, writeJson } from '../../runtime/state/json-file.ts';
import { tokenFile } from '../../runtime/state/state-folder.ts';
import { OWNER, SCOPES, type Grant, type Scope } from './grant.ts';
import { digestOf, type TokenKeeper } from './token-keeper.ts';

const tokenRecord = z.object({
  id: z.string(),
  name: z.string(),
  scope: z.enum(SCOPES),
  /** Of the secret, in hexadecimal; the secret itself is nowhere but with whom it was given to. */
  sha256: z.string(),
  createdAt: z.number(),
  expiresAt: z.number().optional(),
});
const tokenList = z.array(tokenRecord);
export type TokenRecord = Readonly<z.infer<typeof tokenRecord>>;

export type TokenChange<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly message: string };

export const TOKEN_NAME = /^[a-z][a-z0-9-]{0,31}$/;
const DAY_MS = 86_400_000;

/**
 * The tokens of a state folder: the owner's in the file `token`, and those made for others in
 * `tokens.json`, as digests only. Both files are looked at again whenever they have changed, so that
 * what another process writes holds at once.
 */
export class TokenBook implements TokenKeeper {
  readonly #ownerFile: string;
  readonly #listFile: string;
  readonly #now: () => number;
  #seen = '';
  /** Why the list cannot be read: then the owner's token alone is good, for it must stop everything. */
  #broken: Error | undefined;
  #records: readonly TokenRecord[] = [];
  readonly #byDigest = new Map<string, Grant & { readonly expiresAt?: number }>();

  constructor(folder: string, now: () => number = Date.now) {
    this.#ownerFile = tokenFile(folder);
    this.#listFile = join(folder, 'tokens.json');
    this.#now = now;
  }

  grantOf(secret: string): Grant | undefined {
    this.#look();
    const known = this.#byDigest.get(digestOf(secret).toString('hex'));
    if (known === undefined || this.#isOver(known)) return undefined;
    return { id: known.id, name: known.name, scope: known.scope };
  }

  isGood(id: string): boolean {
    this.#look();
    if (id === OWNER.id) return true;
    const record = this.#records.find((one) => one.id === id);
    return record !== undefined && !this.#isOver(record);
  }

  list(): readonly TokenRecord[] {
    this.#look();
    if (this.#broken) throw this.#broken;
    return this.#records;
  }

  /** A new token of 256 random bits; the secret is told once and kept nowhere. */
  create(name: string, scope: Scope, days?: number): TokenChange<string> {
    if (!TOKEN_NAME.test(name) || name === OWNER.name) {
      const message = `a name has small letters, digits and dashes, begins with a letter, and is not ${OWNER.name}`;
      return { ok: false, message };
    }
    if (this.list().some((one) => one.name === name)) {
      const message = `there is a token ${name} already: revoke it first, or choose another name`;
      return { ok: false, message };
    }
    const secret = randomBytes(32).toString('base64url');
    const record: TokenRecord = {
      id: randomBytes(6).toString('hex'),
      name,
      scope,
      sha256: digestOf(secret).toString('hex'),
      createdAt: this.#now(),
      ...(days === undefined ? {} : { expiresAt: this.#now() + days * DAY_MS }),
    };
    writeJson(this.#listFile, [...this.#records, record]);
    return { ok: true, value: secret };
  }

  /** From now on the token and all sessions opened with it are refused. The owner's is replaced. */
  revoke(name: string): TokenChange<string> {
    if (name === OWNER.name) {
      const next = `${this.#ownerFile}.new`;
      writeFileSync(next, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600 });
      renameSync(next, this.#ownerFile);
      return {
        ok: true,
        value: `the owner's token was replaced: the new one is in ${this.#ownerFile}`,
      };
    }
    const rest = this.list().filter((one) => one.name !== name && one.id !== name);
    if (rest.length === this.#records.length) {
      const names = [OWNER.name, ...this.#records.map((one) => one.name)].join(', ');
      return { ok: false, message: `there is no token ${name}; there are: ${names}` };
    }
    writeJson(this.#listFile, rest);
    return { ok: true, value: `the token ${name} is refused from now on` };
  }

  #isOver({ expiresAt }: { readonly expiresAt?: number | undefined }): boolean {
    return expiresAt !== undefined && expiresAt <= this.#now();
  }

  #look(): void {
    const seen = `${stampOf(this.#ownerFile)} ${stampOf(this.#listFile)}`;
    if (seen === this.#seen) return;
    this.#records = this.#read();
    this.#byDigest.clear();
    for (const { sha256, ...record } of this.#records) {
      const { id, name, scope, expiresAt } = record;
      this.#byDigest.set(sha256, {
        id,
        name,
        scope,
        ...(expiresAt === undefined ? {} : { expiresAt }),
      });
    }
    const owner = ownersToken(this.#ownerFile);
    if (owner !== undefined) this.#byDigest.set(digestOf(owner).toString('hex'), OWNER);
    this.#seen = seen;
  }

  #read(): readonly TokenRecord[] {
    this.#broken = undefined;
    try {
      return tokenList.parse(readJson(this.#listFile) ?? []);
    } catch (error) {
      const file = this.#listFile;
      const words = `${file} cannot be read: set it aside and create the tokens again`;
      this.#broken = new Error(words, { cause: error });
      return [];
    }
  }
}

/** Changes whenever a file does: it is replaced by another one, or written anew. */
function stampOf(file: string): string {
  const found = statSync(file, { throwIfNoEntry: false });
  return found === undefined ? 'none' : `${found.ino} ${found.mtimeMs} ${found.size}`;
}

function ownersToken(file: string): string | undefined {
  try {
    const text = readFileSync(file, 'utf8').trim();
    return text.length >= 32 ? text : undefined; // an empty one would let in whoever sends none
  } catch {
    return undefined;
  }
}
