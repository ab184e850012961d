import { AccountCore } from '../../../agents/account-core.ts';
import type { Fact } from '../../../agents/fact.ts';
import { Script, ScriptedStrategy } from '../../../agents/test/scripted-strategy.ts';
import { SETTINGS } from '../../../agents/test/settings.ts';
import type { BrokerPort } from '../../../execution/broker-port.ts';
import { MemoryJournal } from '../../../journal/memory-journal.ts';
import { TradingLoop } from '../../../journal/trading-loop.ts';
import type { Points, UtcMs } from '../../../market/units.ts';
import { shipped } from '../../simulated/broker-fixture.ts';
import { SeededRandom } from '../../simulated/seeded-random.ts';
import { Mt5Broker } from '../mt5-broker.ts';
import { SymbolNames } from '../symbol-names.ts';
import { answered, EURUSD, linkedAccount, NAMESPACE, until } from './linked-account.ts';
import type { Fault, TestTerminal } from './test-terminal.ts';

const BAR_MS = 300_000;

/** A life of core and gateway ends here: thrown where a process would be killed. */
class Killed extends Error {}

type Linked = Awaited<ReturnType<typeof linkedAccount>>;

/**
 * An account's core, its gateway and a terminal over real TCP, under a clock that a hunt moves and with
 * faults that a seed chooses: links cut before and after a request arrives, answers that are lost,
 * and the process killed between an intent on the disk and its request on the wire.
 */
export class HuntedAccount {
  readonly facts: Fact[] = [];
  readonly script = new Script();
  readonly linked: Linked;
  readonly #random: SeededRandom;
  #client: TestTerminal | undefined;
  #core: AccountCore;
  #loop: TradingLoop;
  #faulty = true;
  /** How often each fault happened. */
  readonly happened = { cutBefore: 0, cutAfter: 0, killed: 0 };

  private constructor(linked: Linked, seed: number) {
    this.linked = linked;
    this.#random = new SeededRandom(seed);
    [this.#core, this.#loop] = this.#born();
  }

  static async begin(seed: number): Promise<HuntedAccount> {
    const hunted = new HuntedAccount(await linkedAccount(), seed);
    await hunted.#live();
    hunted.#feed(() =>
      hunted.#loop.feed({
        type: 'command',
        time: hunted.now,
        id: 'c',
        by: 'hunt',
        command: { type: 'create-agent', symbol: EURUSD },
      }),
    );
    return hunted;
  }

  get now(): UtcMs {
    return this.linked.clock.time;
  }

  get state() {
    return this.#core.desk.state;
  }

  /** Five minutes pass, and the agent wants to buy. */
  async bar(): Promise<void> {
    await this.#pass(BAR_MS - 2_000);
    await this.#quote(1.1);
    this.script.at(this.now, { price: 1.10008, stopLoss: 1.09808, takeProfit: 1.10408 });
    const bar = {
      time: (this.now - BAR_MS) as UtcMs,
      open: 1.1,
      high: 1.101,
      low: 1.099,
      close: 1.1,
      volume: 10,
      spread: 8 as Points,
    };
    this.#feed(() =>
      this.#loop.feed({
        type: 'bars',
        time: this.now,
        bars: [{ symbol: EURUSD, bar }],
        history: false,
      }),
    );
    await this.#settle();
    await this.#quote(1.1);
  }

  /** The price reaches every target, so that the next signal finds nothing open. */
  async target(): Promise<void> {
    await this.#quote(1.1045);
    await this.#pass(2_000);
  }

  /** No more faults; time enough for every question to be answered. */
  async rest(): Promise<void> {
    this.#faulty = false;
    for (let step = 0; step < 20; step += 1) await this.#pass(25_000);
  }

  async end(): Promise<void> {
    this.#client?.cut();
    await this.linked.gateway.close();
  }

  async #quote(bid: number): Promise<void> {
    const { clock, books } = this.linked;
    clock.time = (clock.time + 1_000) as UtcMs;
    const quote = {
      symbol: EURUSD,
      time: clock.time,
      bid,
      ask: Number((bid + 0.00008).toFixed(5)),
    };
    books.quote(EURUSD, quote.bid, quote.ask);
    await this.#settle();
    this.#feed(() => this.#loop.feed({ type: 'quote', time: quote.time, quote }));
    await this.#settle();
  }

  async #pass(ms: number): Promise<void> {
    const { clock, simulated } = this.linked;
    clock.time = (clock.time + ms) as UtcMs;
    simulated.advance(clock.time);
    this.#feed(() => this.#loop.feed({ type: 'clock', time: this.now }));
    await this.#settle();
  }

  /** Until all that was asked is answered, over a link that is there again. */
  async #settle(): Promise<void> {
    for (let round = 0; round < 3; round += 1) {
      await this.#connect();
      // A link that is cut meanwhile answers nothing: it is made anew.
      await answered(this.linked.terminal).catch(() => {});
      this.#feed(() => this.#loop.takeBrokerEvents());
    }
  }

  async #connect(): Promise<void> {
    const { terminal, connect } = this.linked;
    if (terminal.inStep) return;
    this.#client = await connect({ fault: () => this.#fault() });
    await until(() => terminal.inStep || terminal.hello === undefined, 'being in step');
    this.#feed(() => this.#loop.takeBrokerEvents());
  }

  #fault(): Fault {
    if (!this.#faulty) return 'none';
    const draw = this.#random.uniform();
    if (draw < 0.06) {
      this.happened.cutBefore += 1;
      return 'cut-before';
    }
    if (draw < 0.12) {
      this.happened.cutAfter += 1;
      return 'cut-after';
    }
    return 'none';
  }

  /** Whatever is done ends the life where the process is killed, and another begins. */
  #feed(act: () => void): void {
    try {
      act();
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      this.happened.killed += 1;
      this.#client?.cut();
      [this.#core, this.#loop] = this.#born();
      this.#wake();
    }
  }

  async #live(): Promise<void> {
    this.#wake();
    await this.#settle();
  }

  /** Begin a life from what the journal holds. */
  #wake(): void {
    this.#core.recover(this.facts.slice());
    this.#loop.feed({ type: 'clock', time: this.now });
    const session = { version: '1', node: '', zoneData: '', settingsHash: '' };
    this.#loop.carry(this.#core.start(session));
  }

  #born(): [AccountCore, TradingLoop] {
    const instruments = shipped();
    const settings = { ...SETTINGS, mode: 'demo' as const, magicNamespace: NAMESPACE };
    const core = new AccountCore(settings, instruments, {
      strategyFor: ({ instrument }) => new ScriptedStrategy(instrument.symbol, this.script),
      watched: [],
      observed: false,
    });
    const port = new Mt5Broker({
      terminal: this.linked.terminal,
      names: new SymbolNames(),
      now: () => this.now,
      instrument: (symbol) => instruments.get(symbol),
    });
    const broker: BrokerPort = {
      submit: (request) => {
        const dies = 'number' in request && this.#faulty && this.#random.uniform() < 0.08;
        if (dies && this.#random.uniform() < 0.5) throw new Killed('before the request was sent');
        port.submit(request);
        if (dies) throw new Killed('after the request was sent');
      },
      drain: () => port.drain(),
      onEvent: () => {},
    };
    const loop = new TradingLoop({
      core,
      journal: new MemoryJournal(),
      broker,
      watch: () => {},
      observe: ({ facts }) => {
        this.facts.push(...(JSON.parse(JSON.stringify(facts)) as Fact[]));
      },
    });
    return [core, loop];
  }
}
