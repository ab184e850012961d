import type { Instrument } from '../../market/instrument.ts';
import { shippedInstrument } from '../../market/instruments.ts';

/**
 * Names under which brokers list the same thing. Of what several firms' price lists show; none of them
 * is proof: currencies, digits and contract size are looked at before a symbol is believed.
 */
const FAMILIES: readonly (readonly string[])[] = [
  ['XAUUSD', 'GOLD'],
  ['XAGUSD', 'SILVER'],
  ['XPTUSD', 'PLATINUM'],
  ['XPDUSD', 'PALLADIUM'],
  ['US30', 'DJ30', 'DJI30', 'WS30', 'USA30', 'DOW30', 'DJIA', 'WALLSTREET30', 'YM'],
  ['US500', 'SPX500', 'SP500', 'USA500', 'S&P500', 'US500USD', 'ES'],
  ['NAS100', 'USTEC', 'US100', 'USTECH', 'USTECH100', 'UT100', 'NDX100', 'USA100', 'NQ'],
  ['US2000', 'RUSSELL2000', 'USSMALL2000', 'RTY'],
  ['GER40', 'DE40', 'DAX40', 'GER30', 'DE30', 'DAX30', 'DAX'],
  ['UK100', 'FTSE100', 'UKX100'],
  ['FRA40', 'CAC40', 'FR40'],
  ['EU50', 'EUSTX50', 'STOXX50', 'ESTX50', 'EUR50'],
  ['ESP35', 'IBEX35', 'SPA35'],
  ['JP225', 'JPN225', 'NIKKEI225', 'NI225', 'NIK225'],
  ['AUS200', 'AU200', 'ASX200'],
  ['HK50', 'HSI50', 'HKG50', 'HKIND'],
  ['USOIL', 'WTI', 'XTIUSD', 'USCRUDE', 'WTIUSD', 'CRUDEOIL', 'CL'],
  ['UKOIL', 'BRENT', 'XBRUSD', 'UKCRUDE', 'BRENTUSD'],
  ['NATGAS', 'XNGUSD', 'NGAS', 'NG'],
  ['BTCUSD', 'XBTUSD', 'BITCOIN'],
  ['ETHUSD', 'ETHEREUM'],
];

/** All names of what a symbol names, itself first. */
export function familyOf(symbol: string): readonly string[] {
  const name = symbol.toUpperCase();
  const family = FAMILIES.find((names) => names.includes(name)) ?? [];
  return [name, ...family.filter((one) => one !== name)];
}

/** What a symbol of that name must be, as far as it is known; undefined where its name says nothing. */
export interface Expected {
  readonly assetClass: Instrument['assetClass'];
  readonly base: string;
  readonly profit: string;
  readonly digits: number;
  readonly contractSize: number;
}

/** Usual retail specifications of what is not shipped: class, base, profit, digits, contract size. */
const USUAL: Readonly<
  Record<string, readonly [Expected['assetClass'], string, string, number, number]>
> = {
  XPTUSD: ['metal', 'XPT', 'USD', 2, 100],
  XPDUSD: ['metal', 'XPD', 'USD', 2, 100],
  US500: ['index', 'USD', 'USD', 1, 1],
  NAS100: ['index', 'USD', 'USD', 1, 1],
  US2000: ['index', 'USD', 'USD', 1, 1],
  GER40: ['index', 'EUR', 'EUR', 1, 1],
  UK100: ['index', 'GBP', 'GBP', 1, 1],
  FRA40: ['index', 'EUR', 'EUR', 1, 1],
  EU50: ['index', 'EUR', 'EUR', 1, 1],
  ESP35: ['index', 'EUR', 'EUR', 1, 1],
  JP225: ['index', 'JPY', 'JPY', 1, 1],
  AUS200: ['index', 'AUD', 'AUD', 1, 1],
  HK50: ['index', 'HKD', 'HKD', 1, 1],
  USOIL: ['index', 'USD', 'USD', 2, 1000],
  UKOIL: ['index', 'USD', 'USD', 2, 1000],
  NATGAS: ['index', 'USD', 'USD', 3, 10_000],
  ETHUSD: ['crypto', 'ETH', 'USD', 2, 1],
};

export function expectedOf(symbol: string): Expected | undefined {
  for (const name of familyOf(symbol)) {
    const usual = USUAL[name];
    if (usual) {
      const [assetClass, base, profit, digits, contractSize] = usual;
      return { assetClass, base, profit, digits, contractSize };
    }
    const shipped = shippedInstrument(name);
    if (!shipped) continue;
    const {
      assetClass,
      baseCurrency: base,
      profitCurrency: profit,
      digits,
      contractSize,
    } = shipped;
    return { assetClass, base, profit, digits, contractSize };
  }
  return expectedPair(symbol.toUpperCase());
}

/** Currencies that pairs are made of. */
const CURRENCIES: ReadonlySet<string> = new Set(
  'USD EUR GBP JPY CHF CAD AUD NZD SEK NOK DKK PLN HUF CZK TRY ZAR MXN SGD HKD CNH ILS THB RON'.split(
    ' ',
  ),
);

/** Is it a currency, metal or coin that is known by this name? */
export function isKnownCurrency(name: string): boolean {
  return CURRENCIES.has(name) || METALS_AND_COINS.has(name);
}

const METALS_AND_COINS: ReadonlySet<string> = new Set('XAU XAG XPT XPD BTC ETH'.split(' '));

/** Of two currencies' names joined: the usual lot, a tenth of a pip as the point. */
function expectedPair(name: string): Expected | undefined {
  const [base, profit] = [name.slice(0, 3), name.slice(3)];
  if (!CURRENCIES.has(base) || !CURRENCIES.has(profit) || base === profit) return undefined;
  const digits = profit === 'JPY' ? 3 : 5;
  return { assetClass: 'fx', base, profit, digits, contractSize: 100_000 };
}
