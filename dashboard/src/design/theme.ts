import { useSyncExternalStore } from 'react';
import { recall, remember } from '../store/remember.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

let theme = recall<Theme>('theme', 'system');
const watchers = new Set<() => void>();

/** Have the style sheets follow the person's choice of colours. */
export function applyTheme(): void {
  const root = document.documentElement;
  if (theme === 'system') root.removeAttribute('data-theme');
  else root.setAttribute('data-theme', theme);
}

function chooseTheme(chosen: Theme): void {
  theme = chosen;
  remember('theme', chosen);
  applyTheme();
  for (const watcher of watchers) watcher();
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

export function useTheme(): [Theme, (theme: Theme) => void] {
  return [useSyncExternalStore(watch, () => theme), chooseTheme];
}

/** Tell when light becomes dark or back, by choice or by the system; returns how to stop. */
export function onThemeChange(changed: () => void): () => void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  dark.addEventListener('change', changed);
  const stop = watch(changed);
  return () => {
    dark.removeEventListener('change', changed);
    stop();
  };
}
