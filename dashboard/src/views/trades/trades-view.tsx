import './trades-view.css';
import { useState } from 'react';
import { api } from '../../api/client.ts';
import type { AccountView, ClosedTrade } from '../../api/types.ts';
import { Choices } from '../../design/choices.tsx';
import { Gain } from '../../design/gain.tsx';
import { Panel } from '../../design/panel.tsx';
import type { ViewProps } from '../../frame/view-props.ts';
import { rMultiple } from '../../format/numbers.ts';
import { eventsOf, useResource } from '../../store/use-resource.ts';
import { words } from '../../words.ts';
import { downloadCsv } from './csv.ts';
import { filterTrades, RESULTS, sumOf, type Result } from './trade-sums.ts';
import { TradeTable } from './trade-table.tsx';

/** As many as the program keeps at hand. */
const ASKED = 1_000;
const SHOWN = 100;
const NONE: readonly ClosedTrade[] = [];

/** What was traded, what it brought, and what it cost. */
export function TradesView({ account, clock, signals, onWhy }: ViewProps) {
  const say = words.trades;
  const name = account.account;
  const { value, failed } = useResource(`trades ${name}`, () => api.trades(name, ASKED), {
    after: eventsOf(name, 'deal'),
  });
  const [symbol, setSymbol] = useState('');
  const [result, setResult] = useState<Result>('all');
  const all = value?.trades ?? NONE;
  const trades = filterTrades(all, symbol, result);
  const symbols = [...new Set(all.map((trade) => trade.symbol))];
  return (
    <Panel
      title={say.title}
      tools={
        <>
          <select
            className="field"
            aria-label={say.symbol}
            value={symbol}
            onChange={(event) => setSymbol(event.target.value)}
          >
            <option value="">{say.allSymbols}</option>
            {symbols.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
          <Choices
            label={say.result}
            options={RESULTS}
            name={(option) => say.results[option]}
            chosen={(option) => option === result}
            onChoose={setResult}
          />
          <button
            type="button"
            className="button"
            disabled={trades.length === 0}
            onClick={() => downloadCsv(trades, say.file(name))}
          >
            {say.export}
          </button>
        </>
      }
    >
      {failed !== undefined && <p className="empty tone-danger">{say.failed(failed)}</p>}
      {value && all.length === 0 && <p className="empty">{say.empty}</p>}
      {all.length > 0 && trades.length === 0 && <p className="empty">{say.none}</p>}
      {trades.length > 0 && (
        <>
          <Summary trades={trades} account={account} />
          <TradeTable
            trades={trades.slice(0, SHOWN)}
            account={account}
            clock={clock}
            signals={signals}
            onWhy={onWhy}
          />
        </>
      )}
    </Panel>
  );
}

interface SummaryProps {
  readonly trades: readonly ClosedTrade[];
  readonly account: AccountView;
}

function Summary({ trades, account }: SummaryProps) {
  const say = words.trades;
  const sum = sumOf(trades);
  return (
    <p className="trade-summary">
      <strong>{say.summary(trades.length, sum.won)}</strong>
      <span>
        {say.sumNet} <Gain amount={sum.net} currency={account.currency} />
      </span>
      <span>
        {say.sumCosts} <Gain amount={sum.costs} currency={account.currency} />
      </span>
      {sum.withRisk > 0 && <span>{say.meanR(rMultiple(sum.meanR), sum.withRisk)}</span>}
      {trades.length > SHOWN && <span className="tone-quiet">{say.newest(SHOWN)}</span>}
    </p>
  );
}
