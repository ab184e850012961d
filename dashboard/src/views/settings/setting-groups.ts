import type { Setting } from '../../api/types.ts';

export const SHOWN = ['set', 'all'] as const;
export type Shown = (typeof SHOWN)[number];

interface SettingGroup {
  /** The block as a person reads it: `accounts: main › limits`; empty at the left margin. */
  readonly name: string;
  readonly settings: readonly Setting[];
}

/** Is it among what is asked for: all, or what is not as it comes; and does it hold what is sought? */
export function isShown(setting: Setting, shown: Shown, sought: string): boolean {
  const wanted = sought.trim().toLowerCase();
  if (wanted !== '') {
    return `${setting.key} ${setting.description}`.toLowerCase().includes(wanted);
  }
  return shown === 'all' || isSet(setting);
}

/** Has anybody said otherwise than the default? */
export function isSet({ source, persons }: Setting): boolean {
  return source !== 'default' || persons.length > 0;
}

/** Settings by the block they stand in, each account's name beside its number. */
export function groupsOf(settings: readonly Setting[]): readonly SettingGroup[] {
  const groups = new Map<string, Setting[]>();
  for (const setting of settings) {
    const block = setting.key.slice(0, Math.max(0, setting.key.lastIndexOf('.')));
    const name = setting.account === null ? block : named(block, setting.account);
    const others = groups.get(name);
    if (others) others.push(setting);
    else groups.set(name, [setting]);
  }
  return [...groups].map(([name, all]) => ({ name, settings: all }));
}

function named(block: string, account: string): string {
  return block.replace(/^accounts\[\d+\]/, `accounts: ${account}`).replaceAll('.', ' › ');
}
