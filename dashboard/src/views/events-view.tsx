import type { ViewProps } from '../frame/view-props.ts';
import { EventsPanel } from '../panels/events-panel.tsx';

/** All that the program did, newest first. */
export function EventsView({ account, clock, signals, onWhy }: ViewProps) {
  return <EventsPanel account={account} clock={clock} signals={signals} onOpen={onWhy} />;
}
