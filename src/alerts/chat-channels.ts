import { createHmac } from 'node:crypto';
import { type Channel, cut, type Outgoing, type SendOutcome, wholeText } from './channel.ts';
import { postJson } from './http-post.ts';

const DISCORD_CHARACTERS = 2000;
const SLACK_CHARACTERS = 3000;
/** Discord's flag SUPPRESS_NOTIFICATIONS. */
const DISCORD_SILENT = 4096;

/** A Discord webhook; its address is its secret. */
export function discordChannel(name: string, url: string): Channel {
  return {
    name,
    type: 'discord',
    send(message: Outgoing, signal: AbortSignal): Promise<SendOutcome> {
      const body = JSON.stringify({
        content: cut(wholeText(message), DISCORD_CHARACTERS),
        // No text of ours can call people by name.
        allowed_mentions: { parse: [] },
        ...(message.silent ? { flags: DISCORD_SILENT } : {}),
      });
      return postJson({ url, body, secrets: [url] }, signal);
    },
  };
}

/** A Slack webhook; its address is its secret. Slack has no silent messages. */
export function slackChannel(name: string, url: string): Channel {
  return {
    name,
    type: 'slack',
    send(message: Outgoing, signal: AbortSignal): Promise<SendOutcome> {
      const escaped = cut(wholeText(message), SLACK_CHARACTERS)
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;');
      return postJson({ url, body: JSON.stringify({ text: escaped }), secrets: [url] }, signal);
    },
  };
}

/** Headers of a signed webhook; docs/alerts.md tells a receiver how to check them. */
export function signatureOf(secret: string, timestamp: string, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;
}

/** A receiver of the user's own. Each try is signed afresh, under the same id. */
export function webhookChannel(name: string, url: string, secret: string): Channel {
  return {
    name,
    type: 'webhook',
    send(message: Outgoing, signal: AbortSignal): Promise<SendOutcome> {
      const body = JSON.stringify({ ...message, message: wholeText(message) });
      const timestamp = String(Math.floor(Date.now() / 1000));
      const headers = {
        'idempotency-key': message.id,
        'x-kimi-timestamp': timestamp,
        'x-kimi-signature': signatureOf(secret, timestamp, body),
      };
      return postJson({ url, body, headers, secrets: [secret] }, signal);
    },
  };
}
