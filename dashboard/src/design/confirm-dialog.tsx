import type { ReactNode } from 'react';
import type { Act } from '../api/actions.ts';
import { useAction } from '../store/use-action.ts';
import { words } from '../words.ts';
import { Dialog } from './dialog.tsx';

interface ConfirmDialogProps {
  readonly title: string;
  /** What the button that does it says, before and while it is under way. */
  readonly confirm: string;
  readonly sending: string;
  /** What is told when the program has no words of its own for its success. */
  readonly done: string;
  readonly act: Act;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Asks once more before something is done that cannot be taken back. The way out has the focus. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, confirm, sending, done, act, onClose, children } = props;
  const { busy, failed, run } = useAction();
  const carryOut = async () => {
    if (await run(act, done)) onClose();
  };
  return (
    <Dialog title={title} onClose={onClose}>
      {children}
      {failed !== undefined && (
        <p role="alert" className="tone-danger">
          {failed}
        </p>
      )}
      <div className="dialog-actions">
        <button type="button" className="button" data-focus-first onClick={onClose}>
          {words.cancel}
        </button>
        <button
          type="button"
          className="button danger"
          disabled={busy}
          onClick={() => void carryOut()}
        >
          {busy ? sending : confirm}
        </button>
      </div>
    </Dialog>
  );
}
