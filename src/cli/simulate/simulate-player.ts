import { barSpread } from '../../brokers/simulated/bar-spread.ts';
import { BarPath, type PathOrder } from '../../brokers/simulated/bar-path.ts';
import { SimulatedBroker } from '../../brokers/simulated/simulated-broker.ts';
import { instantOf } from '../../config/instruments.ts';
import type { Position } from '../../execution/order.ts';
import type { Bar } from '../../market/bar.ts';
import type { Instrument } from '../../market/instrument.ts';
import { closingPrice, type Quote } from '../../market/quote.ts';
import { timeframeMs } from '../../market/timeframe.ts';
import type { Points, SymbolName, UtcMs } from '../../market/units.ts';
import { SimulationBooks } from './simulate-books.ts';
import { iso } from './simulate-orders.ts';
import { idOf } from './simulate-problems.ts';
import { accountFields, SimulationRecorder } from './simulate-recorder.ts';
import { portRequest } from './simulate-requests.ts';
import type { SimulationResult } from './simulate-result.ts';
import type { Scenario, ScenarioBar } from './simulate-scenario.ts';
import { brokerSettings, instrumentsOf } from './simulate-setup.ts';
import { timelineOf, type Happening } from './simulate-timeline.ts';

/** Play a scenario against the simulated broker. The same scenario gives the same result, to the byte. */
export function simulateScenario(scenario: Scenario): SimulationResult {
  return new Player(scenario).play();
}

class Player {
  readonly #scenario: Scenario;
  readonly #instruments: ReadonlyMap<SymbolName, Instrument>;
  readonly #broker: SimulatedBroker;
  readonly #books: SimulationBooks;
  readonly #recorder: SimulationRecorder;

  constructor(scenario: Scenario) {
    const ids = scenario.requests.map(({ id }, index) => idOf(id, index));
    this.#scenario = scenario;
    this.#instruments = instrumentsOf(scenario);
    const broker = new SimulatedBroker(brokerSettings(scenario), this.#instruments);
    this.#broker = broker;
    this.#books = new SimulationBooks(ids);
    const account = () => broker.account();
    this.#recorder = new SimulationRecorder(ids, this.#books, this.#instruments, account);
    broker.observe((event) => this.#recorder.take(event));
  }

  play(): SimulationResult {
    const timeline = timelineOf(this.#scenario);
    for (const happening of timeline) {
      this.#broker.advance(happening.time);
      this.#carry(happening);
      // Everything was recorded as it happened.
      this.#broker.drain();
    }
    const last = timeline.at(-1)?.time ?? (0 as UtcMs);
    const { until } = this.#scenario;
    const end = Math.max(last, until === undefined ? 0 : instantOf(until)) as UtcMs;
    this.#broker.advance(end);
    this.#recorder.end(end);
    return this.#result();
  }

  #carry(happening: Happening): void {
    if (happening.kind === 'quote') {
      const { symbol, bid, ask } = happening.quote;
      const quote = { symbol: symbol as SymbolName, time: happening.time, bid, ask };
      this.#recorder.price(quote, () => this.#broker.onQuote(quote));
    } else if (happening.kind === 'bar') this.#barPoint(happening);
    else this.#request(happening);
  }

  #barPoint({ way, point }: Extract<Happening, { kind: 'bar' }>): void {
    const { bar } = way;
    const instrument = this.#instruments.get(bar.symbol as SymbolName) as Instrument;
    if (point === 0) way.order = this.#orderOf(instrument.symbol);
    const time = instantOf(bar.time);
    const { spread: model } = this.#scenario.settings;
    const setting = { model: model.model, multiplier: model.multiplier, points: model.points ?? 0 };
    const spread = barSpread(setting, instrument, bar.spread ?? 0, time) * instrument.point;
    const length = timeframeMs(bar.timeframe);
    const path = new BarPath(instrument).lay(marketBar(bar, time), spread, length, way.order);
    const quote = path[point] as Quote;
    this.#recorder.price(quote, () => {
      if (point === 0) this.#broker.openBar(quote);
      else this.#broker.walkTo(quote);
    });
  }

  #orderOf(symbol: SymbolName): PathOrder {
    const worse = this.#broker.worseOrder(symbol);
    switch (this.#scenario.settings.intrabar) {
      case 'pessimistic':
        return worse;
      case 'optimistic':
        return worse === 'low-first' ? 'high-first' : 'low-first';
      case 'open-high-low-close':
        return 'high-first';
      case 'open-low-high-close':
        return 'low-first';
    }
  }

  #request({ request, index, time }: Extract<Happening, { kind: 'request' }>): void {
    const quoteOf = (symbol: SymbolName) => this.#broker.quoteOf(symbol);
    const asked = portRequest(request, index, this.#books, quoteOf);
    if (asked.type === 'read-books') return;
    this.#recorder.requested(asked, request.action, time);
    this.#broker.submit(asked);
  }

  #result(): SimulationResult {
    const { answers, orders, deals, events } = this.#recorder;
    return {
      format: 'kimi-agent-simulation/1',
      name: this.#scenario.name,
      currency: this.#scenario.account.currency,
      account: accountFields(this.#broker.account()),
      requests: [...answers],
      refusals: answers.filter(({ retcode }) => retcode !== null && !CARRIED_OUT.has(retcode)),
      orders: [...orders],
      deals: [...deals],
      positions: [...this.#books.positions()].map((position) => this.#position(position)),
      events: [...events],
    };
  }

  #position(position: Position): SimulationResult['positions'][number] {
    const { ticket, symbol, side, lots, openedAt, openPrice, stopLoss, takeProfit, swap } =
      position;
    const quote = this.#broker.quoteOf(symbol);
    const number = this.#books.requestOf(ticket);
    const { requests } = this.#scenario;
    return {
      ticket,
      request: number === undefined ? null : idOf(requests[number - 1]?.id, number - 1),
      symbol,
      type: side,
      volume: lots,
      time: iso(openedAt),
      price_open: openPrice,
      price_current: quote ? closingPrice(quote, side) : openPrice,
      sl: stopLoss,
      tp: takeProfit,
      swap,
      profit: this.#broker.profitOf(ticket) ?? 0,
    };
  }
}

/** PLACED, DONE, DONE_PARTIAL, NO_CHANGES. */
const CARRIED_OUT = new Set([10008, 10009, 10010, 10025]);

function marketBar(bar: ScenarioBar, time: UtcMs): Bar {
  const { open, high, low, close } = bar;
  return { time, open, high, low, close, volume: 0, spread: (bar.spread ?? 0) as Points };
}
