import type { ChannelConfig } from '../config/alert-fields.ts';
import { channelVariable, secretNamed, type Environment } from '../config/secrets.ts';
import type { Channel } from './channel.ts';
import { discordChannel, slackChannel, webhookChannel } from './chat-channels.ts';
import { emailChannel } from './email-channel.ts';
import { telegramChannel, type TelegramSettings } from './telegram-channel.ts';

export type OpenedChannel =
  | { readonly ok: true; readonly channel: Channel; readonly telegram?: TelegramSettings }
  | { readonly ok: false; readonly message: string };

/** What each kind of channel keeps secret. */
const SECRET_OF: Readonly<Record<ChannelConfig['type'], string>> = {
  telegram: "the bot's token, as BotFather gave it",
  discord: 'the whole address of the webhook',
  slack: 'the whole address of the webhook',
  email: 'the password of the mail account',
  webhook: 'a long random text that the receiver knows too, for the signature',
};

/** A channel as it is configured, with its secret from the environment or a secret file. */
export function openChannel(config: ChannelConfig, environment: Environment): OpenedChannel {
  const { name, type } = config;
  const variable = channelVariable(name);
  const found = secretNamed(environment, variable);
  if (!found.ok) return { ok: false, message: `alerts: ${found.message}` };
  const secret = found.secret;
  const needsNone = type === 'email' && config.user === undefined;
  if (secret === undefined && !needsNone) {
    const message =
      `alerts: channel ${name} (${type}) needs its secret, ${SECRET_OF[type]}: set ${variable} in the ` +
      `environment or in .env, or ${variable}_FILE to a file that holds it`;
    return { ok: false, message };
  }
  return build(config, secret ?? '', variable);
}

function build(config: ChannelConfig, secret: string, variable: string): OpenedChannel {
  const { name, type } = config;
  switch (type) {
    case 'telegram': {
      const { api_root: apiRoot, chat_ids: chatIds = [] } = config;
      const telegram = { name, apiRoot, token: secret, chatIds };
      return { ok: true, channel: telegramChannel(telegram), telegram };
    }
    case 'discord':
    case 'slack': {
      if (!URL.canParse(secret)) {
        return { ok: false, message: `alerts: ${variable} holds no address (https://…)` };
      }
      const channel =
        type === 'discord' ? discordChannel(name, secret) : slackChannel(name, secret);
      return { ok: true, channel };
    }
    case 'webhook':
      return { ok: true, channel: webhookChannel(name, config.url ?? '', secret) };
    case 'email': {
      const { host = '', port, security, user, from = '', to = [] } = config;
      const password = user === undefined ? undefined : secret;
      const settings = { name, host, port, security, user, password, from, to };
      return { ok: true, channel: emailChannel(settings) };
    }
  }
}
