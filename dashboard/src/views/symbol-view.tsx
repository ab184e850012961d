import './symbol-view.css';
import { useMemo } from 'react';
import type { ViewProps } from '../frame/view-props.ts';
import { DecisionsPanel } from '../panels/decisions-panel.tsx';
import { PositionsPanel } from '../panels/positions-panel.tsx';
import { PricePanel } from '../panels/price-panel.tsx';
import { goTo } from '../route/use-route.ts';

/** One symbol: its chart, what is open in it, and what its agent decided. */
export function SymbolView(props: ViewProps) {
  const { account, clock, params, signals, signalsFailed, onWhy } = props;
  const { symbols } = account;
  const symbol = (symbols.find((one) => one.symbol === params['symbol']) ?? symbols[0])?.symbol;
  const decided = useMemo(
    () => signals.filter((one) => one.signal.symbol === symbol),
    [signals, symbol],
  );
  const choose = (changes: Readonly<Record<string, string>>) =>
    goTo('symbol', { ...params, account: account.account, ...changes }, true);
  return (
    <div className="symbol-view">
      <PricePanel
        key={account.account}
        account={account}
        clock={clock}
        symbol={symbol}
        timeframe={params['timeframe']}
        onSymbol={(chosen) => choose({ symbol: chosen })}
        onTimeframe={(timeframe) => choose({ timeframe })}
        signals={decided}
        onWhy={onWhy}
      />
      <PositionsPanel account={account} clock={clock} symbol={symbol} />
      <DecisionsPanel
        account={account}
        clock={clock}
        signals={decided}
        failed={signalsFailed}
        onOpen={onWhy}
      />
    </div>
  );
}
