export const VIEWS = [
  'overview',
  'symbol',
  'signals',
  'trades',
  'research',
  'risk',
  'events',
  'settings',
] as const;
export type View = (typeof VIEWS)[number];

/** Which view an address shows, and of what. `view` is undefined for an address that leads nowhere. */
export interface Route {
  readonly view: View | undefined;
  readonly params: Readonly<Record<string, string>>;
}

/**
 * Read the part of an address after `#`, such as `#/symbol?account=main&symbol=EURUSD`. Everything
 * stands behind the `#`, so the page works behind any path of a reverse proxy.
 */
export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const params = Object.fromEntries(new URLSearchParams(query));
  if (path === '') return { view: 'overview', params };
  return { view: VIEWS.find((view) => view === path), params };
}

type Params = Readonly<Record<string, string | undefined>>;

/** The address of a view; parameters that are undefined are left out. */
export function hrefOf(view: View, params: Params = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value !== undefined) query.set(name, value);
  }
  const text = query.toString();
  return `#/${view}${text === '' ? '' : `?${text}`}`;
}
