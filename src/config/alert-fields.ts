import { z } from 'zod';
import { ALERT_EVENTS, DELIVERIES, type AlertEvent } from '../alerts/alert.ts';
import { parseClockRule } from '../market/clock-rule.ts';
import { parseDayStart } from '../risk/account-day.ts';
import { DEFAULT_ALERTS } from './defaults.ts';
import { blockField, choiceField, listField, textField, wholeField } from './fields.ts';

const CHANNEL_TYPES = ['telegram', 'discord', 'slack', 'email', 'webhook'] as const;
const SECURITIES = ['tls', 'starttls', 'none'] as const;

const addressField = textField('an address: https://…, or http:// to this machine', isSafeAddress);
const mailField = textField('a mail address', (text) => /^[^\s@<>"]+@[^\s@<>"]+$/.test(text));
const timeField = textField("a time from '00:00' to '23:59', in quotes", (text) => {
  return parseDayStart(text) !== undefined;
});

const eventFields = Object.fromEntries(
  ALERT_EVENTS.map((event) => [event, choiceField(DELIVERIES).optional()]),
) as Record<AlertEvent, z.ZodOptional<z.ZodEnum<{ on: 'on'; silent: 'silent'; off: 'off' }>>>;

const channelField = blockField({
  name: textField(
    'a name of small letters, digits and dashes, up to 32, beginning with a letter',
    (text) => /^[a-z][a-z0-9-]{0,31}$/.test(text),
  ),
  type: choiceField(CHANNEL_TYPES),
  events: blockField(eventFields).prefault({}),
  api_root: addressField.default(DEFAULT_ALERTS.telegram_api_root),
  chat_ids: listField(
    z.number({ error: 'a number' }).int({ error: 'a whole number' }),
    'numbers of chats',
  ).optional(),
  commands: z.boolean({ error: 'true or false' }).default(false),
  url: addressField.optional(),
  host: textField('the name of a mail server', (text) => /^[\w.:-]+$/.test(text)).optional(),
  port: wholeField({ from: 1, to: 65_535, unit: 'TCP port' }).default(DEFAULT_ALERTS.smtp_port),
  security: choiceField(SECURITIES).default('starttls'),
  user: textField('the name of the mail account', (text) => text !== '').optional(),
  from: mailField.optional(),
  to: listField(mailField, 'mail addresses').optional(),
});

export type ChannelConfig = z.output<typeof channelField>;

const quietField = blockField({
  zone: textField('an IANA zone such as Europe/London', (text) => {
    return parseClockRule(text) !== undefined;
  }),
  from: timeField,
  to: timeField,
});

export const alertsField = blockField({
  channels: z.array(channelField, { error: 'a list of channels' }).default([]),
  quiet_hours: quietField.optional(),
  alike_per_minute: wholeField({ from: 1, to: 1000, unit: 'messages that are alike' }).default(
    DEFAULT_ALERTS.alike_per_minute,
  ),
  heartbeat_minutes: wholeField({ from: 1, to: 1440, unit: 'minutes' }).default(
    DEFAULT_ALERTS.heartbeat_minutes,
  ),
}).prefault({});

export type AlertsConfig = z.output<typeof alertsField>;

/** Text on its way through a network is encrypted; to this machine itself it need not be. */
function isSafeAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  if (protocol === 'https:') return true;
  return protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}
