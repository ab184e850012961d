import type { View } from '../route/route.ts';

/** Lines of each view's sign, on a field of 20 by 20. */
const PATHS: Readonly<Record<View, string>> = {
  overview: 'M3 3h6v6H3z M11 3h6v6h-6z M3 11h6v6H3z M11 11h6v6h-6z',
  symbol: 'M6 2v3 M6 13v5 M4 5h4v8H4z M14 2v5 M14 14v4 M12 7h4v7h-4z',
  signals: 'M10 3a5 5 0 0 1 5 5v4l2 3H3l2-3V8a5 5 0 0 1 5-5z M8 17h4',
  trades: 'M3 6h11 M11 3l3 3-3 3 M17 14H6 M9 11l-3 3 3 3',
  research: 'M8 2v5L3 16a1 1 0 0 0 1 2h12a1 1 0 0 0 1-2l-5-9V2 M6 2h8 M6 12h8',
  risk: 'M10 2l7 3v5c0 4-3 7-7 8-4-1-7-4-7-8V5z M10 7v4 M10 13v1',
  settings: 'M3 6h7 M14 6h3 M10 4h4v4h-4z M3 14h3 M10 14h7 M6 12h4v4H6z',
  events: 'M4 5h1 M8 5h9 M4 10h1 M8 10h9 M4 15h1 M8 15h9',
};

export function NavIcon({ view }: { readonly view: View }) {
  return (
    <svg className="nav-icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path d={PATHS[view]} />
    </svg>
  );
}
