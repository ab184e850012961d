import { openChannel } from '../../alerts/channels.ts';
import { HEARTBEAT_VARIABLE, secretNamed } from '../../config/secrets.ts';
import { failing, notChecked, ok, warning, type Finding } from './finding.ts';
import { tradesAtBroker, type Ground } from './ground.ts';

const ALERTS = { group: 'alerts', item: 'channels' } as const;
const HEARTBEAT = { group: 'alerts', item: 'heartbeat' } as const;

/** Would a person hear of trouble? Nothing is sent: `alerts test` does that. */
export function alertsCheck(ground: Ground): Finding[] {
  return [...channels(ground), heartbeat(ground)];
}

function channels(ground: Ground): Finding[] {
  const { channels: configured } = ground.config.alerts;
  if (configured.length === 0) {
    if (!tradesAtBroker(ground)) return [notChecked(ALERTS, 'none, and none is needed here')];
    const todo = 'Write alerts.channels (docs/alerts.md has an example of each kind).';
    return [warning(ALERTS, 'none: nobody is told when something goes wrong', todo)];
  }
  return configured.map((channel) => {
    const subject = { ...ALERTS, item: `channel-${channel.name}` };
    const opened = openChannel(channel, ground.environment);
    const tried = `${channel.type}, its secret is there; kimi-agent alerts test sends a message`;
    if (opened.ok) return ok(subject, tried);
    return failing(
      subject,
      opened.message.replace(/^alerts: /, ''),
      'Do so: it will not start without.',
    );
  });
}

function heartbeat({ environment }: Ground): Finding {
  const found = secretNamed(environment, HEARTBEAT_VARIABLE);
  const correct = `Correct ${HEARTBEAT_VARIABLE}, or unset it.`;
  if (!found.ok) return failing(HEARTBEAT, found.message, correct);
  if (found.secret === undefined) {
    return notChecked(HEARTBEAT, `${HEARTBEAT_VARIABLE} is not set: no outside service watches`);
  }
  if (URL.canParse(found.secret)) return ok(HEARTBEAT, 'an outside service is told of every beat');
  return failing(HEARTBEAT, `${HEARTBEAT_VARIABLE} holds no address (https://…)`, correct);
}
