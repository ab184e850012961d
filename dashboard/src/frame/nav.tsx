import './nav.css';
import { hrefOf, VIEWS, type View } from '../route/route.ts';
import { words } from '../words.ts';
import { NavIcon } from './nav-icon.tsx';

interface NavProps {
  readonly shown: View | undefined;
  readonly account: string;
  /** Signals that wait for a person's answer. */
  readonly waiting: number;
}

/** Ways to all views: a column at the side, a row at the bottom of a telephone. */
export function Nav({ shown, account, waiting }: NavProps) {
  return (
    <nav className="nav" aria-label={words.nav.label}>
      <ul>
        {VIEWS.map((view) => (
          <li key={view}>
            <a
              href={hrefOf(view, { account })}
              aria-current={view === shown ? 'page' : undefined}
              className="nav-link"
            >
              <NavIcon view={view} />
              <span>{words.nav.name[view]}</span>
              {view === 'signals' && waiting > 0 && (
                <span className="nav-count">
                  {waiting} <span className="unseen">{words.nav.waiting}</span>
                </span>
              )}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
