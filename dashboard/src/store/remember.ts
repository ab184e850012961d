import { useCallback, useState } from 'react';

/** A choice of the person at this browser; private windows may refuse to keep it. */
export function useRemembered<T>(key: string, initial: T): [T, (value: T) => void] {
  const [value, setValue] = useState<T>(() => {
    try {
      const stored = localStorage.getItem(`kimi.${key}`);
      return stored === null ? initial : (JSON.parse(stored) as T);
    } catch {
      return initial;
    }
  });
  const change = useCallback(
    (next: T) => {
      setValue(next);
      try {
        localStorage.setItem(`kimi.${key}`, JSON.stringify(next));
      } catch {
        // The choice holds until the page is left.
      }
    },
    [key],
  );
  return [value, change];
}
