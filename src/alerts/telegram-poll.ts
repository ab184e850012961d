import * as z from 'zod';
import { faultWords, withoutSecrets } from './http-post.ts';
import { telegramMessage, type TelegramSettings } from './telegram-channel.ts';
import type { TelegramCommands } from './telegram-commands.ts';

/** One call waits so long at Telegram's for something to come. */
const POLL_SECONDS = 25;
const PATIENCE_MS = 10_000;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;
/** A command that was on its way for longer is not obeyed: who sent it expects nothing any more. */
const FRESH_S = 120;

const update = z.object({
  update_id: z.number().int(),
  message: z
    .object({
      date: z.number(),
      chat: z.object({ id: z.number() }),
      from: z.object({ id: z.number() }).optional(),
      text: z.string().optional(),
    })
    .optional(),
});
const updates = z.object({ ok: z.literal(true), result: z.array(update) });
type Update = z.output<typeof update>;

export interface PollParts {
  readonly commands: TelegramCommands;
  /** The newest update that was taken; kept over a restart, so that no command is obeyed twice. */
  readonly offset: { get(): number; set(offset: number): void };
  readonly say: (line: string) => void;
  readonly pollSeconds?: number;
  readonly firstPauseMs?: number;
}

/** Asks Telegram for what was written to the bot, and answers allowed chats. Others are counted. */
export class TelegramPoll {
  readonly #settings: TelegramSettings;
  readonly #parts: PollParts;
  readonly #ended = new AbortController();
  #strangers = 0;
  #loop: Promise<void> | undefined;

  constructor(settings: TelegramSettings, parts: PollParts) {
    this.#settings = settings;
    this.#parts = parts;
  }

  /** Messages of chats that are not allowed; they are ignored. */
  get strangers(): number {
    return this.#strangers;
  }

  start(): void {
    this.#loop ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#ended.abort();
    await this.#loop;
  }

  async #run(): Promise<void> {
    const { firstPauseMs = FIRST_PAUSE_MS } = this.#parts;
    let pause = firstPauseMs;
    while (!this.#ended.signal.aborted) {
      const found = await this.#poll();
      if (found === undefined) {
        await this.#wait(pause);
        pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
        continue;
      }
      if (pause > firstPauseMs) this.#parts.say('alerts: Telegram answers again');
      pause = firstPauseMs;
      for (const one of found) await this.#take(one);
    }
  }

  async #poll(): Promise<readonly Update[] | undefined> {
    const { apiRoot, token } = this.#settings;
    const { pollSeconds = POLL_SECONDS, offset, say } = this.#parts;
    const query = new URLSearchParams({
      offset: String(offset.get()),
      timeout: String(pollSeconds),
      allowed_updates: '["message"]',
    });
    const signal = AbortSignal.any([
      this.#ended.signal,
      AbortSignal.timeout(pollSeconds * 1000 + PATIENCE_MS),
    ]);
    try {
      const response = await fetch(`${apiRoot}/bot${token}/getUpdates?${query.toString()}`, {
        signal,
        redirect: 'manual',
      });
      const parsed = updates.safeParse(await response.json());
      if (response.ok && parsed.success) return parsed.data.result;
      say(`alerts: Telegram answered ${response.status} to a poll`);
    } catch (error) {
      if (!this.#ended.signal.aborted) {
        say(`alerts: no poll of Telegram: ${withoutSecrets(faultWords(error), [token])}`);
      }
    }
    return undefined;
  }

  async #take({ update_id: id, message }: Update): Promise<void> {
    const { commands, offset } = this.#parts;
    // Noted before it is obeyed: a command may be lost by a crash, and never done twice.
    offset.set(id + 1);
    if (!message?.text) return;
    const { chat, from, text, date } = message;
    if (!this.#settings.chatIds.includes(chat.id)) {
      this.#strangers += 1;
      return;
    }
    const age = Date.now() / 1000 - date;
    const answer =
      age > FRESH_S
        ? await commands.answer({ chat: chat.id, from: 0, text: '/help' }).then((help) => {
            return `Your message was on its way for ${Math.round(age)} s and was NOT obeyed.\n${help}`;
          })
        : await commands.answer({ chat: chat.id, from: from?.id ?? chat.id, text });
    const signal = AbortSignal.timeout(PATIENCE_MS);
    await telegramMessage(this.#settings, chat.id, answer, { silent: false, signal });
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      const end = (): void => {
        clearTimeout(timer);
        resolve();
      };
      this.#ended.signal.addEventListener('abort', end, { once: true });
    });
  }
}
