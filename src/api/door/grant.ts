/** What a token may do; each includes the ones before it. */
export const SCOPES = ['read', 'trade', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

/** Under which token a request, or the session it belongs to, was let in. */
export interface Grant {
  /** Of the token; `owner` is the one in the file `token` of the state folder. */
  readonly id: string;
  readonly name: string;
  readonly scope: Scope;
}

export const OWNER: Grant = { id: 'owner', name: 'owner', scope: 'admin' };

export function isEnough(scope: Scope, needed: Scope): boolean {
  return SCOPES.indexOf(scope) >= SCOPES.indexOf(needed);
}
