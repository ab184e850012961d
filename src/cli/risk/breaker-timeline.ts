import { z } from 'zod';
import { DEFAULT_ACCOUNT, DEFAULT_BREAKER } from '../../config/defaults.ts';
import { blockField, choiceField, numberField, textField } from '../../config/fields.ts';
import { timeField } from '../../config/instrument-fields.ts';
import { instantOf } from '../../config/instruments.ts';
import { shown, type ConfigProblem } from '../../config/problem.ts';
import { defaulted } from '../../config/schema.ts';
import { BREAKER_FIELDS, clockField } from '../../config/settings-fields.ts';
import { checkedBy, type Checked } from '../schema-file.ts';

const amount = numberField({ above: 0, to: 1e12, unit: 'account currency' });
const worth = numberField({ from: -1e12, to: 1e12, unit: 'account currency' });

const event = z.discriminatedUnion(
  'event',
  [
    blockField({
      time: timeField,
      event: z.literal('account').describe('The account as it stands from this time on.'),
      balance: worth,
      equity: worth
        .describe('Open profit and loss and credit included. Default: balance.')
        .optional(),
      source: choiceField(['broker', 'quotes'])
        .describe(
          'broker: told by the broker, acted on at once. quotes: our own sum at one quote, which ' +
            'trips only when the next account event confirms it.',
        )
        .default('broker'),
    }),
    blockField({ time: timeField, event: z.literal('deposit'), amount }),
    blockField({ time: timeField, event: z.literal('withdrawal'), amount }),
    blockField({
      time: timeField,
      event: z.literal('credit').describe('Credit given (positive) or taken back (negative).'),
      amount: worth,
    }),
    blockField({
      time: timeField,
      event: z.literal('restart').describe('The program ends and starts again.'),
      state: choiceField(['kept', 'empty'])
        .describe('empty: the state folder is gone, and the day is rebuilt from the deals.')
        .default('kept'),
      deals: z
        .array(
          blockField({
            time: timeField,
            net: worth.describe('Profit, commission and swap together.'),
          }),
          { error: 'a list of deals with time and net' },
        )
        .describe("Of state empty: the broker's deals, as its history shows them.")
        .default([]),
    }),
    blockField({
      time: timeField,
      event: z.literal('rearm'),
      by: textField('a name', (text) => text.trim() !== '').default('a person'),
      authorised: z
        .boolean({ error: 'true or false' })
        .describe('false: somebody who may not; nothing happens.')
        .default(true),
    }),
    blockField({
      time: timeField,
      event: z.literal('settings'),
      settings: blockField(BREAKER_FIELDS)
        .partial()
        .describe('The keys that change. Tighter at once, looser from the next day.'),
    }),
    blockField({
      time: timeField,
      event: z.literal('flat').describe('Nothing is open any more.'),
    }),
  ],
  {
    error:
      'a block whose event is account, deposit, withdrawal, credit, restart, rearm, settings or flat',
  },
);

/** What `kimi-agent breaker` reads. */
export const timelineSchema = blockField({
  $schema: z.string().optional(),
  name: z.string().default(''),
  server_clock: clockField
    .describe("Clock of the broker's server: what day_clock: server means.")
    .default(DEFAULT_ACCOUNT.server_clock),
  settings: defaulted(BREAKER_FIELDS, DEFAULT_BREAKER),
  events: z.array(event, { error: 'a list of events' }).describe('In order of time.'),
});

export type Timeline = z.output<typeof timelineSchema>;
export type TimelineEvent = Timeline['events'][number];

const SEE = 'schemas/breaker-timeline.schema.json lists all keys; docs/breaker.md explains them.';

/** A timeline that can be answered, or everything that is wrong with it. */
export function readTimeline(written: unknown): Checked<Timeline> {
  const checked = checkedBy(timelineSchema, written, SEE);
  if (!checked.ok) return checked;
  const problems = outOfOrder(checked.value.events);
  return problems.length > 0 ? { ok: false, problems } : checked;
}

/** A clock that goes backwards is refused: what an earlier time means after a later one is unknown. */
function outOfOrder(events: readonly TimelineEvent[]): readonly ConfigProblem[] {
  return events.flatMap(({ time }, index) => {
    const before = events[index - 1]?.time;
    if (before === undefined || instantOf(time) >= instantOf(before)) return [];
    return {
      key: `events[${index}].time`,
      found: shown(time),
      allowed: `a time not before the one above, ${shown(before)}`,
      mend: 'Put the events in order of time.',
    };
  });
}
