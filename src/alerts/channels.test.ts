import { describe, expect, it } from 'vitest';
import { parseConfig } from '../config/load-config.ts';
import type { ChannelConfig } from '../config/alert-fields.ts';
import type { Channel, Outgoing } from './channel.ts';
import { openChannel } from './channels.ts';
import { signatureOf } from './chat-channels.ts';
import { MailServer } from './test/mail-server.ts';
import { StandIn } from './test/stand-in.ts';

const SECRET = '123:secret-of-the-bot';

const MESSAGE: Outgoing = {
  id: 'main:7:breaker-tripped',
  head: 'DEMO main',
  text: 'Circuit breaker tripped: <@everyone> & _more_',
  event: 'breaker-tripped',
  level: 'critical',
  account: 'main',
  time: 1_767_700_800_000,
  silent: false,
};
const WHOLE = `DEMO main: CRITICAL ${MESSAGE.text}`;

/** A channel as its YAML describes it. */
function configured(yaml: string): ChannelConfig {
  const loaded = parseConfig(`alerts: { channels: [{ name: it, ${yaml} }] }`);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const [channel] = loaded.config.alerts.channels;
  if (!channel) throw new Error('there is no channel');
  return channel;
}

function opened(yaml: string, secret = SECRET): Channel {
  const found = openChannel(configured(yaml), { KIMI_ALERT_IT: secret });
  if (!found.ok) throw new Error(found.message);
  return found.channel;
}

const soon = (): AbortSignal => AbortSignal.timeout(2_000);

describe('Telegram', () => {
  it('writes plain text to every chat, silently when it should', async () => {
    const service = await StandIn.open();
    const channel = opened(`type: telegram, chat_ids: [5, -9], api_root: '${service.url}'`);
    expect(await channel.send({ ...MESSAGE, silent: true }, soon())).toEqual({ ok: true });
    expect(service.received.map(({ path }) => path)).toEqual(
      [1, 2].map(() => `/bot${SECRET}/sendMessage`),
    );
    expect(service.bodies()).toMatchObject([
      { chat_id: 5, text: WHOLE, disable_notification: true },
      { chat_id: -9, text: WHOLE, disable_notification: true },
    ]);
    expect(service.bodies()[0]).not.toHaveProperty('parse_mode');
  });

  it('does not write twice to a chat that has it while another fails', async () => {
    const service = await StandIn.open();
    const channel = opened(`type: telegram, chat_ids: [5, 6], api_root: '${service.url}'`);
    service.replies.push({ status: 200 }, { status: 500 });
    expect(await channel.send(MESSAGE, soon())).toMatchObject({ ok: false, retry: 'later' });
    expect(await channel.send(MESSAGE, soon())).toEqual({ ok: true });
    expect(service.bodies().map(({ chat_id }) => chat_id)).toEqual([5, 6, 6]);
  });

  it('waits as long as it is asked to', async () => {
    const service = await StandIn.open();
    const channel = opened(`type: telegram, chat_ids: [5], api_root: '${service.url}'`);
    service.replies.push({ status: 429, body: '{"ok":false,"parameters":{"retry_after":31}}' });
    expect(await channel.send(MESSAGE, soon())).toMatchObject({ retry: 'later', afterMs: 31_000 });
  });

  it('never shows its token in a reason', async () => {
    const service = await StandIn.open();
    const channel = opened(`type: telegram, chat_ids: [5], api_root: '${service.url}'`);
    service.replies.push({ status: 404, body: `no /bot${SECRET}/sendMessage here` }, 'cut');
    for (const _try of [1, 2]) {
      const outcome = await channel.send(MESSAGE, soon());
      expect(outcome).toMatchObject({ ok: false, retry: 'later' });
      expect(JSON.stringify(outcome)).not.toContain(SECRET);
    }
  });
});

describe('Discord and Slack', () => {
  it('cannot be made to call people', async () => {
    const service = await StandIn.open();
    await opened('type: discord', `${service.url}/d`).send({ ...MESSAGE, silent: true }, soon());
    await opened('type: slack', `${service.url}/s`).send(MESSAGE, soon());
    expect(service.bodies()).toEqual([
      { content: WHOLE, allowed_mentions: { parse: [] }, flags: 4096 },
      { text: 'DEMO main: CRITICAL Circuit breaker tripped: &lt;@everyone&gt; &amp; _more_' },
    ]);
  });

  it('cut what is longer than they take', async () => {
    const service = await StandIn.open();
    await opened('type: discord', `${service.url}/d`).send(
      { ...MESSAGE, text: 'x'.repeat(5000) },
      soon(),
    );
    expect(String(service.bodies()[0]?.['content'])).toHaveLength(2000);
  });

  it('tell what may be tried again and what may not', async () => {
    const service = await StandIn.open();
    const channel = opened('type: slack', `${service.url}/s`);
    service.replies.push(
      { status: 400, body: 'invalid_payload' },
      { status: 403, body: 'invalid_token' },
      { status: 503, headers: { 'retry-after': '2' } },
      'hang',
    );
    const outcomes = [];
    for (let at = 0; at < 4; at += 1) {
      outcomes.push(await channel.send(MESSAGE, AbortSignal.timeout(300)));
    }
    expect(outcomes).toEqual([
      { ok: false, retry: 'never', reason: 'answered 400 invalid_payload' },
      { ok: false, retry: 'later', reason: 'answered 403 invalid_token' },
      { ok: false, retry: 'later', afterMs: 2000, reason: 'answered 503 {}' },
      { ok: false, retry: 'later', reason: 'no answer in time' },
    ]);
  });

  it('follow nobody to another address', async () => {
    const service = await StandIn.open();
    const other = await StandIn.open();
    service.replies.push({ status: 307, headers: { location: `${other.url}/d` } });
    const outcome = await opened('type: discord', `${service.url}/d`).send(MESSAGE, soon());
    expect(outcome.ok).toBe(false);
    expect(other.received).toEqual([]);
  });
});

describe('a webhook', () => {
  it('is signed over time and body, under a stable id', async () => {
    const service = await StandIn.open();
    const channel = opened(`type: webhook, url: '${service.url}/in'`);
    await channel.send(MESSAGE, soon());
    const [request] = service.received;
    if (!request) throw new Error('nothing came');
    const timestamp = String(request.headers['x-kimi-timestamp']);
    expect(Math.abs(Number(timestamp) - Date.now() / 1000)).toBeLessThan(5);
    expect(request.headers['x-kimi-signature']).toBe(signatureOf(SECRET, timestamp, request.body));
    expect(request.headers['idempotency-key']).toBe(MESSAGE.id);
    expect(JSON.parse(request.body)).toEqual({ ...MESSAGE, message: WHOLE });
  });

  it('has the signature that its documentation promises', () => {
    // printf '1767700800.{"a":1}' | openssl dgst -sha256 -hmac secret
    expect(signatureOf('secret', '1767700800', '{"a":1}')).toBe(
      'sha256=8070aaeeff385d724b4807e262d6a02912a1b1811ff2f7d5ec0342b3b2f5cf09',
    );
    expect(signatureOf('secret', '1', 'a')).not.toBe(signatureOf('secret', '2', 'a'));
  });
});

describe('e-mail', () => {
  const mail = (port: number): Channel =>
    opened(
      `type: email, host: 127.0.0.1, port: ${port}, security: none, from: a@example.org, to: [b@example.org]`,
    );

  it('is sent with mode and account in its subject, and a stable id', async () => {
    const server = await MailServer.open();
    const text = 'Closed\r\nBcc: c@example.org';
    expect(await mail(server.port).send({ ...MESSAGE, text }, soon())).toEqual({ ok: true });
    const [taken = ''] = server.taken;
    const [headers = '', body = ''] = taken.split('\r\n\r\n');
    expect(headers).toMatch(/^Subject: DEMO main: CRITICAL Closed$/m);
    expect(headers).toContain('Message-ID: <main.7.breaker-tripped@kimi-agent>');
    expect(headers).not.toContain('Bcc');
    expect(body).toContain('Bcc: c@example.org');
  });

  it('is tried again when the server is busy, and not when it refuses', async () => {
    const server = await MailServer.open();
    server.endings.push('busy', 'refuses', 'hangs');
    expect(await mail(server.port).send(MESSAGE, soon())).toMatchObject({ retry: 'later' });
    expect(await mail(server.port).send(MESSAGE, soon())).toMatchObject({ retry: 'never' });
    expect(await mail(server.port).send(MESSAGE, AbortSignal.timeout(300))).toEqual({
      ok: false,
      retry: 'later',
      reason: 'no answer in time',
    });
    expect(server.taken).toEqual([]);
  });

  it('waits for a server that is not there', async () => {
    const server = await MailServer.open();
    const { port } = server;
    await server.close();
    expect(await mail(port).send(MESSAGE, soon())).toMatchObject({ ok: false, retry: 'later' });
  });
});

describe('a channel without its secret', () => {
  it('is not opened, and the message says where it goes', () => {
    const found = openChannel(configured('type: telegram, chat_ids: [5]'), {});
    expect(found).toMatchObject({ ok: false });
    if (!found.ok) expect(found.message).toContain('KIMI_ALERT_IT');
  });
});
