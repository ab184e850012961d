import { useEffect, useRef, useState, type RefObject } from 'react';
import { api } from '../../api/client.ts';
import type { TradeCourse } from '../../api/types.ts';

/** What was loaded; a closed trade's course does not change. */
const known = new Map<string, TradeCourse>();
const KNOWN_MAX = 300;

export interface Course<Place extends Element> {
  /** The element that has to come into view before anything is asked for. */
  readonly place: RefObject<Place | null>;
  readonly course: TradeCourse | undefined;
  readonly failed: boolean;
}

/** The bars around a closed trade, asked for once its place on the page is looked at. */
export function useCourse<Place extends Element>(account: string, position: string): Course<Place> {
  const key = `${account} ${position}`;
  const place = useRef<Place>(null);
  const [course, setCourse] = useState(() => known.get(key));
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    const element = place.current;
    if (element === null || known.has(key)) return;
    let over = false;
    const load = async () => {
      const answer = await api.tradeCourse(account, position);
      if (over) return;
      setFailed(!answer.ok);
      if (!answer.ok) return;
      remember(key, answer.value);
      setCourse(answer.value);
    };
    const watch = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      watch.disconnect();
      void load();
    });
    watch.observe(element);
    return () => {
      over = true;
      watch.disconnect();
    };
  }, [account, position, key]);
  return { place, course, failed };
}

function remember(key: string, course: TradeCourse): void {
  known.set(key, course);
  const [oldest] = known.keys();
  if (known.size > KNOWN_MAX && oldest !== undefined) known.delete(oldest);
}
