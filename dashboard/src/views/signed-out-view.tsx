import './signed-out-view.css';
import { live } from '../store/use-live.ts';
import { words } from '../words.ts';

export function SignedOutView() {
  const say = words.signedOut;
  return (
    <main className="centred">
      <div className="panel signed-out">
        <h1>{say.title}</h1>
        <p>{say.body}</p>
        <p>
          <code>{say.command}</code>
        </p>
        <p className="tone-quiet">{say.after}</p>
        <button type="button" className="button" onClick={() => live.reconnect()}>
          {say.retry}
        </button>
      </div>
    </main>
  );
}
