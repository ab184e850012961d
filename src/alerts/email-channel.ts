import type { Transporter } from 'nodemailer';
import { type Channel, cut, type Outgoing, type SendOutcome, wholeText } from './channel.ts';
import { withoutSecrets } from './http-post.ts';

export interface EmailSettings {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  /** `tls` from the first byte, `starttls` or nothing, or `none` (a server on this machine). */
  readonly security: 'tls' | 'starttls' | 'none';
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly from: string;
  readonly to: readonly string[];
}

const SUBJECT_CHARACTERS = 120;
const PATIENCE_MS = 10_000;

/** Mail through a server of the user's own. */
export function emailChannel(settings: EmailSettings): Channel {
  const { name, host, port, security, user, password, from, to } = settings;
  const options = {
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    ...(user === undefined ? {} : { auth: { user, pass: password ?? '' } }),
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
    // Text of ours never names a file or an address to be fetched into a message.
    disableFileAccess: true,
    disableUrlAccess: true,
  };
  let transport: Promise<Transporter> | undefined;
  // Loaded with the first mail: the program is large, and few accounts send any.
  const opened = async (): Promise<Transporter> => {
    const { createTransport } = await import('nodemailer');
    return createTransport(options);
  };
  return {
    name,
    type: 'email',
    async send(message: Outgoing, signal: AbortSignal): Promise<SendOutcome> {
      const whole = wholeText(message);
      const mail = {
        from,
        to: [...to],
        subject: cut(whole.split(/[\r\n]/, 1)[0] ?? '', SUBJECT_CHARACTERS),
        text: `${whole}\n\n${new Date(message.time).toISOString()} · ${message.event}`,
        messageId: `<${message.id.replaceAll(/[^\w.-]/g, '.')}@kimi-agent>`,
        ...(message.silent ? { priority: 'low' as const } : {}),
        ...(message.level === 'critical' ? { priority: 'high' as const } : {}),
      };
      try {
        transport ??= opened();
        const sent = transport.then(async (open) => open.sendMail(mail));
        await Promise.race([sent, aborted(signal)]);
        return { ok: true };
      } catch (error) {
        return mailOutcome(error, [password ?? '']);
      }
    },
  };
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('no answer in time')), { once: true });
  });
}

/** A 5xx of a mail server is its last word on a message; on a login it can be put right. */
function mailOutcome(error: unknown, secrets: readonly string[]): SendOutcome {
  const words = error instanceof Error ? error.message : String(error);
  const { responseCode, code } = error as { responseCode?: number; code?: string };
  const isLastWord = responseCode !== undefined && responseCode >= 500 && code !== 'EAUTH';
  return {
    ok: false,
    retry: isLastWord ? 'never' : 'later',
    reason: withoutSecrets(words, secrets),
  };
}
