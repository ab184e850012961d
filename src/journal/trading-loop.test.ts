import { expect, it } from 'vitest';
import type { CoreEvent } from '../agents/core-event.ts';
import type { Fact, FactBody } from '../agents/fact.ts';
import type { Intent, Output } from '../agents/output.ts';
import type { BrokerEvent, BrokerPort } from '../execution/broker-port.ts';
import type { Magic, OrderNumber, Ticket } from '../execution/order.ts';
import type { AccountName, Lots, SymbolName, UtcMs } from '../market/units.ts';
import { TradingLoop } from './trading-loop.ts';

const TIME = 1_000 as UtcMs;

function fact(seq: number, body: FactBody): Fact {
  return { seq, account: 'main' as AccountName, time: TIME, body };
}

const NOTE: FactBody = { kind: 'fault', where: 'test', detail: 'something' };
const WATCH: Intent = { type: 'watch', symbol: 'EURUSD' as SymbolName, history: [] };
const CLOSE: Intent = {
  type: 'close',
  number: 4 as OrderNumber,
  magic: 4 as Magic,
  position: '9' as Ticket,
  lots: 0.1 as Lots,
};
const BOOKS: Intent = { type: 'read-books', dealsSince: TIME };

/** A loop whose parts write down, in one list, what is asked of them and in which order. */
function recorded(outputs: readonly Output[], events: readonly BrokerEvent[][] = []) {
  const log: string[] = [];
  const left = [...outputs];
  const told = [...events];
  const broker: BrokerPort = {
    submit: (request) => void log.push(`submit ${request.type}`),
    drain: () => told.shift() ?? [],
    onEvent: () => {},
  };
  const loop = new TradingLoop({
    core: {
      process: (event: CoreEvent) => {
        log.push(`process ${event.type === 'broker' ? event.event.type : event.type}`);
        return left.shift() ?? output([], []);
      },
      desk: { state: { nextNumber: 5 } },
    },
    journal: {
      append: (facts) => void log.push(`append ${facts.map(({ seq }) => seq).join(' ')}`),
      commit: (nextNumber) => void log.push(`commit ${nextNumber}`),
    },
    broker,
    watch: ({ symbol }) => void log.push(`watch ${symbol}`),
    observe: ({ facts }) => void log.push(`observe ${facts.length}`),
  });
  return { loop, log };
}

function output(facts: readonly Fact[], intents: readonly Intent[]): Output {
  return { facts, intents, sightings: [], questions: [] };
}

it('has a request and every fact before it on the disk before the request leaves', () => {
  const { loop, log } = recorded([output([fact(1, NOTE), fact(2, NOTE)], [WATCH, CLOSE])]);
  loop.feed({ type: 'clock', time: TIME });
  expect(log).toEqual([
    'process clock',
    'append 1 2',
    'commit 5',
    'observe 2',
    'watch EURUSD',
    'submit close',
  ]);
});

it('waits for the disk for nothing else', () => {
  const { loop, log } = recorded([output([fact(1, NOTE)], [WATCH, BOOKS]), output([], [])]);
  loop.feed({ type: 'clock', time: TIME });
  loop.feed({ type: 'clock', time: TIME });
  expect(log).toEqual([
    'process clock',
    'append 1',
    'observe 1',
    'watch EURUSD',
    'submit read-books',
    'process clock',
    'observe 0',
  ]);
});

it('has a stop and an answer to a person on the disk before anybody is told', () => {
  const stop: FactBody = { kind: 'emergency-stop', state: 'begun', by: 'a test' };
  const { loop, log } = recorded([output([fact(1, stop)], [])]);
  loop.feed({ type: 'clock', time: TIME });
  expect(log).toEqual(['process clock', 'append 1', 'commit 5', 'observe 1']);
});

it('keeps what it sends although the core empties its list meanwhile', () => {
  const intents: Intent[] = [CLOSE, BOOKS];
  const { log, loop } = recorded([output([], intents)]);
  const original = log.push.bind(log);
  log.push = (line) => {
    if (line === 'submit close') intents.length = 0;
    return original(line);
  };
  loop.feed({ type: 'clock', time: TIME });
  expect(log.slice(-2)).toEqual(['submit close', 'submit read-books']);
});

it('takes what the broker says until it has said all, also in answer to what it is told', () => {
  const link = { type: 'link', time: TIME, up: true, detail: '' } as const;
  const { loop, log } = recorded([], [[link, link], [link]]);
  loop.takeBrokerEvents();
  expect(log.filter((line) => line === 'process link')).toHaveLength(3);
});
