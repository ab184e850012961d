import type { AccountView } from '../api/types.ts';
import { words } from '../words.ts';

/** Whose money, in one word. */
export function ModeBadge({ mode }: { readonly mode: AccountView['mode'] }) {
  return <strong className={`mode-small mode-${mode}`}>{words.mode[mode].name}</strong>;
}
