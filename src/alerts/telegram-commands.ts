import { randomInt } from 'node:crypto';
import type { ControlRoom } from '../api/control-room.ts';
import type { Command, CommandAnswer } from '../agents/command.ts';
import type { SymbolName } from '../market/units.ts';
import type { Ticket } from '../execution/order.ts';
import { amount, headOf, positionLine, standingLines } from './account-words.ts';

/** A code that confirms is good for so long, once, in the chat and from the person it was given to. */
const CODE_GOOD_MS = 60_000;
const WRONG_CODES_MAX = 3;

const HELP = `/status [account]
/positions [account]
/stop SYMBOL [account] or /stop all: stop agents; positions keep their stops
/closeall [account]: close all positions, after a confirmation
/emergency [account]: close all positions and stop all agents, after a confirmation`;

interface Waiting {
  readonly code: string;
  readonly from: number;
  readonly until: number;
  readonly what: 'closeall' | 'emergency';
  readonly accounts: readonly string[];
  wrong: number;
}

export interface ChatMessage {
  readonly chat: number;
  /** The person who wrote it; in a group, one of many. */
  readonly from: number;
  readonly text: string;
}

/** Answers what an allowed chat asks. What acts is confirmed by a code that only this chat was told. */
export class TelegramCommands {
  readonly #room: ControlRoom;
  readonly #now: () => number;
  readonly #waiting = new Map<number, Waiting>();

  constructor(room: ControlRoom, now: () => number = Date.now) {
    this.#room = room;
    this.#now = now;
  }

  async answer(message: ChatMessage): Promise<string> {
    const [word = '', ...rest] = message.text.trim().split(/\s+/);
    // In a group a command carries the bot's name.
    const command = word.toLowerCase().replace(/@.*$/, '');
    switch (command) {
      case '/status':
        return this.#forAccounts(rest[0], (names) => this.#status(names));
      case '/positions':
        return this.#forAccounts(rest[0], (names) => this.#positions(names));
      case '/stop':
        return this.#stop(message, rest);
      case '/closeall':
        return this.#forAccounts(rest[0], (names) => this.#ask(message, 'closeall', names));
      case '/emergency':
        return this.#forAccounts(rest[0], (names) => this.#ask(message, 'emergency', names));
      case '/confirm':
        return this.#confirm(message, rest[0] ?? '');
      case '/start':
      case '/help':
        return this.#withHeads(HELP);
      default:
        return this.#withHeads(
          `I do not know ${word === '' ? 'that' : word.slice(0, 40)}.\n${HELP}`,
        );
    }
  }

  #forAccounts(
    name: string | undefined,
    then: (names: readonly string[]) => string | Promise<string>,
  ): string | Promise<string> {
    const { accountNames } = this.#room;
    if (name === undefined) return then(accountNames);
    if (accountNames.includes(name)) return then([name]);
    return this.#withHeads(`There is no account ${name.slice(0, 40)}.`);
  }

  #status(names: readonly string[]): string {
    const accounts = this.#room.accounts().filter(({ account }) => names.includes(account));
    return accounts.map((one) => standingLines(this.#room, one).join('\n')).join('\n\n');
  }

  #positions(names: readonly string[]): string {
    return this.#room
      .accounts()
      .filter(({ account }) => names.includes(account))
      .map(({ account: name, mode, currency }) => {
        const positions = this.#room.positions(name);
        const lines = positions.map((position) => positionLine(position, currency));
        const told = lines.length === 0 ? 'none open' : `${lines.length} open\n${lines.join('\n')}`;
        return `${headOf({ mode, name })}: ${told}`;
      })
      .join('\n\n');
  }

  async #stop({ chat }: ChatMessage, [symbol, name]: readonly string[]): Promise<string> {
    if (symbol === undefined) return this.#withHeads('Which one? /stop SYMBOL, or /stop all');
    return this.#forAccounts(name, async (names) => {
      const agents = names.flatMap((account) => this.#room.agents(account));
      const wanted = agents.filter(
        (agent) =>
          agent.state !== 'STOPPED' &&
          (symbol.toLowerCase() === 'all' || agent.symbol.toLowerCase() === symbol.toLowerCase()),
      );
      if (wanted.length === 0) return this.#withHeads(`No agent for ${symbol.slice(0, 40)} runs.`);
      const said = await Promise.all(
        wanted.map(async ({ account, symbol: its }) => {
          const command = { type: 'stop-agent', symbol: its as SymbolName } as const;
          return `${this.#head(account)}: ${await this.#command(account, command, chat)}`;
        }),
      );
      return said.join('\n');
    });
  }

  #ask(message: ChatMessage, what: Waiting['what'], accounts: readonly string[]): string {
    const code = String(randomInt(100_000, 1_000_000));
    const until = this.#now() + CODE_GOOD_MS;
    const { chat, from } = message;
    this.#waiting.set(chat, { code, from, until, what, accounts, wrong: 0 });
    const open = accounts.flatMap((account) => this.#room.positions(account));
    const known = this.#room.accounts();
    const parts = accounts.map((account) => {
      const currency = known.find((one) => one.account === account)?.currency ?? '';
      const its = open.filter((position) => position.account === account);
      const sum = its.reduce((total, { profit }) => total + (profit ?? 0), 0);
      return `${this.#head(account)}: ${its.length} open, ${amount(sum, currency)}`;
    });
    const deed =
      what === 'emergency'
        ? 'This closes ALL positions and stops ALL agents'
        : 'This closes ALL positions; agents go on and may open others';
    return `${parts.join('\n')}\n${deed} of ${accounts.join(', ')}.\nTo do it: /confirm ${code} (within a minute)`;
  }

  async #confirm(message: ChatMessage, code: string): Promise<string> {
    const { chat, from } = message;
    const waiting = this.#waiting.get(chat);
    if (!waiting || waiting.from !== from || this.#now() > waiting.until) {
      return this.#withHeads('There is nothing to confirm (any more). Nothing was done.');
    }
    if (waiting.code !== code) {
      waiting.wrong += 1;
      if (waiting.wrong >= WRONG_CODES_MAX) this.#waiting.delete(chat);
      return this.#withHeads('That is not the code. Nothing was done.');
    }
    this.#waiting.delete(chat); // good once
    const said = await Promise.all(
      waiting.accounts.map((account) =>
        waiting.what === 'emergency'
          ? this.#emergency(account, chat)
          : this.#closeAll(account, chat),
      ),
    );
    return said.join('\n');
  }

  async #emergency(account: string, chat: number): Promise<string> {
    const said = await this.#command(account, { type: 'emergency-stop' }, chat);
    return `${this.#head(account)}: ${said}`;
  }

  async #closeAll(account: string, chat: number): Promise<string> {
    const positions = this.#room.positions(account);
    if (positions.length === 0) return `${this.#head(account)}: no position is open`;
    const said = await Promise.all(
      positions.map(async ({ ticket }) => {
        const command = { type: 'close-position', position: ticket as Ticket } as const;
        return `${this.#head(account)}: ${ticket}: ${await this.#command(account, command, chat)}`;
      }),
    );
    return said.join('\n');
  }

  async #command(account: string, command: Command, chat: number): Promise<string> {
    let answer: CommandAnswer | 'timeout';
    try {
      answer = await this.#room.command(account, command, `telegram ${chat}`);
    } catch {
      return 'FAILED: it could not be handed in; act at the broker';
    }
    if (answer === 'timeout') return 'NO ANSWER in time; it may still be carried out: look';
    return answer.ok ? answer.message : `REFUSED: ${answer.message}`;
  }

  #head(account: string): string {
    const mode = this.#room.accounts().find((one) => one.account === account)?.mode ?? '';
    return headOf({ mode, name: account });
  }

  #withHeads(text: string): string {
    return `${this.#room.accountNames.map((name) => this.#head(name)).join(', ')}: ${text}`;
  }
}
