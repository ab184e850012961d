import { useState } from 'react';
import { actions, newKey, sendAct } from '../api/actions.ts';
import type { AccountView } from '../api/types.ts';
import { ConfirmDialog } from '../design/confirm-dialog.tsx';
import { problemWords } from '../problem-words.ts';
import { notify } from '../store/notices.ts';
import { words } from '../words.ts';

interface Promised {
  readonly message: string;
  readonly confirmation: string;
}

/** Arms a tripped breaker again, in two steps: the program says what that means and wants a yes. */
export function Rearm({ account }: { readonly account: AccountView }) {
  const say = words.risk;
  const [busy, setBusy] = useState(false);
  const [promised, setPromised] = useState<Promised>();
  const ask = async () => {
    setBusy(true);
    const answer = await sendAct(actions.rearmBreaker(account.account), newKey());
    setBusy(false);
    if (!answer.ok) return notify('danger', problemWords(answer.problem));
    const { message = '', confirmation } = answer.value;
    if (confirmation !== undefined) setPromised({ message, confirmation });
    return undefined;
  };
  return (
    <p className="rearm">
      <button type="button" className="button" disabled={busy} onClick={() => void ask()}>
        {say.rearm}
      </button>
      <span className="panel-note">{say.rearmSays}</span>
      {promised && (
        <ConfirmDialog
          title={say.rearmTitle(account.account)}
          confirm={say.rearmConfirm}
          sending={say.rearming}
          done={say.rearmed}
          act={actions.rearmBreaker(account.account, promised.confirmation)}
          onClose={() => setPromised(undefined)}
        >
          <p>{promised.message}</p>
        </ConfirmDialog>
      )}
    </p>
  );
}
