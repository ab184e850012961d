import * as z from 'zod';

const candidate = z.object({
  name: z.string(),
  description: z.string(),
  base: z.string(),
  profit: z.string(),
  digits: z.number(),
  contractSize: z.number(),
  tradeMode: z.string(),
  verdict: z.enum(['confirmed', 'doubtful', 'another']),
  why: z.string(),
});

const money = z.object({
  stop: z.number().describe('Distance of a usual stop, in price'),
  atr: z.number().describe('ATR of the deciding timeframe, in price'),
  loss: z.number().describe('What the smallest volume loses at that stop, in account currency'),
  spread: z.number().describe('Usual spread, in price'),
});

const conversion = z.object({
  from: z.string(),
  to: z.string(),
  wanted: z.array(z.string()).describe('Our names of what would convert, best first'),
  symbol: z.string().nullable().describe('Our name of the one that is used; null: none is there'),
  found: candidate.nullable(),
  question: z.boolean().describe('Several of the broker would do'),
});

const symbol = z.object({
  symbol: z.string(),
  name: z.string().nullable().describe("The broker's name; null while it is not known"),
  mappedBy: z.enum(['configuration', 'kept', 'found']).nullable(),
  candidates: z.array(candidate).describe("The server's symbols that may be meant"),
  question: z.boolean().describe('Several are meant equally well, or the only one is unusual'),
  trouble: z.string().nullable().describe('Why it cannot be traded'),
  specification: z
    .object({
      base: z.string(),
      profit: z.string(),
      digits: z.number(),
      contractSize: z.number(),
      point: z.number(),
      volumeMin: z.number(),
      volumeMax: z.number(),
      volumeStep: z.number(),
      tradeMode: z.string(),
      executionMode: z.string(),
      fillingModes: z.array(z.string()),
      stopsLevel: z.number().describe('points'),
      spread: z.number().describe('points'),
    })
    .nullable(),
  history: z.array(
    z.object({
      timeframe: z.string(),
      wanted: z.number(),
      found: z.number().nullable().describe('Null when it could not be had'),
      why: z.string(),
    }),
  ),
  money: money.nullable().describe('Null where history or the terminal gives no answer'),
  conversions: z.array(conversion),
});

const linked = z.object({
  login: z.string(),
  server: z.string(),
  company: z.string(),
  currency: z.string(),
  tradeMode: z.enum(['demo', 'contest', 'real']),
  marginMode: z.enum(['netting', 'exchange', 'hedging']),
  leverage: z.number(),
  balance: z.number().nullable(),
  equity: z.number().nullable(),
  expert: z.string().describe('Version of the Expert Advisor'),
  build: z.number(),
  connected: z.boolean(),
  tradeTerminal: z.boolean().describe('The button Algo Trading'),
  tradeExpert: z.boolean().describe("The Expert Advisor's own permission"),
  tradeServer: z.boolean().describe('The server allows Expert Advisors'),
  tradeAccount: z.boolean().describe('False for the investor password'),
  state: z.string(),
  why: z.string(),
  opening: z.boolean(),
  pingMs: z.number().describe('Terminal to trade server'),
  limits: z.object({
    symbols: z.string(),
    lots: z.number(),
    positions: z.number(),
    dayPct: z.number(),
    silenceS: z.number(),
  }),
  clock: z.object({
    offsetMs: z.number().describe('Server time minus UTC'),
    expectedOffsetMs: z.number().describe('What server_clock says it is now'),
    aheadMs: z.number().nullable().describe("The server's clock minus this machine's"),
    unsureMs: z.number().describe('So much more or less'),
    jumpMs: z.number().describe("So much this machine's clock jumped while it was looked at"),
  }),
  symbols: z.array(symbol),
});

export const terminalView = z
  .object({
    account: z.string(),
    says: z.string().describe('How it stands with the link, in words'),
    /** Null while no terminal is in step. */
    linked: linked.nullable(),
  })
  .meta({ id: 'Terminal' });

/** What an account's terminal says of itself and of what the account trades. */
export type TerminalView = z.output<typeof terminalView>;
export type LinkedTerminal = NonNullable<TerminalView['linked']>;
export type ExaminedSymbol = LinkedTerminal['symbols'][number];
