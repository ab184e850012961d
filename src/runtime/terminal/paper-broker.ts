import { marginTermsOf } from '../../brokers/mt5/account-terms.ts';
import type { TerminalPort } from '../../brokers/mt5/terminal-port.ts';
import type { BrokerEvent, BrokerPort, BrokerRequest } from '../../execution/broker-port.ts';
import type { Instrument } from '../../market/instrument.ts';
import type { Quote } from '../../market/quote.ts';
import type { SymbolName } from '../../market/units.ts';
import { brokerTerms } from '../broker-process/broker-terms.ts';
import type { ThreadStart } from '../messages.ts';
import { SimulatedBooks } from '../simulated/simulated-books.ts';

/** A simulated broker that sees a terminal's quotes: nothing that is ordered reaches the terminal. */
export class PaperBroker implements BrokerPort {
  readonly #books: SimulatedBooks;

  constructor(
    start: ThreadStart,
    instruments: ReadonlyMap<SymbolName, Instrument>,
    terminal: TerminalPort,
    onDisk: (write: () => void) => void,
  ) {
    this.#books = new SimulatedBooks(start.folder, brokerTerms(start), instruments, onDisk);
    this.#books.broker.setLink(false, 'no terminal is linked yet');
    terminal.listen({
      onReady: (identity) => {
        this.#books.broker.follow(marginTermsOf(identity));
        this.#books.broker.setLink(true, 'paper: quotes of the terminal');
      },
      onLost: (why) => this.#books.broker.setLink(false, why),
    });
  }

  submit(request: BrokerRequest): void {
    this.#books.submit(request);
  }

  drain(): readonly BrokerEvent[] {
    return this.#books.drain();
  }

  onEvent(wake: () => void): void {
    this.#books.onEvent(wake);
  }

  know(instrument: Instrument): void {
    this.#books.broker.know(instrument);
  }

  onQuote(quote: Quote): void {
    this.#books.broker.onQuote(quote);
  }

  keep(now: number): void {
    this.#books.writeNowAndThen(now);
  }

  write(): void {
    this.#books.write(performance.now());
  }
}
