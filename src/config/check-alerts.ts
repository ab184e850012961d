import type { ChannelConfig } from './alert-fields.ts';
import type { ConfigProblem } from './problem.ts';

type Key = 'chat_ids' | 'url' | 'host' | 'user' | 'from' | 'to';

/** Keys that a kind of channel must have, and those that mean something to it beside them. */
const KEYS: Readonly<
  Record<ChannelConfig['type'], { needs: readonly Key[]; takes: readonly Key[] }>
> = {
  telegram: { needs: ['chat_ids'], takes: [] },
  discord: { needs: [], takes: [] },
  slack: { needs: [], takes: [] },
  email: { needs: ['host', 'from', 'to'], takes: ['user'] },
  webhook: { needs: ['url'], takes: [] },
};

const EVERY_KEY: readonly Key[] = ['chat_ids', 'url', 'host', 'user', 'from', 'to'];

/** What a channel of one kind must and must not say. */
export function channelProblems(channels: readonly ChannelConfig[]): readonly ConfigProblem[] {
  return channels.flatMap((channel, index) => {
    const at = `alerts.channels[${index}]`;
    const { needs, takes } = KEYS[channel.type];
    const isEmpty = (key: Key): boolean => {
      const value = channel[key];
      return value === undefined || (Array.isArray(value) && value.length === 0);
    };
    const missing = needs.filter(isEmpty).map((key) => ({
      key: `${at}.${key}`,
      found: 'nothing',
      allowed: `${key} of the channel, which is of type ${channel.type}`,
      mend: 'Write it; docs/alerts.md has an example of each type.',
    }));
    const strange = EVERY_KEY.filter((key) => !isEmpty(key) && ![...needs, ...takes].includes(key));
    const misplaced = strange.map((key) => ({
      key: `${at}.${key}`,
      found: `a key that means nothing to a channel of type ${channel.type}`,
      allowed: [...needs, ...takes].join(', ') || 'none of its kind',
      mend: key === 'url' ? 'Its address is a secret: set it in the environment.' : 'Remove it.',
    }));
    const same = channels.slice(0, index).some(({ name }) => name === channel.name);
    const doubled = {
      key: `${at}.name`,
      found: `${channel.name}, which a channel above has too`,
      allowed: 'a name of its own',
      mend: 'Write another name; secrets are found by it.',
    };
    return [...missing, ...misplaced, ...(same ? [doubled] : []), ...plainMail(channel, at)];
  });
}

/** A password goes over an open line to this machine alone. */
function plainMail({ type, security, user, host }: ChannelConfig, at: string): ConfigProblem[] {
  const isHere = ['localhost', '127.0.0.1', '::1'].includes(host ?? '');
  if (type !== 'email' || security !== 'none' || isHere || user === undefined) return [];
  return [
    {
      key: `${at}.security`,
      found: 'none, with a user whose password anybody on the way could read',
      allowed: 'starttls or tls',
      mend: 'Write starttls (usually port 587) or tls (port 465).',
    },
  ];
}
