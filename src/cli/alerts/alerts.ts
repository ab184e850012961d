import { existsSync } from 'node:fs';
import { outboxFile } from '../../alerts/alerts.ts';
import { headOf } from '../../alerts/account-words.ts';
import { openChannel } from '../../alerts/channels.ts';
import { Outbox, type ListedMessage } from '../../alerts/outbox.ts';
import type { SendOutcome } from '../../alerts/channel.ts';
import { meantHint } from '../../market/nearest-name.ts';
import type { Config } from '../../config/schema.ts';
import { environmentWithFile } from '../../config/secrets.ts';
import { configuration } from '../configuration.ts';
import { CommandError, EXIT } from '../exit-codes.ts';
import { sayJson, utcWords } from '../panel/panel-words.ts';
import { tableText, type Column } from '../table.ts';

export interface AlertsOptions {
  readonly config?: string;
  readonly state?: string;
  readonly json?: boolean;
}

export interface ListOptions extends AlertsOptions {
  readonly limit: number;
}

const TEST_WITHIN_MS = 15_000;

interface Tried {
  readonly channel: string;
  readonly type: string;
  readonly outcome: SendOutcome;
}

/** Send a message through one channel, or each. */
export async function testAlerts(name: string | undefined, options: AlertsOptions): Promise<void> {
  const config = configuration(options.config);
  const tried = await Promise.all(chosen(config, name).map((one) => tryOut(config, one)));
  const failed = tried.filter(({ outcome }) => !outcome.ok);
  if (options.json === true) {
    sayJson({
      success: failed.length === 0,
      channels: tried.map(({ channel, type, outcome }) => ({
        channel,
        type,
        sent: outcome.ok,
        ...(outcome.ok ? {} : { reason: outcome.reason }),
      })),
    });
  } else process.stdout.write(`${tried.map(lineOf).join('\n')}\n`);
  if (failed.length === 0) return;
  throw new CommandError(`${failed.length} of ${tried.length} channels failed`, EXIT.failed);
}

type ChannelConfig = Config['alerts']['channels'][number];

function chosen({ alerts }: Config, name: string | undefined): readonly ChannelConfig[] {
  const { channels } = alerts;
  if (channels.length === 0) {
    throw new CommandError(
      'The configuration has no channel: write alerts.channels. docs/alerts.md has an example of each.',
    );
  }
  if (name === undefined) return channels;
  const found = channels.filter((channel) => channel.name === name);
  if (found.length > 0) return found;
  const names = channels.map((channel) => channel.name);
  const hint = meantHint(name, names);
  throw new CommandError(`There is no channel ${name}.${hint} Known are ${names.join(', ')}.`);
}

async function tryOut({ accounts }: Config, config: ChannelConfig): Promise<Tried> {
  const { name, type } = config;
  const opened = openChannel(config, environmentWithFile(process.env, process.cwd()));
  if (!opened.ok) throw new CommandError(opened.message);
  const now = Date.now();
  const outcome = await opened.channel.send(
    {
      id: `test:${name}:${now}`,
      head: accounts.map(headOf).join(', '),
      text: 'This is a test of kimi-agent: messages reach you here.',
      event: 'started',
      level: 'info',
      account: 'program',
      time: now,
      silent: false,
    },
    AbortSignal.timeout(TEST_WITHIN_MS),
  );
  return { channel: name, type, outcome };
}

function lineOf({ channel, type, outcome }: Tried): string {
  return `${channel} (${type}): ${outcome.ok ? 'sent' : `FAILED: ${outcome.reason}`}`;
}

/** Show the outbox. */
export function listAlerts(options: ListOptions): void {
  const folder = options.state ?? configuration(options.config).state_dir;
  // "No message" of a folder that was misspelt would let one believe that all is quiet.
  if (!existsSync(folder)) {
    throw new CommandError(`There is no state folder ${folder}: --state DIR`);
  }
  const file = outboxFile(folder);
  const messages = existsSync(file) ? listed(file, options.limit) : [];
  if (options.json === true) return sayJson({ success: true, messages });
  const columns: Column<ListedMessage>[] = [
    { title: 'made (UTC)', of: ({ createdAt }) => utcWords(createdAt) },
    { title: 'channel', of: ({ channel }) => channel },
    { title: 'state', of: ({ state }) => state },
    { title: 'tries', right: true, of: ({ attempts }) => String(attempts) },
    { title: 'event', of: ({ event }) => event },
    { title: 'message', of: ({ head, text, more }) => wordsOf(head, text, more) },
    { title: 'why not', of: ({ error }) => error },
  ];
  const none = `No message has been made in ${folder} yet.`;
  process.stdout.write(`${messages.length === 0 ? none : tableText(messages, columns)}\n`);
}

function listed(file: string, limit: number): readonly ListedMessage[] {
  const outbox = Outbox.open(file);
  try {
    return outbox.list(limit);
  } finally {
    outbox.close();
  }
}

function wordsOf(head: string, text: string, more: number): string {
  const first = text.split('\n', 1)[0] ?? '';
  return `${head}: ${more > 0 ? `${more} more like this, the last: ` : ''}${first}`;
}
