import { useId, useState, type FormEvent } from 'react';
import { actions, type AgentSetting } from '../../api/actions.ts';
import { api } from '../../api/client.ts';
import type { AgentSettings } from '../../api/types.ts';
import { Panel } from '../../design/panel.tsx';
import type { ViewProps } from '../../frame/view-props.ts';
import { useAction } from '../../store/use-action.ts';
import { eventsOf, useResource } from '../../store/use-resource.ts';
import { useLive } from '../../store/use-live.ts';
import { words } from '../../words.ts';

/** What a person has set for each agent, while it runs: only ever stricter than the configuration. */
export function AgentsSettings({ account }: Pick<ViewProps, 'account'>) {
  const say = words.settings;
  const all = useLive((state) => state.agents);
  const agents = all.filter((agent) => agent.account === account.account);
  return (
    <Panel title={say.title} className="settings">
      <p className="panel-note settings-note">{say.note}</p>
      {agents.length === 0 && <p className="empty">{say.empty}</p>}
      {agents.map(({ symbol }) => (
        <AgentForm key={symbol} account={account.account} symbol={symbol} />
      ))}
    </Panel>
  );
}

interface AgentFormProps {
  readonly account: string;
  readonly symbol: string;
}

function AgentForm({ account, symbol }: AgentFormProps) {
  const say = words.settings;
  const { value, failed } = useResource(
    `settings ${account} ${symbol}`,
    () => api.agentSettings(account, symbol),
    { after: eventsOf(account, 'command', 'agent-set') },
  );
  return (
    <section className="agent-settings" aria-label={symbol}>
      <h3>{symbol}</h3>
      {failed !== undefined && <p className="tone-danger">{say.failed(failed)}</p>}
      {value && (
        <>
          <SettingForm {...{ account, symbol }} name="confidence_threshold" from={value} />
          <SettingForm {...{ account, symbol }} name="risk_per_trade_pct" from={value} />
        </>
      )}
    </section>
  );
}

interface SettingFormProps extends AgentFormProps {
  readonly name: AgentSetting;
  readonly from: AgentSettings;
}

function SettingForm({ account, symbol, name, from }: SettingFormProps) {
  const say = words.settings;
  const id = useId();
  const { busy, failed, run } = useAction();
  const setting = from.settings[name];
  const [typed, setTyped] = useState<string>();
  const shown = typed ?? String(setting.value);
  const set = async (value: number | null) => {
    const act = actions.setAgent(account, symbol, { [name]: value });
    if (await run(act, say.saved)) setTyped(undefined);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void set(Number(shown.replace(',', '.')));
  };
  return (
    <form className="setting" onSubmit={submit}>
      <label htmlFor={id}>{name === 'confidence_threshold' ? say.threshold : say.risk}</label>
      <span className="setting-field">
        <input
          id={id}
          className="field number"
          inputMode="decimal"
          value={shown}
          autoComplete="off"
          onChange={(event) => setTyped(event.target.value)}
        />
        <button
          type="submit"
          className="button"
          disabled={busy || typed === undefined}
          aria-label={say.saveLabel(name, symbol)}
        >
          {say.save}
        </button>
        {setting.set_by === 'person' && (
          <button
            type="button"
            className="button quiet"
            disabled={busy}
            onClick={() => void set(null)}
          >
            {say.back}
          </button>
        )}
      </span>
      <span className="panel-note">
        {say.configured(String(setting.configured))}
        {setting.by !== null && ` · ${say.byPerson(setting.by)}`}
      </span>
      {failed !== undefined && (
        <p role="alert" className="tone-danger">
          {failed}
        </p>
      )}
    </form>
  );
}
