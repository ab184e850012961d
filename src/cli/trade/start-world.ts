import type { AccountMode } from '../../agents/account-settings.ts';
import type { InstrumentConfig } from '../../config/instrument-fields.ts';
import type { MarketSymbols } from '../../brokers/simulated/market-symbols.ts';
import { describeProblem } from '../../data/data-problem.ts';
import { importBars, type ImportedBars } from '../../data/import-bars.ts';
import type { BrokerAddress } from '../../runtime/broker-process/broker-wire.ts';
import { hasKnownBroker } from '../../runtime/broker-process/known-broker.ts';
import { MarketFile } from '../../runtime/simulated/market-file.ts';
import type { ReplayStart } from '../../runtime/messages.ts';
import {
  isSameReplay,
  readReplay,
  type ReplayedBars,
} from '../../runtime/simulated/replay-file.ts';
import { CommandError } from '../exit-codes.ts';
import { instrumentNamed } from '../options.ts';

/** Options that say which world a simulated account lives in. */
export interface WorldOptions {
  /** As the configuration describes them. */
  readonly instruments?: readonly InstrumentConfig[];
  readonly speed: number;
  readonly seed?: number;
  readonly data?: readonly string[];
  readonly symbol?: string;
  readonly clock?: string;
  readonly trustClock?: boolean;
  /** Accounts at a terminal take its quotes and trade with a simulated broker. */
  readonly paper?: boolean;
  /** The market and the broker live in a process of their own. */
  readonly broker?: BrokerAddress;
}

const DEFAULT_SEED = 1;

/** Who asks for the quotes of a terminal must not be given invented ones without a word. */
export function mustHaveTerminal(
  { paper }: Pick<WorldOptions, 'paper'>,
  accounts: readonly { readonly name: string; readonly mode: AccountMode }[],
): void {
  if (paper !== true || accounts.some(({ mode }) => mode !== 'simulated')) return;
  throw new CommandError(
    '--paper takes the quotes of a terminal, and no account has one: all are simulated. Configure ' +
      'an account of mode paper, demo or real (docs/mt5.md), or leave out --paper',
  );
}

/** What a folder has lived through belongs to one world: generated, or the bars it has replayed. */
export function mustBeSameWorld(
  folder: string,
  replay: ReplayedBars | undefined,
  broker?: BrokerAddress,
): void {
  const seed = seedIn(folder);
  const known = unlessBroken(() => readReplay(folder));
  const anew = 'in a folder of its own: --state DIR';
  if (broker && (seed !== undefined || known || replay)) {
    throw new CommandError(
      `The state folder has a market of its own. Trade with the broker at ${broker.host}:` +
        `${broker.port} ${anew}`,
    );
  }
  if (!broker && hasKnownBroker(folder)) {
    throw new CommandError(
      'The account of this state folder trades with a broker in a process of its own. Name where ' +
        `it listens: --broker HOST:PORT. Or begin another market ${anew}`,
    );
  }
  if (replay && seed !== undefined) {
    throw new CommandError(
      `The state folder holds a simulated market of seed ${seed}. Replay bars ${anew}`,
    );
  }
  if (!known || (replay && isSameReplay(known, replay))) return;
  const what = `${known.symbol} from ${known.files.map(({ name }) => name).join(', ')}`;
  throw new CommandError(
    replay
      ? `The state folder replays ${what} (${known.clock}), and these are other bars. Replay ` +
          `them ${anew}`
      : `The state folder replays ${what}. Go on with the same --data, --symbol and --clock, ` +
          `or start the simulated market ${anew}`,
  );
}

/** A market is played again from its beginning: with other sessions or digits it would be another. */
export function mustKeepShape(folder: string, known: MarketSymbols): void {
  const stranger = unlessBroken(() => MarketFile.open(folder, known)?.stranger);
  if (stranger === undefined) return;
  throw new CommandError(
    `The market of the state folder was begun with another ${stranger}: its digits, tick size, ` +
      'spread, sessions or holidays, or what it is like, have changed. Write instruments: as it ' +
      'was, or begin another market in a folder of its own: --state DIR',
  );
}

/** A folder keeps the market it was begun with: another seed would be another world. */
export function seedOf(options: WorldOptions, folder: string): number {
  const known = seedIn(folder);
  if (known === undefined) return options.seed ?? DEFAULT_SEED;
  if (options.seed !== undefined && options.seed !== known) {
    throw new CommandError(
      `The state folder holds a simulated market of seed ${known}, not ${options.seed}. Leave ` +
        'out --seed to go on with it, or begin another in a new folder: --state DIR',
    );
  }
  return known;
}

function seedIn(folder: string): number | undefined {
  return unlessBroken(() => MarketFile.open(folder)?.seed);
}

/** A broken file of one account is no reason to keep the others down: its own thread will name it. */
function unlessBroken<Value>(read: () => Value | undefined): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

export function replayOf(options: WorldOptions): ReplayStart | undefined {
  const { data, symbol, clock, trustClock = false, instruments } = options;
  if (!data || data.length === 0) return undefined;
  if (symbol === undefined || clock === undefined) {
    throw new CommandError(
      'To replay files, say what they are: --data FILE… --symbol EURUSD --clock RULE. ' +
        'npx kimi-agent data check FILE proposes the rule.',
    );
  }
  return { files: data, symbol: instrumentNamed(symbol, instruments).symbol, clock, trustClock };
}

/** Reads the files once before anything starts, so that a bad one is told at once. */
export function barsOf(replay: ReplayStart, { instruments }: WorldOptions): ImportedBars {
  const { files, symbol, clock, trustClock } = replay;
  const instrument = instrumentNamed(symbol, instruments);
  const imported = importBars(files, { instrument, clock, trustClock });
  if (!imported.ok) throw new CommandError(describeProblem(imported.problem));
  return imported.value;
}
