import { type Channel, cut, type Outgoing, type SendOutcome, wholeText } from './channel.ts';
import { postJson } from './http-post.ts';

export interface TelegramSettings {
  readonly name: string;
  /** `https://api.telegram.org`, or a server of one's own. */
  readonly apiRoot: string;
  readonly token: string;
  /** Chats that are written to, and whose commands are obeyed. */
  readonly chatIds: readonly number[];
}

const TELEGRAM_CHARACTERS = 4096;

/** A Telegram bot. Text goes out plain: nothing in it can become markup. */
export function telegramChannel(settings: TelegramSettings): Channel {
  const { name, chatIds } = settings;
  /** Chats that have taken a message of which others have not: they do not get it twice. */
  const taken = new Map<string, Set<number>>();
  return {
    name,
    type: 'telegram',
    async send(message: Outgoing, signal: AbortSignal): Promise<SendOutcome> {
      const done = taken.get(message.id) ?? new Set<number>();
      taken.set(message.id, done);
      for (const chat of chatIds.filter((id) => !done.has(id))) {
        const outcome = await telegramMessage(settings, chat, wholeText(message), {
          silent: message.silent,
          signal,
        });
        if (!outcome.ok && outcome.retry === 'later') return outcome;
        if (!outcome.ok && chatIds.length === 1) return outcome;
        done.add(chat);
      }
      taken.delete(message.id);
      return { ok: true };
    },
  };
}

/** Write to one chat. */
export function telegramMessage(
  { apiRoot, token }: Pick<TelegramSettings, 'apiRoot' | 'token'>,
  chat: number,
  text: string,
  { silent, signal }: { readonly silent: boolean; readonly signal: AbortSignal },
): Promise<SendOutcome> {
  const body = JSON.stringify({
    chat_id: chat,
    text: cut(text, TELEGRAM_CHARACTERS),
    disable_notification: silent,
    link_preview_options: { is_disabled: true },
  });
  return postJson({ url: `${apiRoot}/bot${token}/sendMessage`, body, secrets: [token] }, signal);
}
