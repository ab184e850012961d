import { useCallback, useState } from 'react';

/** What this browser remembers under a name; `initial` when it remembers nothing. */
export function recall<T>(key: string, initial: T): T {
  try {
    const stored = localStorage.getItem(`kimi.${key}`);
    return stored === null ? initial : (JSON.parse(stored) as T);
  } catch {
    return initial;
  }
}

/** Have this browser remember something; a private window may refuse, and forgets with the page. */
export function remember(key: string, value: unknown): void {
  try {
    localStorage.setItem(`kimi.${key}`, JSON.stringify(value));
  } catch {
    // The choice holds until the page is left.
  }
}

/** A choice of the person at this browser. */
export function useRemembered<T>(key: string, initial: T): [T, (value: T) => void] {
  const [value, setValue] = useState<T>(() => recall(key, initial));
  const change = useCallback(
    (next: T) => {
      setValue(next);
      remember(key, next);
    },
    [key],
  );
  return [value, change];
}
