import './research-view.css';
import { useId, useState, type FormEvent } from 'react';
import { actions } from '../../api/actions.ts';
import { api, apiUrl } from '../../api/client.ts';
import type { BacktestView } from '../../api/types.ts';
import { Badge, type Tone } from '../../design/badge.tsx';
import { Choices } from '../../design/choices.tsx';
import { Meter } from '../../design/meter.tsx';
import { Panel } from '../../design/panel.tsx';
import type { ViewProps } from '../../frame/view-props.ts';
import { clockTime, type ShownClock } from '../../format/clock.ts';
import { useAction } from '../../store/use-action.ts';
import { Comparison } from './comparison.tsx';
import { useResource } from '../../store/use-resource.ts';
import { words } from '../../words.ts';

const EVERY_MS = 2_000;
const SOURCES = ['simulated', 'store'] as const;
const TONE: Readonly<Record<BacktestView['state'], Tone>> = {
  running: 'quiet',
  done: 'good',
  failed: 'danger',
  cancelled: 'warning',
};

/** Backtests: run one, see it go on, read two side by side. */
export function ResearchView({ clock }: ViewProps) {
  const say = words.research;
  const { value, failed } = useResource('backtests', () => api.backtests(), { everyMs: EVERY_MS });
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const all = value?.backtests ?? [];
  const picked = all.filter(({ id }) => chosen.includes(id));
  const [left, right] = picked;
  const toggle = (id: string) =>
    setChosen(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id].slice(-2));
  return (
    <div className="research">
      <Panel title={say.title}>
        <p className="panel-note research-note">{say.note}</p>
        <StartForm />
        {failed !== undefined && <p className="empty tone-danger">{say.failed(failed)}</p>}
        {value && all.length === 0 && <p className="empty">{say.empty}</p>}
        <ul className="backtests">
          {all.map((one) => (
            <BacktestRow
              key={one.id}
              backtest={one}
              clock={clock}
              chosen={chosen.includes(one.id)}
              onChoose={() => toggle(one.id)}
            />
          ))}
        </ul>
      </Panel>
      {all.length > 0 && (
        <Panel title={say.comparison}>
          {left && right && (
            <Comparison left={left.id} right={right.id} names={[nameOf(left), nameOf(right)]} />
          )}
          <div className="comparison">
            {chosen.length === 0 && <p className="empty">{say.comparisonHint}</p>}
            {picked.map((one) => (
              <pre key={one.id} tabIndex={0} aria-label={nameOf(one)}>
                {nameOf(one)}
                {'\n\n'}
                {one.words}
              </pre>
            ))}
          </div>
        </Panel>
      )}
    </div>
  );
}

function nameOf({ request }: BacktestView): string {
  return Object.entries(request)
    .map(([key, value]) => `${key} ${String(value)}`)
    .join(', ');
}

interface BacktestRowProps {
  readonly backtest: BacktestView;
  readonly clock: ShownClock;
  readonly chosen: boolean;
  readonly onChoose: () => void;
}

function BacktestRow({ backtest, clock, chosen, onChoose }: BacktestRowProps) {
  const say = words.research;
  const { id, state, progress } = backtest;
  const { busy, run } = useAction();
  return (
    <li>
      <span>
        <Badge tone={TONE[state]}>{say.state[state]}</Badge> {nameOf(backtest)}{' '}
        <span className="panel-note">{clockTime(backtest.startedAt, clock, 'full')}</span>
        {state === 'running' && <Meter label={say.progress} value={progress} max={1} />}
        {state === 'failed' && <p className="tone-danger">{backtest.words}</p>}
      </span>
      <span className="backtest-actions">
        {state === 'running' && (
          <button
            type="button"
            className="button quiet"
            disabled={busy}
            onClick={() => void run(actions.cancelBacktest(id), say.cancelled)}
          >
            {say.cancel}
          </button>
        )}
        {state === 'done' && (
          <>
            <a href={apiUrl(`backtests/${id}/report`)} target="_blank" rel="noopener">
              {say.report}
            </a>
            <a href={apiUrl(`backtests/${id}/result`)} download={`backtest-${id}.json`}>
              {say.result}
            </a>
            <button
              type="button"
              className="button quiet"
              aria-pressed={chosen}
              aria-label={say.compareLabel(nameOf(backtest))}
              onClick={onChoose}
            >
              {chosen ? '✓ ' : ''}
              {say.compare}
            </button>
          </>
        )}
      </span>
    </li>
  );
}

function StartForm() {
  const say = words.research;
  const id = useId();
  const [source, setSource] = useState<(typeof SOURCES)[number]>('simulated');
  const [weeks, setWeeks] = useState('8');
  const [seed, setSeed] = useState('1');
  const [symbol, setSymbol] = useState('EURUSD');
  const { busy, failed, run } = useAction();
  const start = (event: FormEvent) => {
    event.preventDefault();
    const request =
      source === 'simulated'
        ? { source, weeks: Number(weeks), seed: Number(seed) }
        : { source, symbol };
    void run(actions.startBacktest(request), say.started);
  };
  const field = (name: string, label: string, value: string, set: (text: string) => void) => (
    <span className="research-field">
      <label htmlFor={`${id}${name}`}>{label}</label>
      <input
        id={`${id}${name}`}
        className="field"
        value={value}
        autoComplete="off"
        onChange={(event) => set(event.target.value)}
      />
    </span>
  );
  return (
    <form className="research-form" onSubmit={start}>
      <Choices
        label={say.source}
        options={SOURCES}
        name={(option) => say.sources[option]}
        chosen={(option) => option === source}
        onChoose={setSource}
      />
      {source === 'simulated' ? (
        <>
          {field('weeks', say.weeks, weeks, setWeeks)}
          {field('seed', say.seed, seed, setSeed)}
        </>
      ) : (
        field('symbol', say.symbol, symbol, setSymbol)
      )}
      <button type="submit" className="button primary" disabled={busy}>
        {say.start}
      </button>
      {failed !== undefined && (
        <p role="alert" className="tone-danger">
          {failed}
        </p>
      )}
    </form>
  );
}
