import './simulation-panel.css';
import { useState, type ReactNode } from 'react';
import { actions, type Act } from '../api/actions.ts';
import type { AccountView } from '../api/types.ts';
import { ConfirmDialog } from '../design/confirm-dialog.tsx';
import { Panel } from '../design/panel.tsx';
import { useAction } from '../store/use-action.ts';
import { words } from '../words.ts';

/** What may be done to a simulated market, to see what the program does then. */
export function SimulationPanel({ account }: { readonly account: AccountView }) {
  const say = words.simulation;
  const name = account.account;
  if (account.mode !== 'simulated') return null;
  return (
    <Panel title={say.title} className="simulation">
      <p className="panel-note simulation-note">{say.note}</p>
      <ul className="scenes">
        <GapScene account={account} />
        <Scene name={say.link} says={say.linkSays} act={actions.cutLink(name)} />
        <Scene name={say.news} says={say.newsSays} act={actions.fireNews(name)} />
        <Scene name={say.trip} says={say.tripSays} act={actions.tripBreaker(name)} />
        <KillScene />
      </ul>
    </Panel>
  );
}

interface SceneProps {
  readonly name: string;
  readonly says: string;
  readonly act: Act;
  readonly children?: ReactNode;
}

function Scene({ name, says, act, children }: SceneProps) {
  const { busy, run } = useAction();
  return (
    <li>
      <span>
        {says}
        {children}
      </span>
      <button
        type="button"
        className="button"
        disabled={busy}
        onClick={() => void run(act, words.simulation.done)}
      >
        {name}
      </button>
    </li>
  );
}

function GapScene({ account }: { readonly account: AccountView }) {
  const say = words.simulation;
  const [symbol, setSymbol] = useState<string>();
  const [pct, setPct] = useState('-1');
  const chosen = symbol ?? account.symbols[0]?.symbol ?? '';
  return (
    <Scene
      name={say.gap}
      says={say.gapSays}
      act={actions.gapPrice(account.account, chosen, Number(pct))}
    >
      <span className="scene-choice">
        <select
          className="field"
          aria-label={say.symbol}
          value={chosen}
          onChange={(event) => setSymbol(event.target.value)}
        >
          {account.symbols.map((one) => (
            <option key={one.symbol}>{one.symbol}</option>
          ))}
        </select>
        <select
          className="field"
          aria-label={say.size}
          value={pct}
          onChange={(event) => setPct(event.target.value)}
        >
          {Object.entries(say.sizes).map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </span>
    </Scene>
  );
}

function KillScene() {
  const say = words.simulation;
  const [asking, setAsking] = useState(false);
  return (
    <li>
      <span>{say.killSays}</span>
      <button type="button" className="button" onClick={() => setAsking(true)}>
        {say.kill}
      </button>
      {asking && (
        <ConfirmDialog
          title={say.killTitle}
          confirm={say.killConfirm}
          sending={say.killing}
          done={say.done}
          act={actions.killProgram()}
          onClose={() => setAsking(false)}
        >
          <p>{say.killBody}</p>
        </ConfirmDialog>
      )}
    </li>
  );
}
