import type { LimitsView } from '../../api/types.ts';
import { Meter } from '../../design/meter.tsx';
import { Panel } from '../../design/panel.tsx';
import { money, percent } from '../../format/numbers.ts';
import { words } from '../../words.ts';

type Currencies = NonNullable<LimitsView['report']>['currencies'];

/** What may be lost by bets on each currency, of positions and waiting orders together. */
export function ExposurePanel({ limits }: { readonly limits: LimitsView | undefined }) {
  const say = words.exposure;
  const currencies = limits?.report?.currencies;
  return (
    <Panel title={say.title}>
      <p className="panel-note exposure-note">{say.note}</p>
      {limits && !currencies && <p className="empty">{say.unknown}</p>}
      {currencies?.bets.length === 0 && <p className="empty">{say.empty}</p>}
      {limits && currencies && currencies.bets.length > 0 && (
        <Bets currencies={currencies} currency={limits.currency} />
      )}
      {limits && currencies && (
        <p className="panel-note exposure-note">
          {say.limits(
            money(currencies.net_allowed, limits.currency),
            percent(currencies.net_allowed_pct),
            money(currencies.gross_allowed, limits.currency),
            percent(currencies.gross_allowed_pct),
          )}
        </p>
      )}
    </Panel>
  );
}

interface BetsProps {
  readonly currencies: Currencies;
  readonly currency: string;
}

function Bets({ currencies: { bets, net_allowed, gross_allowed }, currency }: BetsProps) {
  const say = words.exposure;
  return (
    <table className="stacks exposure">
      <thead>
        <tr>
          <th scope="col">{say.currency}</th>
          <th scope="col">{say.net}</th>
          <th scope="col">{say.gross}</th>
        </tr>
      </thead>
      <tbody>
        {bets.map(({ currency: bet, net, net_pct, gross, gross_pct }) => (
          <tr key={bet}>
            <td data-label={say.currency}>
              <strong>{bet}</strong>
            </td>
            <td data-label={say.net}>
              <span className="bet">
                <span>
                  {money(Math.abs(net), currency)} {say.direction(net)}
                </span>
                <span className="panel-note">{percent(Math.abs(net_pct))}</span>
              </span>
              <Meter label={say.netOf(bet)} value={Math.abs(net)} max={net_allowed} />
            </td>
            <td data-label={say.gross}>
              <span className="bet">
                <span>{money(gross, currency)}</span>
                <span className="panel-note">{percent(gross_pct)}</span>
              </span>
              <Meter label={say.grossOf(bet)} value={gross} max={gross_allowed} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
