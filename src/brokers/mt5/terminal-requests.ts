import type { z } from 'zod';
import type { FlatMessage } from './flat-message.ts';
import type { Answer } from './wire/messages.ts';
import { firstIssue } from './wire/read-message.ts';

/** What became of a request: its answer, or why there is none. */
export type Asked<Part> =
  | { readonly ok: true; readonly parts: readonly Part[] }
  | {
      readonly ok: false;
      /** Of the protocol; `E_LINK` when the link ended first, `E_DEADLINE` when no answer came. */
      readonly code: string;
      readonly why: string;
      /** What a refusal holds, where it holds what an answer would. */
      readonly part?: Part;
    };

interface Waiting {
  readonly schema: z.ZodType;
  readonly parts: unknown[];
  readonly trade: boolean;
  readonly until: number;
  readonly done: (asked: Asked<unknown>) => void;
}

/** More than this may not wait at once: a terminal that answers nothing is not asked without end. */
const MOST_WAITING = 1_000;

/** The questions of one connection that wait for their answers. */
export class TerminalRequests {
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;

  /** Is a trade request on its way, during which a terminal is silent? */
  get tradeWaits(): boolean {
    for (const { trade } of this.#waiting.values()) if (trade) return true;
    return false;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  /** Number a question and send it; `done` is called once, whatever comes. */
  ask<Part>(
    question: FlatMessage,
    schema: z.ZodType<Part>,
    { patienceMs, trade = false }: { readonly patienceMs: number; readonly trade?: boolean },
    send: (message: FlatMessage) => boolean,
    done: (asked: Asked<Part>) => void,
  ): void {
    if (this.#waiting.size >= MOST_WAITING) {
      return done({ ok: false, code: 'E_OVERFLOW', why: `${MOST_WAITING} questions wait already` });
    }
    this.#lastId += 1;
    const id = this.#lastId;
    const until = performance.now() + patienceMs;
    // The schema of this very entry reads what `done` is given.
    const told = done as (asked: Asked<unknown>) => void;
    this.#waiting.set(id, { schema, parts: [], trade, until, done: told });
    if (!send({ ...question, id })) this.#finish(id, noLink('the link ended'));
  }

  /** Take an answer in; what is wrong with it, in words, or undefined. */
  take(answer: Answer): string | undefined {
    const waiting = this.#waiting.get(answer.id);
    if (!waiting) {
      if (answer.id > this.#lastId) return `res ${answer.id} answers what was never asked`;
      return undefined; // it came too late, and was given up
    }
    const read = waiting.schema.safeParse(answer);
    if (!answer.ok) {
      const { code = 'E_REFUSED', why = 'without a reason' } = answer;
      const part = read.success ? { part: read.data } : {};
      this.#finish(answer.id, { ok: false, code, why, ...part });
      return undefined;
    }
    if (!read.success) {
      const defect = `res ${answer.id}: ${firstIssue(read.error)}`;
      this.#finish(answer.id, { ok: false, code: 'E_FIELD', why: defect });
      return defect;
    }
    const { part = 0, last = true } = answer;
    if (part !== waiting.parts.length) {
      const defect = `res ${answer.id}: part ${part} came after ${waiting.parts.length} parts`;
      this.#finish(answer.id, { ok: false, code: 'E_FIELD', why: defect });
      return defect;
    }
    waiting.parts.push(read.data);
    if (last) this.#finish(answer.id, { ok: true, parts: waiting.parts });
    return undefined;
  }

  /** Give up what has waited too long. */
  look(now: number): void {
    for (const [id, { until }] of this.#waiting) {
      if (now < until) continue;
      this.#finish(id, {
        ok: false,
        code: 'E_DEADLINE',
        why: 'the terminal did not answer in time',
      });
    }
  }

  /** The connection is gone, and with it every answer. */
  endAll(why: string): void {
    for (const id of this.#waiting.keys()) this.#finish(id, noLink(why));
  }

  #finish(id: number, asked: Asked<unknown>): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    waiting?.done(asked);
  }
}

function noLink(why: string): Asked<never> {
  return { ok: false, code: 'E_LINK', why };
}
