import { useId, useState, type FormEvent } from 'react';
import type { Setting } from '../../api/types.ts';
import { valueText } from '../../format/values.ts';
import { words } from '../../words.ts';

interface SettingRowProps {
  readonly setting: Setting;
  readonly busy: boolean;
  readonly onWrite: (key: string, typed: string | null) => Promise<void>;
}

/** One setting: what is in force, what would be by itself, who said so, and how to say otherwise. */
export function SettingRow({ setting, busy, onWrite }: SettingRowProps) {
  const say = words.configuration;
  const [changing, setChanging] = useState(false);
  const { key, value, unit, description, persons, source, line } = setting;
  const name = key.slice(key.lastIndexOf('.') + 1);
  return (
    <div className="configured">
      <p className="configured-name">
        <code>{name}</code>
        <span className="panel-note">{description}</span>
      </p>
      <p className="configured-value">
        <strong>{value === null ? say.notThere : valueText(value)}</strong>
        {unit !== null && value !== null && <span className="panel-note">{unit}</span>}
        <span className="panel-note">
          {setting.default === null ? say.noUsual : say.usual(valueText(setting.default))}
        </span>
      </p>
      <p className="configured-source">
        <span className={source === 'default' ? 'tone-quiet' : ''}>{say.source(source, line)}</span>
        {persons.map(({ symbol, value: theirs, by }) => (
          <span key={symbol}>{say.person(symbol, String(theirs), by ?? '')}</span>
        ))}
      </p>
      <button
        type="button"
        className="button quiet"
        aria-expanded={changing}
        aria-label={say.changeLabel(key)}
        onClick={() => setChanging(!changing)}
      >
        {say.change}
      </button>
      {changing && <ChangeForm setting={setting} busy={busy} onWrite={onWrite} />}
    </div>
  );
}

function ChangeForm({ setting, busy, onWrite }: SettingRowProps) {
  const say = words.configuration;
  const id = useId();
  const { key, value, kind, choices, allowed, while_running } = setting;
  const [typed, setTyped] = useState(value === null ? '' : valueText(value));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void onWrite(key, typed);
  };
  const options = kind === 'switch' ? ['true', 'false'] : choices;
  return (
    <form className="configured-change" onSubmit={submit}>
      <label htmlFor={id}>{say.newValue(key)}</label>
      {options.length > 0 ? (
        <select
          id={id}
          className="field"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        >
          {options.map((option) => (
            <option key={option}>{option}</option>
          ))}
        </select>
      ) : (
        <input
          id={id}
          className="field"
          value={typed}
          autoComplete="off"
          onChange={(event) => setTyped(event.target.value)}
        />
      )}
      <button type="submit" className="button" disabled={busy}>
        {say.showYaml}
      </button>
      {setting.line !== null && (
        <button
          type="button"
          className="button quiet"
          disabled={busy}
          onClick={() => void onWrite(key, null)}
        >
          {say.takeOut}
        </button>
      )}
      <p className="panel-note">
        {allowed !== '' && `${say.allowed(allowed)} `}
        {while_running ? say.whileRunning : say.atStart}
      </p>
    </form>
  );
}
