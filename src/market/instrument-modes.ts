/**
 * How MetaTrader computes margin and profit for an instrument (ENUM_SYMBOL_CALC_MODE). The modes of
 * options, bonds and collateral are left out: nothing here trades them.
 */
export const CALCULATION_MODES = [
  'forex',
  'forex-no-leverage',
  'cfd',
  'cfd-leverage',
  'cfd-index',
  'futures',
  'exchange-stocks',
  'exchange-futures',
] as const;
export type CalculationMode = (typeof CALCULATION_MODES)[number];

/** How the broker executes (ENUM_SYMBOL_TRADE_EXECUTION); `market` may slip, `instant` may requote. */
export const EXECUTION_MODES = ['request', 'instant', 'market', 'exchange'] as const;
export type ExecutionMode = (typeof EXECUTION_MODES)[number];

/** Fillings a symbol allows (SYMBOL_FILLING_MODE flags): all or nothing, or what there is. */
export const FILLING_MODES = ['fok', 'ioc', 'return'] as const;
export type FillingMode = (typeof FILLING_MODES)[number];

/** Who may trade (ENUM_SYMBOL_TRADE_MODE). */
export const TRADE_MODES = ['disabled', 'long-only', 'short-only', 'close-only', 'full'] as const;
export type TradeMode = (typeof TRADE_MODES)[number];

/** What may be ordered (SYMBOL_ORDER_MODE flags). */
export const ORDER_MODES = [
  'market',
  'limit',
  'stop',
  'stop-limit',
  'stop-loss',
  'take-profit',
  'close-by',
] as const;
export type OrderMode = (typeof ORDER_MODES)[number];

/** How long a waiting order may live (SYMBOL_EXPIRATION_MODE flags, ENUM_ORDER_TYPE_TIME). */
export const EXPIRATION_MODES = ['gtc', 'day', 'specified', 'specified-day'] as const;
export type ExpirationMode = (typeof EXPIRATION_MODES)[number];
