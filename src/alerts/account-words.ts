import { noTradeLine } from '../api/digest-text.ts';
import type { ControlRoom } from '../api/control-room.ts';
import type { AccountView, PositionView } from '../api/views.ts';

/** Mode and account, `DEMO main`: the first words of all that leaves the program about an account. */
export function headOf({ mode, name }: { readonly mode: string; readonly name: string }): string {
  return `${mode.toUpperCase()} ${name}`;
}

/** Where an account stands, in a few lines for a small screen. */
export function standingLines(room: ControlRoom, account: AccountView): readonly string[] {
  const { account: name, currency, state, detail, link, equity, openProfit } = account;
  const limits = room.limits(name)[0];
  const left = limits?.breaker?.loss_left_today;
  const positions = room.positions(name);
  return [
    `${headOf({ mode: account.mode, name })}: ${state} (${detail})`,
    ...(account.emergency === 'none' ? [] : [`EMERGENCY STOP ${account.emergency}`]),
    `Can still be lost today: ${left === undefined ? 'unknown' : amount(Math.max(0, left), currency)}`,
    `Limits: ${limits?.text ?? 'unknown'}`,
    `Breaker: ${account.breaker?.state ?? 'unknown'}`,
    `Equity: ${amount(equity, currency)}, open profit ${amount(openProfit, currency)}`,
    `Link: ${link.up ? 'up' : 'DOWN'}, ${link.detail}`,
    positions.length === 0 ? 'Positions: none open' : `Positions: ${positions.length} open`,
    ...positions.map((position) => `  ${positionLine(position, currency)}`),
    noTradeLine(room.digest(name, undefined)),
  ];
}

export function positionLine(position: PositionView, currency: string): string {
  const { ticket, symbol, type, volume, profit, r, sl } = position;
  const gain = profit === null ? 'profit unknown' : amount(profit, currency);
  const multiple = r === null ? '' : `, ${r.toFixed(2)}R`;
  return `${ticket} ${symbol} ${type} ${volume}: ${gain}${multiple}${sl > 0 ? '' : ', NO STOP'}`;
}

export function amount(money: number, currency: string): string {
  return `${money.toFixed(2)} ${currency}`;
}
