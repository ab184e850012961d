import type { EventView } from '../api/types.ts';

export const events = {
  title: 'Events',
  empty: 'Nothing has happened yet. What the program does is told here, newest first.',
  level: {
    info: { mark: '·', name: 'Note' },
    good: { mark: '✓', name: 'Good' },
    warning: { mark: '!', name: 'Warning' },
    danger: { mark: '✕', name: 'Danger' },
  } satisfies Record<EventView['level'], { mark: string; name: string }>,
  why: 'Why?',
};
