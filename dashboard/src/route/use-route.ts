import { useSyncExternalStore } from 'react';
import { hrefOf, parseRoute, type Route, type View } from './route.ts';

let hash = '';
let route: Route = parseRoute('');

function current(): Route {
  if (location.hash !== hash) {
    hash = location.hash;
    route = parseRoute(hash);
  }
  return route;
}

function subscribe(changed: () => void): () => void {
  window.addEventListener('hashchange', changed);
  return () => window.removeEventListener('hashchange', changed);
}

/** What the address shows now; the browser's own back and forward lead through it. */
export function useRoute(): Route {
  return useSyncExternalStore(subscribe, current);
}

/** Go to a view. `replace` leaves no step to go back to: for a choice within a view. */
export function goTo(view: View, params: Readonly<Record<string, string>>, replace = false): void {
  const url = hrefOf(view, params);
  if (!replace) {
    location.hash = url;
    return;
  }
  history.replaceState(null, '', url);
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}
