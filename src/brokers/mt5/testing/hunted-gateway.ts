import { answered, linkedAccount } from './linked-account.ts';
import type { HuntedLine, Luck } from './hunted-account.ts';
import type { Fault, TestTerminal } from './test-terminal.ts';
import { EURUSD, until } from './account-behind.ts';

/** A gateway and a terminal over real TCP: links cut before and after a request, answers lost. */
export async function huntedGateway(luck: Luck): Promise<HuntedLine> {
  const { terminal, gateway, clock, simulated, books, connect } = await linkedAccount();
  const happened = { cutBefore: 0, cutAfter: 0 };
  let client: TestTerminal | undefined;
  const fault = (): Fault => {
    if (!luck.isFaulty) return 'none';
    const draw = luck.random.uniform();
    if (draw < 0.06) {
      happened.cutBefore += 1;
      return 'cut-before';
    }
    if (draw >= 0.12) return 'none';
    happened.cutAfter += 1;
    return 'cut-after';
  };
  return {
    terminal,
    clock,
    simulated,
    sent: books.sent,
    happened,
    quote: (bid, ask) => books.quote(EURUSD, bid, ask),
    async settle() {
      if (!terminal.inStep) {
        client = await connect({ fault });
        await until(() => terminal.inStep || terminal.hello === undefined, 'being in step');
      }
      // A link that is cut meanwhile answers nothing: it is made anew.
      await answered(terminal).catch(() => {});
    },
    kill: () => client?.cut(),
    async end() {
      client?.cut();
      await gateway.close();
    },
  };
}
