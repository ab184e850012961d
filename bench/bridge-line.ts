import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { EURUSD, until } from '../src/brokers/mt5/testing/account-behind.ts';
import { answered, linkedAccount, TERMS } from '../src/brokers/mt5/testing/linked-account.ts';
import { OFFSET_MS } from '../src/brokers/mt5/testing/test-rows.ts';
import type { TestTerminal } from '../src/brokers/mt5/testing/test-terminal.ts';
import { magicOf, type OrderNumber } from '../src/execution/order.ts';
import type { Lots, Money, Points, UtcMs } from '../src/market/units.ts';
import type { DoorData, FromDoor } from '../src/runtime/bridge-doors.ts';

const SOMEBODY = 99;
const LOT = 0.01 as Lots;

type Linked = Awaited<ReturnType<typeof linkedAccount>>;

/** A gateway and a terminal on this machine, with an account that has lived. */
export class BridgeLine {
  onTick: (symbol: string, time: number, bid: number, ask: number) => void = () => {};
  readonly #linked: Linked;
  readonly #client: TestTerminal;
  #door: Worker | undefined;

  private constructor(linked: Linked, client: TestTerminal) {
    this.#linked = linked;
    this.#client = client;
    linked.terminal.listen({
      onPush: (push) => {
        if (push.t !== 'ticks') return;
        for (const [ms, bid, ask] of push.rows) {
          this.onTick(push.symbol, ms - OFFSET_MS, bid, ask);
        }
      },
    });
  }

  /** With a door in front of the gateway, as where terminals of several accounts dial one port. */
  static async open(
    positions: number,
    deals: number,
    { hasDoor = false }: { readonly hasDoor?: boolean } = {},
  ): Promise<BridgeLine> {
    const linked = await linkedAccount({
      dealsKept: deals + positions,
      initialBalance: 1_000_000 as Money,
    });
    trade(linked, positions, deals);
    const door = hasDoor ? await openDoor(linked.port) : undefined;
    const client = await linked.connect(door ? { port: door.port } : {});
    await until(() => linked.terminal.inStep, 'being in step');
    const line = new BridgeLine(linked, client);
    line.#door = door?.worker;
    return line;
  }

  async ping(): Promise<void> {
    await answered(this.#linked.terminal);
    this.#client.received.length = 0; // a terminal of tests keeps what nobody has taken
  }

  tick(symbol: string, bid: number): void {
    const rows = [[this.#linked.clock.time + OFFSET_MS, bid, bid + 0.00008, 0, 0, 6]];
    this.#client.push('ticks', { symbol, gap: false, rows });
  }

  async books(): Promise<{ readonly positions: number; readonly deals: number }> {
    const { broker } = this.#linked;
    broker.drain();
    broker.submit({ type: 'read-books', dealsSince: 1 as UtcMs });
    for (;;) {
      const books = broker.drain().find((event) => event.type === 'books');
      if (books) return { positions: books.positions.length, deals: books.deals.length };
      await this.ping();
    }
  }

  async close(): Promise<void> {
    this.#client.cut();
    await this.#linked.gateway.close();
    await this.#door?.terminate();
  }
}

/** The door in a thread of its own, as the program has it. */
async function openDoor(
  gateway: number,
): Promise<{ readonly port: number; readonly worker: Worker }> {
  const { name, login, server } = TERMS;
  const data: DoorData = {
    host: '127.0.0.1',
    port: 0,
    version: '1.0.0',
    accounts: [{ name, login, server }],
    ports: [[name, gateway]],
  };
  const entry = new URL('../src/runtime/door-thread.ts', import.meta.url);
  const worker = new Worker(entry, { workerData: data });
  const [told] = (await once(worker, 'message')) as [FromDoor];
  if (told.type !== 'open') throw new Error('the door did not open');
  return { port: told.port, worker };
}

/** Positions that are open, and the deals of many that were. */
function trade({ simulated, clock, books }: Linked, positions: number, deals: number): void {
  let number = 0;
  const quote = (): void => {
    clock.time = (clock.time + 1) as UtcMs;
    simulated.onQuote({ symbol: EURUSD, time: clock.time, bid: 1.1, ask: 1.1001 });
  };
  const next = () => {
    number += 1;
    const one = number as OrderNumber;
    return { number: one, magic: magicOf(SOMEBODY, one) };
  };
  quote();
  const open = (): void => {
    simulated.submit({
      type: 'open',
      ...next(),
      symbol: EURUSD,
      side: 'buy',
      kind: 'market',
      lots: LOT,
      price: 1.1,
      stopLoss: 1,
      takeProfit: 1.2,
      deviation: 100 as Points,
      comment: 'bench',
    });
    quote();
  };
  for (let done = 0; done < deals / 2; done += 1) {
    open();
    const [position] = simulated.snapshot().books.flatMap((book) => book.positions);
    if (!position) throw new Error('nothing was opened');
    simulated.submit({ type: 'close', ...next(), position: position.position.ticket, lots: LOT });
    quote();
  }
  for (let held = 0; held < positions; held += 1) open();
  books.flush();
}
