import './agents-panel.css';
import { useId, useState, type FormEvent } from 'react';
import { actions } from '../api/actions.ts';
import type { AccountView, AgentView, SignalRecord } from '../api/types.ts';
import { Badge, type Tone } from '../design/badge.tsx';
import { Panel } from '../design/panel.tsx';
import { SideName } from '../design/side.tsx';
import { confidence, count } from '../format/numbers.ts';
import { hrefOf } from '../route/route.ts';
import { useAction } from '../store/use-action.ts';
import { useLive } from '../store/use-live.ts';
import { reasonWords } from '../reason-words.ts';
import { words } from '../words.ts';

const STATE_TONE: Readonly<Record<AgentView['state'], Tone>> = {
  READY: 'quiet',
  RUNNING: 'good',
  DEGRADED: 'warning',
  QUARANTINED: 'danger',
  STOPPED: 'quiet',
};

interface AgentsPanelProps {
  readonly account: AccountView;
  readonly signals: readonly SignalRecord[];
  readonly onOpen: (record: SignalRecord) => void;
}

export function AgentsPanel({ account, signals, onOpen }: AgentsPanelProps) {
  const say = words.agents;
  const all = useLive((state) => state.agents);
  const agents = all.filter((agent) => agent.account === account.account);
  return (
    <Panel title={say.title} className="agents">
      {agents.length === 0 ? (
        <p className="empty">{say.empty}</p>
      ) : (
        <table className="stacks agent-table">
          <thead>
            <tr>
              <th scope="col">{say.symbol}</th>
              <th scope="col">{say.decision}</th>
              <th scope="col" className="number">
                {say.bars}
              </th>
              <th scope="col">
                <span className="unseen">{say.actions}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {agents.map((agent) => (
              <AgentRow key={agent.symbol} agent={agent} signals={signals} onOpen={onOpen} />
            ))}
          </tbody>
        </table>
      )}
      <NewAgent account={account} agents={agents} />
    </Panel>
  );
}

interface AgentRowProps extends Omit<AgentsPanelProps, 'account'> {
  readonly agent: AgentView;
}

function AgentRow({ agent, signals, onOpen }: AgentRowProps) {
  const say = words.agents;
  const { symbol, state } = agent;
  const troubled = state === 'DEGRADED' || state === 'QUARANTINED';
  return (
    <>
      <tr className={troubled ? 'with-note' : ''}>
        <td>
          <a className="strong-link" href={hrefOf('symbol', { account: agent.account, symbol })}>
            {symbol}
          </a>
          <div title={agent.why}>
            <Badge tone={STATE_TONE[state]}>{say.stateName[state]}</Badge>
          </div>
        </td>
        <td>
          <Decision agent={agent} signals={signals} onOpen={onOpen} />
        </td>
        <td className="number" data-label={say.bars}>
          {count(agent.barsSeen)}
        </td>
        <td className="agent-actions wide">
          <AgentActions agent={agent} />
        </td>
      </tr>
      {troubled && (
        <tr className="note">
          <td colSpan={4} className={`wide tone-${STATE_TONE[state]}`}>
            {agent.why}
          </td>
        </tr>
      )}
    </>
  );
}

function AgentActions({ agent }: { readonly agent: AgentView }) {
  const say = words.agents;
  const { account, symbol, state } = agent;
  const { busy, run } = useAction();
  return (
    <>
      {state !== 'STOPPED' && (
        <button
          type="button"
          className="button quiet"
          disabled={busy}
          aria-label={say.stopLabel(symbol)}
          onClick={() => void run(actions.stopAgent(account, symbol), say.stopped(symbol))}
        >
          {say.stop}
        </button>
      )}
      <button
        type="button"
        className="button quiet"
        disabled={busy}
        aria-label={say.restartLabel(symbol)}
        onClick={() => void run(actions.restartAgent(account, symbol), say.restarted(symbol))}
      >
        {say.restart}
      </button>
    </>
  );
}

function Decision({ agent, signals, onOpen }: AgentRowProps) {
  const decision = agent.lastDecision;
  if (decision === null) return <span className="panel-note">{words.agents.noDecision}</span>;
  const record = signals.find(
    ({ signal }) =>
      signal.symbol === agent.symbol &&
      signal.time === decision.time &&
      signal.side === decision.side,
  );
  const outcome = decision.taken
    ? words.decisions.taken
    : `${words.decisions.refused}: ${reasonWords(decision.reason)}`;
  const line = (
    <>
      <SideName side={decision.side} /> {confidence(decision.confidence)}
      <span className="decision-outcome">{outcome}</span>
    </>
  );
  if (record === undefined) return <div title={decision.detail}>{line}</div>;
  return (
    <button
      type="button"
      className="decision-link"
      title={decision.detail}
      onClick={() => onOpen(record)}
    >
      {line}
    </button>
  );
}

interface NewAgentProps {
  readonly account: AccountView;
  readonly agents: readonly AgentView[];
}

function NewAgent({ account, agents }: NewAgentProps) {
  const say = words.agents;
  const id = useId();
  const [symbol, setSymbol] = useState('');
  const { busy, run } = useAction();
  const free = account.symbols.filter((one) => !agents.some((a) => a.symbol === one.symbol));
  const wanted = symbol.trim();
  const create = async (event: FormEvent) => {
    event.preventDefault();
    if (wanted === '') return;
    const done = await run(actions.createAgent(account.account, wanted), say.created(wanted));
    if (done) setSymbol('');
  };
  return (
    <form className="new-agent" onSubmit={(event) => void create(event)}>
      <label className="unseen" htmlFor={id}>
        {say.newSymbol}
      </label>
      <input
        id={id}
        className="field"
        value={symbol}
        placeholder={say.placeholder}
        list={`${id}list`}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        onChange={(event) => setSymbol(event.target.value)}
      />
      <datalist id={`${id}list`}>
        {free.map((one) => (
          <option key={one.symbol} value={one.symbol} />
        ))}
      </datalist>
      <button type="submit" className="button" disabled={busy || wanted === ''}>
        {say.create}
      </button>
    </form>
  );
}
