import type { z } from 'zod';
import type { RawMessage } from '../frame-codec.ts';
import { SCHEMAS, type Incoming, type MessageType } from './messages.ts';

/** A message as the protocol wants it, one of a type that nobody knows, or one that is wrong. */
export type ReadMessage =
  | { readonly kind: 'message'; readonly message: Incoming }
  | { readonly kind: 'unknown'; readonly type: string }
  | { readonly kind: 'defect'; readonly why: string };

/** Believe a message, or say why not. Unknown fields are dropped; null counts as missing. */
export function readMessage(raw: RawMessage): ReadMessage {
  const { t: type } = raw;
  if (typeof type !== 'string') return { kind: 'defect', why: 'a message has no type' };
  if (!Object.hasOwn(SCHEMAS, type)) return { kind: 'unknown', type: shown(type) };
  const read = SCHEMAS[type as MessageType].safeParse(withoutNulls(raw));
  if (!read.success) return { kind: 'defect', why: `${type}: ${firstIssue(read.error)}` };
  // The schema was chosen by the type that is put beside what it read.
  return { kind: 'message', message: { ...read.data, t: type } as Incoming };
}

/** What is wrong with a value, at which field. */
export function firstIssue({ issues }: z.ZodError): string {
  const [issue] = issues;
  if (!issue) return 'not as specified';
  const { path, message } = issue;
  return path.length === 0 ? message : `field ${path.join('.')}: ${message}`;
}

function withoutNulls(raw: RawMessage): RawMessage {
  if (!Object.values(raw).includes(null)) return raw;
  return Object.fromEntries(Object.entries(raw).filter(([, value]) => value !== null));
}

/** A stranger's word, safe to be logged. */
function shown(word: string): string {
  return JSON.stringify(word.slice(0, 32));
}
