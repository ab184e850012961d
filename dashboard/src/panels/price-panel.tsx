import './price-panel.css';
import { useEffect, useState } from 'react';
import type { AccountView, SignalRecord } from '../api/types.ts';
import { LAYERS, type Layer } from '../chart/structure-shapes.ts';
import { otherTimeframes, timeframeChoices } from '../chart/timeframes.ts';
import { Choices } from '../design/choices.tsx';
import { Panel } from '../design/panel.tsx';
import type { ShownClock } from '../format/clock.ts';
import { price } from '../format/numbers.ts';
import { useRemembered } from '../store/remember.ts';
import { quoteKey } from '../store/state.ts';
import { useLive } from '../store/use-live.ts';
import { words } from '../words.ts';
import { PriceChartView } from './price-chart-view.tsx';

const FIRST_LAYERS: readonly Layer[] = [
  'order-blocks',
  'gaps',
  'breaks',
  'sweeps',
  'sessions',
  'signals',
  'trades',
];

interface PricePanelProps {
  readonly account: AccountView;
  readonly clock: ShownClock;
  /** The symbol shown; the account's first when it is none of its symbols. */
  readonly symbol: string | undefined;
  /** The timeframe shown; the one that the agent decides on when left out. */
  readonly timeframe: string | undefined;
  readonly onSymbol: (symbol: string) => void;
  readonly onTimeframe: (timeframe: string) => void;
  /** Decisions on the symbol, to be marked in the chart. */
  readonly signals: readonly SignalRecord[];
  readonly onWhy: (record: SignalRecord) => void;
}

export function PricePanel(props: PricePanelProps) {
  const { account, clock, onSymbol, onTimeframe } = props;
  const say = words.chart;
  const [layers, setLayers] = useRemembered<readonly Layer[]>('chart-layers', FIRST_LAYERS);
  const chosen = account.symbols.find((one) => one.symbol === props.symbol) ?? account.symbols[0];
  const shown = props.timeframe ?? chosen?.timeframe;
  const toggle = (layer: Layer) =>
    setLayers(layers.includes(layer) ? layers.filter((one) => one !== layer) : [...layers, layer]);
  if (chosen === undefined || shown === undefined) {
    return (
      <Panel title={say.title} className="price">
        <p className="empty">{say.noSymbol}</p>
      </Panel>
    );
  }
  return (
    <Panel
      title={say.title}
      className="price"
      tools={
        <>
          <Choices
            label={say.symbols}
            options={account.symbols.map((one) => one.symbol)}
            chosen={(symbol) => symbol === chosen.symbol}
            onChoose={onSymbol}
          />
          <TimeframeChoice own={chosen.timeframe} shown={shown} onChoose={onTimeframe} />
        </>
      }
    >
      <div className="price-bar">
        <Quote account={account.account} symbol={chosen.symbol} digits={chosen.digits} />
        <Choices
          label={say.layers}
          options={LAYERS}
          name={(layer) => say.layer[layer]}
          chosen={(layer) => layers.includes(layer)}
          onChoose={toggle}
        />
      </div>
      <PriceChartView
        account={account.account}
        symbol={chosen.symbol}
        timeframe={shown}
        digits={chosen.digits}
        layers={layers}
        clock={clock}
        signals={props.signals}
        onWhy={props.onWhy}
      />
      <p className="panel-note price-legend">{say.legend}</p>
    </Panel>
  );
}

interface TimeframeChoiceProps {
  readonly own: string;
  readonly shown: string;
  readonly onChoose: (timeframe: string) => void;
}

function TimeframeChoice({ own, shown, onChoose }: TimeframeChoiceProps) {
  const say = words.chart;
  const choices = timeframeChoices(own, shown);
  return (
    <>
      <Choices
        label={say.timeframes}
        options={choices}
        chosen={(name) => name === shown}
        onChoose={onChoose}
      />
      <select
        className="field"
        aria-label={say.moreTimeframes}
        value=""
        onChange={(event) => onChoose(event.target.value)}
      >
        <option value="" disabled>
          {say.more}
        </option>
        {otherTimeframes(choices).map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </>
  );
}

interface QuoteProps {
  readonly account: string;
  readonly symbol: string;
  readonly digits: number;
}

function Quote({ account, symbol, digits }: QuoteProps) {
  const quote = useLive((state) => state.quotes[quoteKey(account, symbol)]);
  const [title] = useState(document.title);
  const bid = quote && price(quote.bid, digits);
  useEffect(() => {
    document.title = bid === undefined ? title : `${symbol} ${bid} · ${words.product}`;
  }, [symbol, bid, title]);
  return (
    <p className="quote">
      <strong>{symbol}</strong>
      <span>
        {words.chart.bid} {bid ?? words.none}
      </span>
      <span>
        {words.chart.ask} {quote ? price(quote.ask, digits) : words.none}
      </span>
    </p>
  );
}
