import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import type { SymbolName } from '../market/units.ts';
import { expectAgreement, expectNothingTwice, folded, settle } from './test/agreement.ts';
import { BAR, runningWorld, type World } from './test/world.ts';

type Step = (world: World) => void;

const symbol = fc.constantFrom('EURUSD', 'GBPUSD');
const middle = (name: string): number => (name === 'EURUSD' ? 1.1 : 1.3);
const price = (name: string, points: number): number =>
  Number((middle(name) + points * 0.00001).toFixed(5));

const quote = fc.tuple(symbol, fc.integer({ min: -260, max: 460 })).map(
  ([name, points]): Step =>
    (world) =>
      world.quote(name, price(name, points)),
);

const idea = fc
  .record({
    symbol,
    buy: fc.boolean(),
    limit: fc.boolean(),
    confidence: fc.constantFrom(0.5, 0.9),
  })
  .map(({ symbol: name, buy, limit, confidence }): Step => {
    const sign = buy ? 1 : -1;
    return (world) => {
      world.quote(name, middle(name), undefined, BAR);
      const entry = limit ? -sign * 50 : 0;
      world.script.at(world.time, {
        symbol: name,
        side: buy ? 'buy' : 'sell',
        kind: limit ? 'limit' : 'market',
        price: price(name, entry),
        stopLoss: price(name, entry - sign * 200),
        takeProfit: price(name, entry + sign * 400),
        confidence,
      });
      world.close('EURUSD', 'GBPUSD');
    };
  });

const command = fc
  .tuple(fc.constantFrom('create-agent', 'stop-agent', 'restart-agent'), symbol)
  .map(
    ([type, name]): Step =>
      (world) =>
        world.command({ type, symbol: name as SymbolName }),
  );

const other = fc.constantFrom<Step>(
  (world) => world.wait(31_000),
  (world) => world.link(false),
  (world) => world.link(true),
  (world) => world.foreignOrder(),
  (world) => world.live(),
  (world) => world.command({ type: 'emergency-stop' }),
  (world) => {
    const [held] = world.state.positions.keys();
    if (held) world.command({ type: 'close-position', position: held });
  },
);

const steps = fc.array(
  fc.oneof(
    { arbitrary: quote, weight: 5 },
    { arbitrary: idea, weight: 5 },
    { arbitrary: command, weight: 2 },
    { arbitrary: other, weight: 2 },
  ),
  { minLength: 5, maxLength: 40 },
);

/** What the port does to the messages of the steps that follow, until the next such step. */
const storm = fc
  .record({
    loses: fc.constantFrom('order-result', 'deal', 'pending', 'books', 'nothing'),
    keepsRequests: fc.boolean(),
    order: fc.constantFrom('kept', 'repeated', 'turned'),
  })
  .map(({ loses, keepsRequests, order }): Step => {
    return ({ port }) => {
      port.losesEvent = ({ type }) => type === loses;
      port.losesRequest = () => !keepsRequests;
      port.rearrange = (events) => {
        if (order === 'repeated') return events.flatMap((event) => [event, event]);
        return order === 'turned' ? events.toReversed() : events;
      };
    };
  });

const stormySteps = fc.array(
  fc.oneof(
    { arbitrary: quote, weight: 4 },
    { arbitrary: idea, weight: 5 },
    { arbitrary: command, weight: 1 },
    { arbitrary: other, weight: 3 },
    { arbitrary: storm, weight: 3 },
  ),
  { minLength: 5, maxLength: 40 },
);

function calm({ port }: World): void {
  port.losesEvent = () => false;
  port.losesRequest = () => false;
  port.rearrange = (events) => events;
}

test.prop([stormySteps], { numRuns: 150 })(
  'after messages were lost, repeated and turned about, nothing was done twice and all agree',
  (script) => {
    const world = runningWorld();
    for (const step of script) {
      step(world);
      expectNothingTwice(world);
    }
    calm(world);
    world.link(false);
    settle(world);
    expect(folded(world.facts)).toEqual(world.state);
    expectNothingTwice(world);
    expectAgreement(world);
    expect(world.state.emergency).not.toBe('begun');
  },
);

test.prop([steps], { numRuns: 150 })(
  'folding the facts gives the state that was lived, and books and state agree in the end',
  (script) => {
    const world = runningWorld();
    for (const step of script) {
      step(world);
      expect(folded(world.facts)).toEqual(world.state);
    }
    settle(world);
    expect(folded(world.facts)).toEqual(world.state);
    expect(world.facts.map(({ seq }) => seq)).toEqual(world.facts.map((_, at) => at + 1));
    expectNothingTwice(world);
    expectAgreement(world);
  },
);
