import { api } from '../../api/client.ts';
import type { LimitsView, PropFirmPreset } from '../../api/types.ts';
import { Badge } from '../../design/badge.tsx';
import { Panel } from '../../design/panel.tsx';
import { duration } from '../../format/clock.ts';
import { money } from '../../format/numbers.ts';
import { useResource } from '../../store/use-resource.ts';
import { valueText } from '../../format/values.ts';
import { words } from '../../words.ts';

interface PresetsPanelProps {
  readonly account: string;
  readonly limits: LimitsView | undefined;
}

/** The rules of prop firms that can be put in force, how old they are, and what they leave today. */
export function PresetsPanel({ account, limits }: PresetsPanelProps) {
  const say = words.presets;
  const { value, failed } = useResource('prop-firms', () => api.presets());
  const inForce = value?.presets.find((preset) => preset.accounts.includes(account));
  return (
    <Panel title={say.title}>
      {failed !== undefined && <p className="empty tone-danger">{say.failed(failed)}</p>}
      {value && (
        <div className="preset-now">
          <p>
            <strong>{inForce ? say.inForce(inForce.firm, inForce.phase) : say.none}</strong>
          </p>
          {!inForce && <p className="panel-note">{say.noneHint}</p>}
          {limits?.breaker && <Permitted breaker={limits.breaker} currency={limits.currency} />}
        </div>
      )}
      <ul className="presets">
        {value?.presets.map((preset) => (
          <PresetItem key={preset.name} preset={preset} account={account} />
        ))}
      </ul>
      {value?.problems.map((problem) => (
        <p key={problem} className="empty tone-danger">
          {problem}
        </p>
      ))}
    </Panel>
  );
}

interface PermittedProps {
  readonly breaker: NonNullable<LimitsView['breaker']>;
  readonly currency: string;
}

function Permitted({ breaker, currency }: PermittedProps) {
  const say = words.presets;
  const { loss_left_today: today, loss_left_overall: overall, next_day_in_ms: next } = breaker;
  return (
    <dl className="figures">
      <div>
        <dt>{say.today}</dt>
        <dd>{money(today, currency)}</dd>
      </div>
      <div>
        <dt>{say.overall}</dt>
        <dd>{overall === null ? say.noOverall : money(overall, currency)}</dd>
      </div>
      <div>
        <dt>{say.midnight}</dt>
        <dd>{duration(next)}</dd>
      </div>
    </dl>
  );
}

interface PresetItemProps {
  readonly preset: PropFirmPreset;
  readonly account: string;
}

function PresetItem({ preset, account }: PresetItemProps) {
  const say = words.presets;
  const { name, firm, phase, size, currency, source, checked_on, age_days, warning } = preset;
  return (
    <li>
      <p className="room-head">
        <strong>{say.name(firm, phase)}</strong>
        <span>{money(size, currency)}</span>
      </p>
      <p className="panel-note">
        {say.source(source)} · {say.checked(checked_on, age_days)}
      </p>
      {preset.accounts.includes(account) ? (
        <Badge tone="good">{say.badge}</Badge>
      ) : (
        <p className="panel-note">
          {say.toUse} <code>prop_firm_preset: {name}</code>
        </p>
      )}
      {warning !== null && <p className="tone-warning">{warning}</p>}
      <details>
        <summary>{say.rules(preset.rules.length)}</summary>
        <ul className="preset-rules">
          {preset.rules.map(({ key, value }) => (
            <li key={key}>
              <code>
                {key}: {valueText(value)}
              </code>
            </li>
          ))}
        </ul>
      </details>
    </li>
  );
}
