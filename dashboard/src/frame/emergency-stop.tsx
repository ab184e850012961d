import './emergency-stop.css';
import { useState, type FormEvent } from 'react';
import { actions } from '../api/actions.ts';
import type { AccountView } from '../api/types.ts';
import { Dialog } from '../design/dialog.tsx';
import { useAction } from '../store/use-action.ts';
import { useLive } from '../store/use-live.ts';
import { words } from '../words.ts';

/** Two deliberate steps: a button that only asks, and a word that has to be typed. */
export function EmergencyStop() {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <button type="button" className="button danger stop-button" onClick={() => setAsking(true)}>
        <span aria-hidden="true">■</span> {words.emergency.button}
      </button>
      {asking && <StopDialog onClose={() => setAsking(false)} />}
    </>
  );
}

function StopDialog({ onClose }: { readonly onClose: () => void }) {
  const say = words.emergency;
  const accounts = useLive((state) => state.accounts);
  const [scope, setScope] = useState<string>();
  const [typed, setTyped] = useState('');
  const { busy, failed, run } = useAction();
  const only = accounts.length === 1 ? accounts[0]?.account : scope;
  const confirmed = typed.trim().toUpperCase() === say.word;

  const stop = async (event: FormEvent) => {
    event.preventDefault();
    if (confirmed && (await run(actions.emergencyStop(scope), say.done))) onClose();
  };
  return (
    <Dialog title={say.title} onClose={onClose}>
      <form className="stop-form" onSubmit={(event) => void stop(event)}>
        {accounts.length > 1 && (
          <ScopeChoice accounts={accounts} scope={scope} onScope={setScope} />
        )}
        <Consequences account={only} />
        <label className="stop-type">
          <span>{say.type}</span>
          <input
            className="field"
            value={typed}
            data-focus-first
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            onChange={(event) => setTyped(event.target.value)}
          />
        </label>
        {failed !== undefined && (
          <p role="alert" className="tone-danger">
            {failed}
          </p>
        )}
        <div className="dialog-actions">
          <button type="button" className="button" onClick={onClose}>
            {words.cancel}
          </button>
          <button type="submit" className="button danger" disabled={!confirmed || busy}>
            {busy ? say.sending : say.confirm}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** What will happen, with the numbers of this moment. */
function Consequences({ account }: { readonly account: string | undefined }) {
  const say = words.emergency;
  const positions = useLive((state) => state.positions);
  const agents = useLive((state) => state.agents);
  const within = (one: { readonly account: string }) =>
    account === undefined || one.account === account;
  const running = agents.filter((agent) => within(agent) && agent.state !== 'STOPPED');
  return (
    <ul className="stop-list">
      <li>{say.willClose(positions.filter(within).length, account ?? say.everyAccount)}</li>
      <li>{say.willStop(running.length)}</li>
      <li>{say.cannotUndo}</li>
    </ul>
  );
}

interface ScopeChoiceProps {
  readonly accounts: readonly AccountView[];
  readonly scope: string | undefined;
  readonly onScope: (scope: string | undefined) => void;
}

function ScopeChoice({ accounts, scope, onScope }: ScopeChoiceProps) {
  const say = words.emergency;
  const options = [undefined, ...accounts.map((one) => one.account)];
  return (
    <fieldset className="stop-scope">
      <legend>{say.scope}</legend>
      {options.map((option) => (
        <label key={option ?? ''}>
          <input
            type="radio"
            name="scope"
            checked={option === scope}
            onChange={() => onScope(option)}
          />{' '}
          {option ?? say.allAccounts}
        </label>
      ))}
    </fieldset>
  );
}
