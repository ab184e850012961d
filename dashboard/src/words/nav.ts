import type { View } from '../route/route.ts';

/** Words of what stands around every view. */
export const nav = {
  label: 'Views',
  name: {
    overview: 'Overview',
    symbol: 'Symbol',
    signals: 'Signals',
    trades: 'Trades',
    research: 'Research',
    risk: 'Risk',
    events: 'Events',
    settings: 'Settings',
  } satisfies Record<View, string>,
  waiting: 'waiting for approval',
  unknown: 'There is no such page here.',
  unknownHint: 'Choose one of the views, or go to the Overview.',
};

export const clockChoice = {
  label: 'Times in',
  short: { account: 'Account', 'new-york': 'New York', local: 'Local' },
  says: (zone: string) => `times in ${zone}`,
};

export const theme = {
  label: 'Colours',
  name: { system: 'As the system', light: 'Light', dark: 'Dark' },
};
