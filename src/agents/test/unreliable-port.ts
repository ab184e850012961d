import type { BrokerEvent, BrokerPort, BrokerRequest } from '../../execution/broker-port.ts';

/** A port that loses, repeats or reorders what passes through it, as a test tells it to. */
export class UnreliablePort implements BrokerPort {
  readonly #broker: BrokerPort;
  /** Everything handed over, whether it arrived or not. */
  readonly submitted: BrokerRequest[] = [];
  losesRequest: (request: BrokerRequest) => boolean = () => false;
  losesEvent: (event: BrokerEvent) => boolean = () => false;
  /** Changes the events of one delivery: repeats them, turns them round. */
  rearrange: (events: readonly BrokerEvent[]) => readonly BrokerEvent[] = (events) => events;

  constructor(broker: BrokerPort) {
    this.#broker = broker;
  }

  submit(request: BrokerRequest): void {
    this.submitted.push(request);
    if (!this.losesRequest(request)) this.#broker.submit(request);
  }

  drain(): readonly BrokerEvent[] {
    return this.rearrange(this.#broker.drain().filter((event) => !this.losesEvent(event)));
  }

  onEvent(wake: () => void): void {
    this.#broker.onEvent(wake);
  }
}
