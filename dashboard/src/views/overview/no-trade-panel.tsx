import { api } from '../../api/client.ts';
import type { AccountView, AgentDigest } from '../../api/types.ts';
import { Panel } from '../../design/panel.tsx';
import { SideName } from '../../design/side.tsx';
import { confidence } from '../../format/numbers.ts';
import { reasonWords } from '../../reason-words.ts';
import { eventsOf, useResource } from '../../store/use-resource.ts';
import { words } from '../../words.ts';

/** Each agent's candidates of the day, and the one that came nearest to a trade. */
export function NoTradePanel({ account }: { readonly account: AccountView }) {
  const say = words.overview.noTrade;
  const name = account.account;
  const { value, failed } = useResource(`digest ${name}`, () => api.digest(name), {
    after: eventsOf(name, 'signal', 'day-started', 'agent-created', 'agent-state'),
  });
  const digest = value?.digests[0];
  return (
    <Panel
      title={say.title}
      tools={digest && <span className="panel-note">{say.day(digest.day)}</span>}
    >
      {failed !== undefined && <p className="empty tone-danger">{say.failed(failed)}</p>}
      {digest?.agents.length === 0 && <p className="empty">{say.empty}</p>}
      <ul className="misses">
        {digest?.agents.map((agent) => (
          <li key={agent.symbol}>
            <AgentMiss agent={agent} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function AgentMiss({ agent }: { readonly agent: AgentDigest }) {
  const say = words.overview.noTrade;
  const [nearest] = agent.refused;
  return (
    <>
      <strong>{agent.symbol}</strong>{' '}
      <span className="tone-quiet">
        {agent.candidates === 0 ? say.quiet : say.counts(agent.candidates, agent.taken)}
      </span>
      {agent.state !== 'RUNNING' && (
        <p className="tone-warning">
          {words.agents.stateName[agent.state as keyof typeof words.agents.stateName] ??
            agent.state}
          : {agent.why}
        </p>
      )}
      {nearest && (
        <p>
          {say.nearest} <SideName side={nearest.nearest.side} />{' '}
          {confidence(nearest.nearest.confidence)}, {reasonWords(nearest.reason)}
          {say.times(nearest.count)}
          <br />
          <span className="panel-note">{nearest.nearest.detail}</span>
        </p>
      )}
    </>
  );
}
